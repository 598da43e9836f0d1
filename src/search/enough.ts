import { mostAtOnce, type Offer } from "../availability/offer.ts";
import type { Wish } from "../availability/wish.ts";

/** Enough to choose from. Whoever wants more says so. */
const GOOD_CHOICE = 3;
/** After a refusal, what is known already will do if it offers anything: the person has chosen once. */
const NEXT_BEST = 1;

interface Wanted {
  readonly limit: number;
  readonly shown?: number;
  readonly isNextBest?: boolean;
  readonly wish: Wish;
}

/**
 * How many offers are worth asking for: a good choice (of whole groups, where several rooms are wanted) beyond what
 * was shown, no more than are wanted.
 */
export const offersWanted = ({ limit, shown = 0, isNextBest = false, wish }: Wanted): number => {
  const group = wish.roomCount ?? 1;
  return Math.min(shown + (isNextBest ? NEXT_BEST : GOOD_CHOICE) * group, limit - group + 1);
};

/** A good choice of offers, and enough of them at once. */
export const isEnough = (offers: readonly Offer[], question: Wanted): boolean =>
  offers.length >= offersWanted(question) && isEnoughAtOnce(offers, question.wish);

/** Whether at some time as many rooms can be had as are wanted, without asking anybody, unless for a room that was named. */
export const isEnoughAtOnce = (offers: readonly Offer[], { roomCount = 1, roomName }: Wish): boolean =>
  mostAtOnce(offers.filter(({ approval }) => !approval || roomName !== undefined)) >= roomCount;
