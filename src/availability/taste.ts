import type { Room, RoomId } from "../core/model.ts";
import { type Place, placeOf, samePlace } from "./place.ts";
import type { Wish } from "./wish.ts";

/** What an order is for: the wish, and what is known of the asker's habits. */
export interface Taste {
  readonly wish: Wish;
  readonly usualRoomIds?: readonly RoomId[];
  readonly usualFloor?: Place;
  /** Just offered to others, who may be about to take them. */
  readonly recentlyOfferedRoomIds?: readonly RoomId[];
}

export const isUsualRoom = (room: Room, { usualRoomIds }: Taste): boolean =>
  usualRoomIds?.includes(room.id) ?? false;

/** Without a known floor a room is on nobody's usual one. */
export function isOnUsualFloor(room: Room, { usualFloor }: Taste): boolean {
  if (usualFloor?.floor === undefined) return false;
  const place = placeOf(room);
  return place.floor !== undefined && samePlace(place, usualFloor);
}

export const isSizeAsked = ({ minSeats, maxSeats }: Wish): boolean =>
  minSeats !== undefined || maxSeats !== undefined;
