import type { Interval } from "../core/interval.ts";
import { gaps } from "../time/interval.ts";
import { localDateOf, roundUp, workingWindow } from "../time/zone.ts";
import type { NearFacts } from "./near-facts.ts";
import type { Difference, Offer } from "./offer.ts";
import { type Opening, offerAt } from "./opening.ts";
import { intervalsIn, soonestStart } from "./starts.ts";
import type { Target } from "./wish.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;
const FINE_MS = 5 * MINUTE_MS;

/** A way to nearly keep the wished time: the room's offer closest to it, if there is one. */
export type NearTime = (opening: Opening, target: Target, facts: NearFacts) => Offer | undefined;

/** The ways, each of which gives a room one chance: the wished time itself, another time, a shorter meeting. */
export const NEAR_TIMES: readonly NearTime[] = [sameTime, otherTime, shorter];

function sameTime(opening: Opening, target: Target, facts: NearFacts): Offer | undefined {
  return firstOffer(opening, facts, intervalsIn(target, opening, facts.now));
}

/** Up to an hour earlier or later, or later on the day while the office works; the least shift first. */
function otherTime(opening: Opening, target: Target, facts: NearFacts): Offer | undefined {
  const shifted = intervalsIn(around(target, facts), opening, facts.now)
    .filter((interval) => shiftOf(target, interval) !== 0)
    .sort((a, b) => Math.abs(shiftOf(target, a)) - Math.abs(shiftOf(target, b)) || a.start - b.start);
  const offer = firstOffer(opening, facts, shifted);
  return offer && differing(offer, { kind: "time", shiftMs: shiftOf(target, offer.interval) });
}

/** The longest part of the wished time, at least half of it and a quarter of an hour. */
function shorter(opening: Opening, { window, durationMs }: Target, facts: NearFacts): Offer | undefined {
  const leastMs = Math.max(durationMs / 2, QUARTER_MS);
  const from = Math.max(window.start, Math.min(soonestStart(facts.now), window.end));
  const free = gaps({ start: from, end: window.end }, opening.taken).map(({ start, end }) => ({
    start: start === window.start ? start : roundUp(start, FINE_MS),
    end: end === window.end ? end : Math.floor(end / FINE_MS) * FINE_MS,
  }));
  const parts = free.flatMap(({ start, end }) =>
    lengths(Math.min(end - start, durationMs), leastMs)
      .filter((ms) => ms < durationMs)
      .map((ms) => ({ start, end: start + ms })),
  );
  parts.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const offer = firstOffer(opening, facts, parts);
  return (
    offer &&
    differing(offer, { kind: "shorter", byMs: durationMs - (offer.interval.end - offer.interval.start) })
  );
}

/** How far a meeting lies outside of the target: negative is earlier, 0 is within. */
export function shiftOf({ window }: Target, { start, end }: Interval): number {
  return start < window.start ? start - window.start : Math.max(0, end - window.end);
}

const differing = (offer: Offer, difference: Difference): Offer => ({
  ...offer,
  differs: [...offer.differs, difference],
});

function firstOffer(opening: Opening, facts: NearFacts, intervals: readonly Interval[]): Offer | undefined {
  for (const interval of intervals) {
    const offer = offerAt(opening, interval, facts);
    if (offer) return offer;
  }
  return undefined;
}

/** The same meeting within an hour around the target, and the rest of its day's office hours. */
export function around({ window, durationMs }: Target, { zone, workingMinutes }: NearFacts): Target {
  const office = workingWindow(localDateOf(window.start, zone), workingMinutes, zone);
  const room = { start: window.start - HOUR_MS, end: Math.max(window.end + HOUR_MS, office.end) };
  return { window: room, durationMs, isFixed: false };
}

/** From the longest down to the least, in steps of a quarter of an hour. */
function lengths(longestMs: number, leastMs: number): number[] {
  const steps = [longestMs];
  for (let ms = Math.ceil(longestMs / QUARTER_MS - 1) * QUARTER_MS; ms >= leastMs; ms -= QUARTER_MS)
    steps.push(ms);
  return steps.filter((ms) => ms >= leastMs);
}
