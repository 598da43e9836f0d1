import type { Room } from "../core/model.ts";
import type { Offer } from "./offer.ts";
import { type Facts, offerAt, openingsOf } from "./opening.ts";
import { inOrder, rank } from "./rank.ts";
import { offerCost } from "./rank-cost.ts";
import { spread } from "./spread.ts";
import { startsIn } from "./starts.ts";
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

function possible(input: OfferInput): Offer[] {
  const targets = targetsOf(input.wish.when);
  const isFixed = input.wish.when.kind === "at";
  return openingsOf(input.rooms, input).flatMap((opening) => {
    const starts = targets.flatMap((target) =>
      (isFixed ? [target.window.start] : startsIn(target, opening, input.now)).map(
        (start) => [`${start} ${target.durationMs}`, { start, end: start + target.durationMs }] as const,
      ),
    );
    const intervals = new Map(starts).values();
    return [...intervals].flatMap((interval) => offerAt(opening, interval, input) ?? []);
  });
}
