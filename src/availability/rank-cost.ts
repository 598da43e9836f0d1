import type { Room } from "../core/model.ts";
import type { Offer } from "./offer.ts";
import { isOnUsualFloor, isSizeAsked, isUsualRoom, type Taste } from "./taste.ts";
import type { Wish } from "./wish.ts";

/**
 * What an offer costs, in points: the fewest points stand first. One point is one chair that nobody needs.
 * The order of the table is the order of importance.
 */
const WEIGHTS = {
  /** Seats are asked for and the directory does not say how many there are. */
  unknownSize: 25,
  /** Each seat more than asked for, counted up to twenty; the other way round where a bigger room is preferred. */
  spareSeat: 1,
  spareSeatsAtMost: 20,
  /** Who may book, or the rules at all, could not be read. */
  mayBeDeclined: 15,
  usualRoom: -8,
  usualFloor: -4,
  /** The meeting leaves a stretch shorter than half an hour before or after it, which nobody can use. */
  gapCrumb: 3,
  recentlyOffered: 3,
  /** Each thing in the room that nobody asked for and others may need. */
  spareEquipment: 2,
  /** Each hour by which the room's gap is longer than the meeting, counted up to four. */
  gapHour: 0.5,
  gapHoursAtMost: 4,
} as const;

const HOUR_MS = 60 * 60_000;
const CRUMB_MS = 30 * 60_000;

/** Points for what a room is, whatever the time. */
export function roomCost(room: Room, taste: Taste): number {
  const spareThings = room.equipment.filter((thing) => !taste.wish.equipment.includes(thing)).length;
  return (
    sizeCost(room, taste.wish) +
    spareThings * WEIGHTS.spareEquipment +
    (isUsualRoom(room, taste) ? WEIGHTS.usualRoom : 0) +
    (isOnUsualFloor(room, taste) ? WEIGHTS.usualFloor : 0) +
    (taste.recentlyOfferedRoomIds?.includes(room.id) ? WEIGHTS.recentlyOffered : 0)
  );
}

/** Points for an offer: its room's, and for how it lies in the room's day. */
export function offerCost(offer: Offer, taste: Taste): number {
  const { beforeMs, afterMs } = roomAround(offer);
  const crumbs = [beforeMs, afterMs].filter((ms) => ms > 0 && ms < CRUMB_MS).length;
  const spareHours = Math.min((beforeMs + afterMs) / HOUR_MS, WEIGHTS.gapHoursAtMost);
  return (
    roomCost(offer.room, taste) +
    (offer.mayBeDeclined ? WEIGHTS.mayBeDeclined : 0) +
    crumbs * WEIGHTS.gapCrumb +
    spareHours * WEIGHTS.gapHour
  );
}

/** What is left of the room's gap before and after the meeting; `Infinity` where the gap's end is not known. */
export function roomAround({ interval, freeFrom, freeUntil }: Offer): { beforeMs: number; afterMs: number } {
  return {
    beforeMs: freeFrom === undefined ? Number.POSITIVE_INFINITY : interval.start - freeFrom,
    afterMs: freeUntil === undefined ? Number.POSITIVE_INFINITY : freeUntil - interval.end,
  };
}

/** Smallest that fits; without a wish for a size, smallest. */
function sizeCost({ capacity }: Room, wish: Wish): number {
  if (capacity === undefined) return isSizeAsked(wish) || wish.prefers === "bigger" ? WEIGHTS.unknownSize : 0;
  const spare = Math.min(Math.max(0, capacity - (wish.minSeats ?? 0)), WEIGHTS.spareSeatsAtMost);
  return WEIGHTS.spareSeat * (wish.prefers === "bigger" ? WEIGHTS.spareSeatsAtMost - spare : spare);
}
