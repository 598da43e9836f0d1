import type { Room } from "../core/model.ts";
import type { Offer } from "./offer.ts";
import { offerCost, roomCost } from "./rank-cost.ts";
import { reasonsFor } from "./rank-reasons.ts";
import type { Taste } from "./taste.ts";

/**
 * Offers in the order in which a person should read them: what nobody has to approve first, then by time, then the
 * fewest points; each with the few reasons that put it there. The order is total: the same offers in another order
 * come out the same.
 */
export function rank(offers: readonly Offer[], taste: Taste): Offer[] {
  return reasonsFor(inOrder(offers, taste), taste);
}

/** `rank` without the reasons. */
export function inOrder(offers: readonly Offer[], taste: Taste): Offer[] {
  const costs = new Map(offers.map((offer) => [offer, offerCost(offer, taste)]));
  return [...offers].sort(
    (a, b) =>
      Number(a.approval) - Number(b.approval) ||
      a.interval.start - b.interval.start ||
      (costs.get(a) ?? 0) - (costs.get(b) ?? 0) ||
      byNature(a.room, b.room) ||
      a.interval.end - b.interval.end,
  );
}

/** Rooms in the order in which it pays to ask for their busy times. */
export function rankRooms(rooms: readonly Room[], taste: Taste): Room[] {
  const costs = new Map(rooms.map((room) => [room, roomCost(room, taste)]));
  return [...rooms].sort((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || byNature(a, b));
}

/** Settles a tie: fewer seats, then the name, then the id, by code points so that no locale changes it. */
export function byNature(a: Room, b: Room): number {
  return seatsOf(a) - seatsOf(b) || byText(a.name, b.name) || byText(a.id, b.id);
}

const seatsOf = (room: Room): number => room.capacity ?? Number.MAX_SAFE_INTEGER;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
