import { stretchesOf, type Wish } from "../../availability/wish.ts";
import type { Interval } from "../../core/interval.ts";
import { clip } from "../../time/interval.ts";
import { addDays, localDateOf, weekdayOf, workingWindow } from "../../time/zone.ts";
import type { Office } from "../desk.ts";

const MINUTE_MS = 60_000;
/** Each look costs a call of the month's. */
export const MOST_LOOKS = 8;
const LEAST_APART_MS = 15 * MINUTE_MS;
/** Whoever gets a room any later is late for the meeting. */
const LAST_LOOK_BEFORE_MS = 10 * MINUTE_MS;
/** What is wanted so soon is looked at as often as may be. */
const SOON_MS = MOST_LOOKS * LEAST_APART_MS;

/** When somebody wants a room: from when on it could begin, and from when on it is too late. Epoch ms. */
export interface WantedTime {
  readonly firstStartMs: number;
  readonly lastStartMs: number;
}

/** A wish with a choice of times may begin in any of them. */
export function wantedTime({ when }: Wish): WantedTime {
  const stretches = stretchesOf(when);
  const starts = stretches.map(({ start, end }) => (when.kind === "within" ? end - when.durationMs : start));
  return {
    firstStartMs: Math.min(...stretches.map(({ start }) => start)),
    lastStartMs: Math.max(...starts),
  };
}

/**
 * When to look whether something has become free, in epoch ms: at most eight times, a quarter of an hour apart where
 * the time is near, else spread evenly over the working hours until then. Empty where there is no time left to look.
 */
export function watchTimes(
  { firstStartMs, lastStartMs }: WantedTime,
  nowMs: number,
  office: Pick<Office, "zone" | "workingMinutes" | "workingDays">,
): number[] {
  const until = lastStartMs - LAST_LOOK_BEFORE_MS;
  const isSoon = firstStartMs <= nowMs + SOON_MS;
  const all = workingStretches({ start: nowMs, end: until }, office);
  const total = lengthOf(all);
  // A meeting in the evening or at the weekend: there are no working hours until then.
  const stretches = total >= LEAST_APART_MS && !isSoon ? all : [{ start: nowMs, end: until }];
  const span = lengthOf(stretches);
  const count = Math.min(MOST_LOOKS, Math.floor(span / LEAST_APART_MS));
  const apart = isSoon ? LEAST_APART_MS : span / count;
  return Array.from({ length: Math.max(0, count) }, (_, at) => instantIn(stretches, (at + 1) * apart));
}

const lengthOf = (stretches: readonly Interval[]): number =>
  stretches.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);

function workingStretches(
  whole: Interval,
  { zone, workingMinutes, workingDays }: Pick<Office, "zone" | "workingMinutes" | "workingDays">,
): Interval[] {
  const stretches: Interval[] = [];
  const last = localDateOf(whole.end, zone);
  for (let day = localDateOf(whole.start, zone); day <= last; day = addDays(day, 1)) {
    const hours = workingDays.includes(weekdayOf(day))
      ? clip(workingWindow(day, workingMinutes, zone), whole)
      : undefined;
    if (hours) stretches.push(hours);
  }
  return stretches;
}

/** The instant at which so much of the stretches has gone by. */
function instantIn(stretches: readonly Interval[], afterMs: number): number {
  let left = afterMs;
  for (const { start, end } of stretches) {
    if (left <= end - start) return Math.round(start + left);
    left -= end - start;
  }
  return stretches.at(-1)?.end ?? 0;
}
