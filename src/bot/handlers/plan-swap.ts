import { byName } from "../../availability/name-match.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Booking } from "../../booking/bookings.ts";
import type { Command } from "../../command/command.ts";
import { findRooms } from "../../search/find-rooms.ts";
import { roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { Decision } from "./decision.ts";
import { offeredRoom } from "./offering.ts";

/**
 * Another room for a booking, at the same time: the very room that is named, where it is free and nothing is left
 * open (of a booking with several rooms, which of them goes); else what there is, to choose from.
 */
export async function planSwap(turn: Turn, command: Command, booking: Booking): Promise<Decision> {
  const { words, language, desk, person } = turn;
  const wish = await wishedInstead(turn, command, booking);
  if (wish.roomName === undefined) return { kind: "rooms-for", booking, wish };
  if (byName(booking.rooms, wish.roomName).length > 0) {
    const title = words.sameRoom(roomsOf(booking));
    return { kind: "say", card: simpleCard(language, title, { texts: [turn.range(booking)] }) };
  }
  const { offers } = await findRooms(desk.search, {
    wish,
    asker: person,
    limit: 2,
    nearMisses: false,
  });
  const [only, ...others] = offers;
  const isClear = others.length === 0 && booking.rooms.length === 1;
  if (!only || !isClear || only.approval) return { kind: "rooms-for", booking, wish };
  const { room, needsApproval } = offeredRoom(only, 1);
  return { kind: "swap", booking, room, needsApproval, mayReleaseFirst: false };
}

/** The wish of the command at the booking's time, bigger or smaller than what it has where that was said. */
async function wishedInstead({ desk, person }: Turn, command: Command, booking: Booking): Promise<Wish> {
  const { capacity, capacityMax, equipment = [], building, floor, room, change } = command;
  const listed = await desk.search.directory.rooms(person);
  const seats = listed
    .filter(({ id }) => booking.rooms.some((had) => had.id === id))
    .flatMap((had) => had.capacity ?? []);
  const asked = capacityMax ?? capacity;
  const bigger = change?.size === "bigger" && seats.length > 0 ? Math.max(...seats) + 1 : undefined;
  const smaller = change?.size === "smaller" && seats.length > 0 ? Math.min(...seats) - 1 : undefined;
  const minSeats = asked ?? bigger;
  return {
    when: { kind: "at", interval: { start: booking.start, end: booking.end } },
    equipment,
    excludeRoomIds: booking.rooms.map(({ id }) => id),
    ...(minSeats === undefined ? {} : { minSeats }),
    // The biggest of the smaller ones comes nearest.
    ...(smaller === undefined ? {} : { maxSeats: Math.max(1, smaller), prefers: "bigger" as const }),
    ...(building === undefined ? {} : { building }),
    ...(floor === undefined ? {} : { floor }),
    ...(room === undefined ? {} : { roomName: room }),
  };
}
