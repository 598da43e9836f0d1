import type { Room, RoomId } from "../core/model.ts";
import { type Place, placeOf, samePlace } from "./place.ts";
import type { Taste } from "./taste.ts";

/** Once is no habit. */
const USUAL_FROM = 2;
const FLOOR_FROM = 3;

/**
 * What somebody usually takes, from the rooms that they booked of late, one entry a booking: rooms taken more than
 * once, and the floor on which most of the bookings were.
 */
export function habitsOf(
  rooms: readonly Room[],
  bookedRoomIds: readonly RoomId[],
): Pick<Taste, "usualRoomIds" | "usualFloor"> {
  const times = (id: RoomId) => bookedRoomIds.filter((other) => other === id).length;
  const usualRoomIds = [...new Set(bookedRoomIds)].filter((id) => times(id) >= USUAL_FROM);
  const usualFloor = floorOfMost(
    bookedRoomIds.flatMap((id) => {
      const room = rooms.find((one) => one.id === id);
      return room ? [placeOf(room)] : [];
    }),
  );
  return { usualRoomIds, ...(usualFloor && { usualFloor }) };
}

function floorOfMost(places: readonly Place[]): Place | undefined {
  if (places.length < FLOOR_FROM) return undefined;
  return places.find(
    (place) =>
      place.floor !== undefined &&
      places.filter((other) => other.floor !== undefined && samePlace(place, other)).length >
        places.length / 2,
  );
}
