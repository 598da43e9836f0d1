import type { Clock } from "../core/clock.ts";
import { isPlatformError } from "../core/errors.ts";
import type { EventId, Person, RoomId, RoomResponse } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";

/**
 * When to look whether a room has answered. Rooms answer after "a few seconds": three looks cover nearly all, and
 * nobody is told anything before the answer is there.
 */
const LOOKS_AFTER_MS = [1_000, 1_300, 2_000, 3_000, 5_000, 8_000, 10_000];
/** Looks that fail take their time too. */
const PATIENCE_MS = 30_000;

/** What a look at the event said of the room: `gone` is an event or a room that is not there. */
export type RoomState = RoomResponse | "gone";

/** Looks once. Throws the platform's error. */
export async function lookAtRoom(
  calendar: Calendar,
  at: { eventId: EventId; roomId: RoomId; organiser: Person },
): Promise<RoomState | "unknown"> {
  const event = await calendar.read(at.eventId, at.organiser);
  if (!event) return "gone";
  if (!event.rooms) return "unknown";
  return event.rooms.find((room) => room.roomId === at.roomId)?.response ?? "gone";
}

/** Looks until the room has answered; `pending` when it has not within half a minute. */
export async function awaitRoom(
  calendar: Calendar,
  clock: Clock,
  at: { eventId: EventId; roomId: RoomId; organiser: Person },
): Promise<RoomState> {
  const givesUpAt = clock.now() + PATIENCE_MS;
  for (const delayMs of LOOKS_AFTER_MS) {
    if (clock.now() > givesUpAt) break;
    await clock.sleep(delayMs);
    try {
      const state = await lookAtRoom(calendar, at);
      if (state !== "pending" && state !== "unknown") return state;
    } catch (error) {
      // A look that fails says nothing about the room; only a platform that says no for good ends it.
      if (!isPlatformError(error) || error.kind === "refused" || error.kind === "unauthorised") throw error;
    }
  }
  return "pending";
}
