import { findOffers } from "../availability/find-offers.ts";
import type { Offer } from "../availability/offer.ts";
import { laterBy, onOtherDays } from "../availability/other-days.ts";
import type { Taste } from "../availability/taste.ts";
import type { Room } from "../core/model.ts";
import type { Question, SearchTools } from "./find-rooms.ts";
import { Look } from "./look.ts";
import { windowToAsk } from "./window-to-ask.ts";

/**
 * The wished time on the next working days, in these rooms, each offer marked with the day. One more question about
 * busy times for each room, so it is asked only where the wished day has nothing.
 */
export async function lookOnOtherDays(
  tools: SearchTools,
  { wish, asker, limit }: Question,
  { rooms, taste }: { readonly rooms: readonly Room[]; readonly taste: Taste },
): Promise<readonly Offer[]> {
  // Who asks for "now" does not mean this minute of another day.
  const isNow = wish.when.kind === "at" && wish.when.interval.start <= tools.clock.now();
  const moved = isNow ? undefined : onOtherDays(wish, tools);
  if (!moved || rooms.length === 0) return [];
  const look = new Look(tools, asker, windowToAsk(moved, tools));
  await look.at(rooms);
  const offers = await look.allowed((facts) => findOffers({ ...facts, ...taste, wish: moved, rooms, limit }));
  return offers.map((offer) => laterBy(offer, wish, tools.zone));
}
