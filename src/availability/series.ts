import type { Interval } from "../core/interval.ts";
import { localDateOf } from "../time/zone.ts";
import type { Offer } from "./offer.ts";
import { type Facts, type Opening, offerAt } from "./opening.ts";
import { soonestStart } from "./starts.ts";
import type { WishedSeries } from "./wish.ts";

/** More exceptions nobody reads, and each cuts a calendar's series into one more piece. */
const SKIPS_AT_MOST = 3;

const QUARTER_MS = 15 * 60_000;
/** Other times of day, the nearest first. */
const SHIFTS_MS = [1, 2, 3, 4].flatMap((quarters) => [quarters * QUARTER_MS, -quarters * QUARTER_MS]);

/** A series in one room: the meetings that the room has, and those that it has not. */
export interface SeriesInRoom {
  readonly had: readonly Offer[];
  readonly skips: readonly Interval[];
}

/** Looks at every meeting by itself: the rules may allow the first and forbid one that lies further ahead. */
export function meetingsIn(opening: Opening, { occurrences }: WishedSeries, facts: Facts): SeriesInRoom {
  const had: Offer[] = [];
  const skips: Interval[] = [];
  for (const interval of occurrences) {
    const offer = offerAt(opening, interval, facts);
    if (offer) had.push(offer);
    else skips.push(interval);
  }
  return { had, skips };
}

/** The room for the series: all of it, or with a few exceptions, which are what differs. */
export function seriesOffer(opening: Opening, series: WishedSeries, facts: Facts): Offer | undefined {
  const { had, skips } = meetingsIn(opening, series, facts);
  const [first] = had;
  if (!first || skips.length > SKIPS_AT_MOST || skips.length >= had.length) return undefined;
  return {
    ...first,
    // The gaps around one meeting say nothing of the others'.
    freeFrom: undefined,
    freeUntil: undefined,
    approval: had.some(({ approval }) => approval),
    mayBeDeclined: had.some(({ mayBeDeclined }) => mayBeDeclined),
    differs: skips.length > 0 ? [{ kind: "skips", meetings: skips, of: series.occurrences.length }] : [],
    skips,
  };
}

/** The room for all of the series up to an hour earlier or later, on the same days. */
export function seriesAtOtherTime(opening: Opening, series: WishedSeries, facts: Facts): Offer | undefined {
  for (const shiftMs of SHIFTS_MS) {
    const offer = seriesOffer(opening, shifted(series, shiftMs), facts);
    const isWhole = offer?.differs.length === 0 && offer.interval.start >= soonestStart(facts.now);
    const [first] = series.occurrences;
    const keepsDay =
      first && localDateOf(first.start + shiftMs, facts.zone) === localDateOf(first.start, facts.zone);
    if (isWhole && keepsDay) return { ...offer, differs: [{ kind: "time", shiftMs }] };
  }
  return undefined;
}

const shifted = (series: WishedSeries, shiftMs: number): WishedSeries => ({
  ...series,
  occurrences: series.occurrences.map(({ start, end }) => ({ start: start + shiftMs, end: end + shiftMs })),
});
