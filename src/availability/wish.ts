import type { Interval } from "../core/interval.ts";
import type { Equipment, RoomId } from "../core/model.ts";

/**
 * When the room is wanted: at this very time (or one of the alternatives), for so long somewhere in these windows, or
 * for all meetings of a series.
 */
export type WishedTime =
  | { readonly kind: "at"; readonly interval: Interval; readonly alternatives?: readonly Interval[] }
  | { readonly kind: "within"; readonly windows: readonly Interval[]; readonly durationMs: number }
  | WishedSeries;

/** Meetings that repeat, all in one room. */
export interface WishedSeries {
  readonly kind: "series";
  /** Every meeting, in order: two at least. */
  readonly occurrences: readonly Interval[];
  /** RFC 5545, without a start and an end: `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string;
  /** The local day of the last meeting. */
  readonly untilLocalDate: string;
  /** Whether that end is not what the person said: none was, or one that lies further ahead than can be looked. */
  readonly isEndAssumed: boolean;
}

/** What somebody wants of a room. A field that is absent does not matter to them. */
export interface Wish {
  readonly when: WishedTime;
  readonly minSeats?: number;
  /** A room with more seats is too big. */
  readonly maxSeats?: number;
  /** All of it must be there. */
  readonly equipment: readonly Equipment[];
  readonly building?: string;
  readonly floor?: string;
  /** As the person wrote it. */
  readonly roomName?: string;
  /** Further rooms that would do as well. */
  readonly orRoomNames?: readonly string[];
  /** Which of the rooms that are big enough, and not too big, to put first; absent is the smaller. */
  readonly prefers?: "bigger" | "smaller";
  /** Neither offered nor named as a near miss. */
  readonly excludeRoomIds?: readonly RoomId[];
  /** Rooms wanted for the same time; absent is one. */
  readonly roomCount?: number;
}

/** The same wish for any room. */
export const withoutName = ({ roomName: _named, orRoomNames: _or, ...wish }: Wish): Wish => wish;

/** A stretch in which a meeting of this length may lie. Where its time is given, the stretch is the meeting. */
export interface Target {
  readonly window: Interval;
  readonly durationMs: number;
  readonly isFixed: boolean;
}

/** Every stretch that a wish names, in the order in which they were named. */
export function stretchesOf(when: WishedTime): readonly Interval[] {
  switch (when.kind) {
    case "at":
      return [when.interval, ...(when.alternatives ?? [])];
    case "within":
      return when.windows;
    case "series":
      return when.occurrences;
  }
}

/** From the beginning of the first to the end of the last of them. */
export function outlineOf(when: WishedTime): Interval {
  const stretches = stretchesOf(when);
  return {
    start: Math.min(...stretches.map(({ start }) => start)),
    end: Math.max(...stretches.map(({ end }) => end)),
  };
}

/** The wished times in one shape, in the order in which they were named. Of a series all are wanted, else any will do. */
export function targetsOf(when: WishedTime): Target[] {
  return stretchesOf(when).map((window) => ({
    window,
    durationMs: when.kind === "within" ? when.durationMs : window.end - window.start,
    isFixed: when.kind !== "within",
  }));
}
