import type { NearMissInput } from "./near-facts.ts";
import type { Offer } from "./offer.ts";
import { penaltyOf } from "./penalties.ts";
import { byNature } from "./rank.ts";
import { offerCost } from "./rank-cost.ts";
import type { Target } from "./wish.ts";

/** A proposal that differs in more than so many ways is no near miss; approval is not counted. */
export const DIFFERENCES_AT_MOST = 2;

/** What comes near to one of the wished times. */
export interface Miss {
  readonly offer: Offer;
  readonly target: Target;
}

/** With what it costs, in points. */
export interface PricedMiss extends Miss {
  readonly penalty: number;
  readonly cost: number;
}

export const priced = ({ offer, target }: Miss, input: NearMissInput): PricedMiss => ({
  offer,
  target,
  penalty: penaltyOf(offer, input.wish, target),
  cost: offerCost(offer, input),
});

export const withApproval = (offer: Offer): Offer =>
  offer.approval ? { ...offer, differs: [...offer.differs, { kind: "approval" }] } : offer;

/** A total order: the penalty, then what `rank` would say, then the time and the room. */
export const byPenalty = (a: PricedMiss, b: PricedMiss): number =>
  a.penalty - b.penalty ||
  a.cost - b.cost ||
  a.offer.interval.start - b.offer.interval.start ||
  a.offer.interval.end - b.offer.interval.end ||
  byNature(a.offer.room, b.offer.room);
