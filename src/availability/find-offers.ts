import type { Room } from "../core/model.ts";
import type { Offer } from "./offer.ts";
import { type Facts, offerAt, openingsOf } from "./opening.ts";
import { inOrder, rank } from "./rank.ts";
import { offerCost } from "./rank-cost.ts";
import { seriesOffer } from "./series.ts";
import { spread } from "./spread.ts";
import { intervalsIn } from "./starts.ts";
import type { Taste } from "./taste.ts";
import { targetsOf } from "./wish.ts";

/** What offers are made from: rooms, what is known of them, and what is wanted by whom. */
export interface OfferInput extends Facts, Taste {
  readonly rooms: readonly Room[];
  /** The most offers wanted; absent is all. */
  readonly limit?: number;
}

/**
 * The fitting `rooms` at the wished times, where they are free for the whole time and their rules allow it, in rank
 * order. For a wish within windows these are the best rooms at times spread over the windows, the soonest among them.
 * Rooms whose busy times are not known are never offered; rooms that only the vendor's client can book neither.
 */
export function findOffers(input: OfferInput): Offer[] {
  const { wish, limit } = input;
  const offers = possible(input);
  if (limit === undefined) return rank(offers, input);
  const chosen = spread(inOrder(offers, input), {
    limit,
    roomCount: wish.roomCount ?? 1,
    apart: wish.when.kind === "within",
    costOf: (offer) => offerCost(offer, input),
  });
  return rank(chosen, input);
}

/** Every room at every wished time that can be had, each once even where windows overlap; for a series those that have all of it. */
function possible(input: OfferInput): Offer[] {
  const { when } = input.wish;
  if (when.kind === "series") {
    const openings = openingsOf(input.rooms, { ...input, isRecurring: true });
    const offers = openings.flatMap((opening) => seriesOffer(opening, when, input) ?? []);
    return offers.filter(({ differs }) => differs.length === 0);
  }
  const targets = targetsOf(when);
  return openingsOf(input.rooms, input).flatMap((opening) => {
    const wished = targets.flatMap((target) => intervalsIn(target, opening, input.now));
    const once = new Map(wished.map((interval) => [`${interval.start} ${interval.end}`, interval]));
    return [...once.values()].flatMap((interval) => offerAt(opening, interval, input) ?? []);
  });
}
