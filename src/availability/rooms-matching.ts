import type { Room } from "../core/model.ts";
import { contains } from "../time/interval.ts";
import { byName } from "./name-match.ts";
import { isInBuilding, placeOf, sameFloor } from "./place.ts";
import { closedReason, type Mismatch } from "./why-not.ts";
import { targetsOf, type Wish } from "./wish.ts";

/** A rule of the match: what is wrong with this room for this wish, if anything. */
type Check = (room: Room, wish: Wish) => Mismatch | undefined;

/** In the order in which a person would name them. A room whose seats are unknown fits any number (and ranks last). */
const CHECKS: readonly Check[] = [
  (room) => (room.access === "nobody" ? { code: "not-allowed" } : undefined),
  (room, wish) => {
    const { closed } = room;
    const isClosedThroughout = closed && targetsOf(wish.when).every(({ window }) => contains(closed, window));
    return isClosedThroughout ? closedReason(closed) : undefined;
  },
  ({ capacity: seats }, { minSeats: wanted }) =>
    seats !== undefined && wanted !== undefined && seats < wanted
      ? { code: "too-small", seats, wanted }
      : undefined,
  ({ capacity: seats }, { maxSeats: wanted }) =>
    seats !== undefined && wanted !== undefined && seats > wanted
      ? { code: "too-big", seats, wanted }
      : undefined,
  (room, wish) => {
    const missing = wish.equipment.filter((thing) => !room.equipment.includes(thing));
    return missing.length > 0 ? { code: "equipment", missing } : undefined;
  },
  (room, wish) => {
    if (wish.building === undefined || isInBuilding(room, wish.building)) return undefined;
    const { building } = placeOf(room);
    return { code: "building", ...(building !== undefined && { building }) };
  },
  (room, wish) => {
    if (wish.floor === undefined) return undefined;
    const { floor } = placeOf(room);
    if (floor !== undefined && sameFloor(floor, wish.floor)) return undefined;
    return { code: "floor", ...(floor !== undefined && { floor }) };
  },
];

/** The rooms that a wish names. */
export const namedRooms = (rooms: readonly Room[], { roomName, orRoomNames = [] }: Wish): Room[] =>
  roomName === undefined
    ? []
    : [...new Set([roomName, ...orRoomNames].flatMap((name) => byName(rooms, name)))];

/**
 * The rooms that fit a wish by their nature, and the others with everything that speaks against them. Excluded rooms
 * are in neither. A room is fitting before its rules and busy times are known, which `findOffers` looks at.
 */
export function matchRooms(
  rooms: readonly Room[],
  wish: Wish,
): { fitting: Room[]; others: { room: Room; missing: Mismatch[] }[] } {
  const candidates = rooms.filter((room) => !wish.excludeRoomIds?.includes(room.id));
  const meant = wish.roomName === undefined ? undefined : new Set(namedRooms(rooms, wish));
  const judged = candidates.map((room) => {
    const missing = CHECKS.map((check) => check(room, wish)).filter((mismatch) => mismatch !== undefined);
    if (meant && !meant.has(room)) missing.push({ code: "name" });
    return { room, missing };
  });
  return {
    fitting: judged.filter(({ missing }) => missing.length === 0).map(({ room }) => room),
    others: judged.filter(({ missing }) => missing.length > 0),
  };
}
