import { mostAtOnce, type Offer } from "../availability/offer.ts";
import type { Wish } from "../availability/wish.ts";

/** As many offers as wanted (where several rooms are, in whole groups), and enough of them at once. */
export const isEnough = (
  offers: readonly Offer[],
  { limit, wish }: { readonly limit: number; readonly wish: Wish },
): boolean => offers.length > limit - (wish.roomCount ?? 1) && isEnoughAtOnce(offers, wish);

/** Whether at some time as many rooms can be had as are wanted, without asking anybody, unless for a room that was named. */
export const isEnoughAtOnce = (offers: readonly Offer[], { roomCount = 1, roomName }: Wish): boolean =>
  mostAtOnce(offers.filter(({ approval }) => !approval || roomName !== undefined)) >= roomCount;
