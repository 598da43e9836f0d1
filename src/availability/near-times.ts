import type { Interval } from "../core/interval.ts";
import { gaps } from "../time/interval.ts";
import { localDateOf, workingWindow } from "../time/zone.ts";
import type { Difference, Offer } from "./offer.ts";
import { type Facts, type Opening, offerAt } from "./opening.ts";
import { soonestStart, startsIn } from "./starts.ts";
import type { Target } from "./wish.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;
const FINE_MS = 5 * MINUTE_MS;

/** What is known when near misses are made. `workingMinutes` are minutes of the local day. */
export interface NearFacts extends Facts {
  readonly workingMinutes: { readonly from: number; readonly to: number };
}

/** A way to nearly keep the wished time: the room's offer closest to it, if there is one. */
export type NearTime = (opening: Opening, target: Target, facts: NearFacts) => Offer | undefined;

/** The ways, each of which gives a room one chance: the wished time itself, another time, a shorter meeting. */
export const NEAR_TIMES: readonly NearTime[] = [sameTime, otherTime, shorter];

function sameTime(opening: Opening, target: Target, facts: NearFacts): Offer | undefined {
  return firstOffer(opening, facts, startsOf(opening, target, facts), target.durationMs);
}

/** Up to an hour earlier or later, or later on the day while the office works; the least shift first. */
function otherTime(opening: Opening, target: Target, facts: NearFacts): Offer | undefined {
  const { durationMs } = target;
  const shifted = startsIn({ window: roomToShift(target, facts), durationMs }, opening, facts.now)
    .map((start) => ({ start, shiftMs: shiftOf(target, start) }))
    .filter(({ shiftMs }) => shiftMs !== 0)
    .sort((a, b) => Math.abs(a.shiftMs) - Math.abs(b.shiftMs) || a.start - b.start);
  const offer = firstOffer(
    opening,
    facts,
    shifted.map(({ start }) => start),
    durationMs,
  );
  return offer && differing(offer, { kind: "time", shiftMs: shiftOf(target, offer.interval.start) });
}

/** The longest part of the wished time, at least half of it and a quarter of an hour. */
function shorter(opening: Opening, { window, durationMs }: Target, facts: NearFacts): Offer | undefined {
  const leastMs = Math.max(durationMs / 2, QUARTER_MS);
  const from = Math.max(window.start, Math.min(soonestStart(facts.now), window.end));
  const free = gaps(opening.taken, { start: from, end: window.end }).map(({ start, end }) => ({
    start: start === window.start ? start : Math.ceil(start / FINE_MS) * FINE_MS,
    end: end === window.end ? end : Math.floor(end / FINE_MS) * FINE_MS,
  }));
  const parts = free.flatMap(({ start, end }) =>
    lengths(Math.min(end - start, durationMs), leastMs)
      .filter((ms) => ms < durationMs)
      .map((ms) => ({ start, end: start + ms })),
  );
  parts.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const part of parts) {
    const offer = offerAt(opening, part, facts);
    if (offer) return differing(offer, { kind: "shorter", byMs: durationMs - (part.end - part.start) });
  }
  return undefined;
}

/** How far a meeting that starts then lies outside of the target: negative is earlier, 0 is within. */
export function shiftOf({ window, durationMs }: Target, start: number): number {
  if (start < window.start) return start - window.start;
  return Math.max(0, start + durationMs - window.end);
}

const differing = (offer: Offer, difference: Difference): Offer => ({
  ...offer,
  differs: [...offer.differs, difference],
});

function startsOf(opening: Opening, target: Target, facts: NearFacts): number[] {
  const isFixed = target.window.end - target.window.start === target.durationMs;
  return isFixed ? [target.window.start] : startsIn(target, opening, facts.now);
}

function firstOffer(
  opening: Opening,
  facts: NearFacts,
  starts: readonly number[],
  durationMs: number,
): Offer | undefined {
  for (const start of starts) {
    const offer = offerAt(opening, { start, end: start + durationMs }, facts);
    if (offer) return offer;
  }
  return undefined;
}

/** An hour around the target, and the rest of its day's office hours. */
function roomToShift({ window }: Target, { zone, workingMinutes }: NearFacts): Interval {
  const office = workingWindow(localDateOf(window.start, zone), workingMinutes, zone);
  return { start: window.start - HOUR_MS, end: Math.max(window.end + HOUR_MS, office.end) };
}

/** From the longest down to the least, in steps of a quarter of an hour. */
function lengths(longestMs: number, leastMs: number): number[] {
  const steps = [longestMs];
  for (let ms = Math.ceil(longestMs / QUARTER_MS - 1) * QUARTER_MS; ms >= leastMs; ms -= QUARTER_MS)
    steps.push(ms);
  return steps.filter((ms) => ms >= leastMs);
}
