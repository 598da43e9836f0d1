import type { Spent } from "../ports/budget.ts";
import { addDays, dayWindow, localDateOf } from "../time/zone.ts";

const MINUTE_MS = 60_000;

/**
 * How long an answer of the vendor about the average room is believed, by the pace at which the month's calls are spent: what is left of
 * them against what is left of the month, 1 being just enough. Found by simulating an office's days.
 */
const FRESHNESS: readonly { readonly pace: number; readonly freshMs: number }[] = [
  { pace: 0.5, freshMs: 60 * MINUTE_MS },
  { pace: 1, freshMs: 30 * MINUTE_MS },
  { pace: 2, freshMs: 5 * MINUTE_MS },
  { pace: 4, freshMs: MINUTE_MS },
];

/** How long whoever names a room, or waits for one, may be told what was learnt before: they want to know it now. */
export const EXACT_MS = 5_000;

/**
 * How long busy times are believed. A wrong one costs the person a refusal and us two calls, for the claim of the room
 * is the final check; a call too many costs all a part of their month.
 *
 * @param calls what is spent of the month's calls; absent, or without a share, where calls are not counted
 * @param monthLeft the part of the month that is left, 0 to 1
 */
export function freshForMs(calls: Spent | undefined, monthLeft: number): number {
  const plenty = FRESHNESS.at(-1)?.freshMs ?? MINUTE_MS;
  if (calls?.of === undefined) return plenty;
  const left = Math.max(0, 1 - calls.used / Math.max(1, calls.of));
  const pace = left / Math.max(monthLeft, 0.01);
  const above = FRESHNESS.findIndex((point) => point.pace >= pace);
  const [from, to] = [FRESHNESS[above - 1], FRESHNESS[above]];
  if (!to) return plenty;
  if (!from) return to.freshMs;
  const share = (pace - from.pace) / (to.pace - from.pace);
  // Between two points by equal factors: from 5 minutes to 60 seconds is as far as from 25 to 5.
  return Math.round(from.freshMs * (to.freshMs / from.freshMs) ** share);
}

/** The part of the local month that is left, 0 to 1. */
export function monthLeft(now: number, zone: string): number {
  const first = `${localDateOf(now, zone).slice(0, 7)}-01`;
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  const [start, end] = [dayWindow(first, zone).start, dayWindow(next, zone).start];
  return (end - now) / (end - start);
}
