import type { Interval } from "../core/interval.ts";
import type { PersonBusy, PersonId } from "../core/model.ts";
import { clip, gaps, merge, overlaps } from "../time/interval.ts";
import { stretchesOf, type Wish } from "./wish.ts";

/** Somebody who is to come along, and what is known of their time. */
export interface Companion {
  readonly id: PersonId;
  readonly busy: PersonBusy;
}

/** A wish, and what the people's calendars say to it. */
export interface SuitedWish {
  /** Narrowed to times at which everybody whose calendar is known is free, where there is any; else as it was. */
  readonly wish: Wish;
  /** Whether the wish's times suit everybody whose calendar is known. */
  readonly suits: boolean;
  /** Who is busy in the wished time, and when: only where it does not suit. */
  readonly busy: readonly { readonly id: PersonId; readonly intervals: readonly Interval[] }[];
  /** Whose calendar could not be read: they may be free or not. */
  readonly unknown: readonly PersonId[];
}

/** The times of a wish that suit the people. An unreadable calendar counts as unknown, never as free or as busy. */
export function suitPeople(wish: Wish, people: readonly Companion[]): SuitedWish {
  const unknown = people.filter(({ busy }) => !busy.known).map(({ id }) => id);
  const known = people.flatMap(({ id, busy }) => (busy.known ? [{ id, busy: busy.busy }] : []));
  const taken = merge(known.flatMap(({ busy }) => busy));
  const suited = narrowed(wish, taken);
  if (suited) return { wish: suited, suits: true, busy: [], unknown };
  const wished = stretchesOf(wish.when);
  const busy = known
    .map(({ id, busy: all }) => ({
      id,
      intervals: merge(wished.flatMap((window) => all.flatMap((interval) => clip(interval, window) ?? []))),
    }))
    .filter(({ intervals }) => intervals.length > 0);
  return { wish, suits: false, busy, unknown };
}

/** The wish without the times that are taken; `undefined` where none is left. A series is the same for people as for rooms: it stays. */
function narrowed(wish: Wish, taken: readonly Interval[]): Wish | undefined {
  const { when } = wish;
  if (when.kind === "within") {
    const windows = when.windows
      .flatMap((window) => gaps(window, taken))
      .filter(({ start, end }) => end - start >= when.durationMs);
    return windows.length > 0 ? { ...wish, when: { ...when, windows } } : undefined;
  }
  if (when.kind === "series") return wish;
  const free = stretchesOf(when).filter((time) => !taken.some((interval) => overlaps(interval, time)));
  const [interval, ...alternatives] = free;
  if (!interval) return undefined;
  return {
    ...wish,
    when: { kind: "at", interval, ...(alternatives.length > 0 ? { alternatives } : {}) },
  };
}
