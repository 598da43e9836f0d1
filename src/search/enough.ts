import { mostAtOnce, type Offer } from "../availability/offer.ts";
import type { Wish } from "../availability/wish.ts";

/** Enough to choose from. Whoever wants more says so. */
const GOOD_CHOICE = 3;

/** How many offers are worth asking for: a good choice (of whole groups, where several rooms are wanted), no more than fit. */
export const offersWanted = ({ limit, wish }: { readonly limit: number; readonly wish: Wish }): number => {
  const group = wish.roomCount ?? 1;
  return Math.min(GOOD_CHOICE * group, limit - group + 1);
};

/** A good choice of offers, and enough of them at once. */
export const isEnough = (
  offers: readonly Offer[],
  question: { readonly limit: number; readonly wish: Wish },
): boolean => offers.length >= offersWanted(question) && isEnoughAtOnce(offers, question.wish);

/** Whether at some time as many rooms can be had as are wanted, without asking anybody, unless for a room that was named. */
export const isEnoughAtOnce = (offers: readonly Offer[], { roomCount = 1, roomName }: Wish): boolean =>
  mostAtOnce(offers.filter(({ approval }) => !approval || roomName !== undefined)) >= roomCount;
