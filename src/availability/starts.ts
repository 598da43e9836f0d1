import type { Interval } from "../core/interval.ts";
import { roundUp } from "../time/zone.ts";
import type { Opening } from "./opening.ts";
import type { Target } from "./wish.ts";

const MINUTE_MS = 60_000;
const GRID_MS = 15 * MINUTE_MS;
const FINE_MS = 5 * MINUTE_MS;

/**
 * The first start that is not in the past, in steps of 5 minutes. Steps of an instant are steps of the wall clock too:
 * every zone's offset is a multiple of a quarter of an hour.
 */
export const soonestStart = (now: number): number => roundUp(now, FINE_MS);

/**
 * When a meeting may begin to lie in the target's window, in order: on the quarter hour, at the window's beginning,
 * and as soon as the room gets free. Never in the past.
 */
function startsIn({ window, durationMs }: Target, { taken }: Opening, now: number): number[] {
  const first = Math.max(roundUp(window.start, FINE_MS), soonestStart(now));
  const last = window.end - durationMs;
  const starts = [first, ...taken.map(({ end }) => roundUp(end, FINE_MS))];
  for (let start = roundUp(first, GRID_MS); start <= last; start += GRID_MS) starts.push(start);
  return [...new Set(starts)].filter((start) => first <= start && start <= last).sort((a, b) => a - b);
}

/** When the whole meeting may lie: the target itself where its time is given, else from every start in its window. */
export function intervalsIn(target: Target, opening: Opening, now: number): Interval[] {
  if (target.isFixed) return [target.window];
  return startsIn(target, opening, now).map((start) => ({ start, end: start + target.durationMs }));
}
