import type { Interval } from "../core/interval.ts";
import type { Offer } from "./offer.ts";
import { type Facts, type Opening, offerAt } from "./opening.ts";
import type { WishedSeries } from "./wish.ts";

/** More exceptions nobody reads, and each cuts a calendar's series into one more piece. */
const SKIPS_AT_MOST = 3;

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
