import { isPlatformError, PlatformError } from "../core/errors.ts";
import type { Person, RoomId } from "../core/model.ts";
import type { Booking } from "./bookings.ts";
import { insist } from "./insist.ts";
import type { BookingTools } from "./recipe.ts";
import { awaitRooms, lookAtRooms, SETTLES_AFTER_MS } from "./room-answer.ts";

const MOST_TRIES = 3;

/** What restoring found: the rooms that could not be had back, by id. */
export interface Restored {
  readonly lost: readonly RoomId[];
}

/**
 * Puts the event of a booking back to the time it had, and the rooms that fell off back onto it. Throws where it is
 * not known how things stand: then it is to be tried again.
 */
export async function restore(tools: BookingTools, booking: Booking, organiser: Person): Promise<Restored> {
  const isThere = await moveBack(tools, booking, organiser);
  return isThere ? putRoomsBack(tools, booking, organiser) : { lost: booking.rooms.map(({ id }) => id) };
}

/** Whether the event is still there. Read before each try, so that nothing is repeated blindly. */
async function moveBack(
  { calendar, clock }: BookingTools,
  { eventId, start, end }: Booking,
  organiser: Person,
): Promise<boolean> {
  for (let tries = 0; ; tries += 1) {
    const event = await insist(clock, () => calendar.read(eventId, organiser));
    if (!event) return false;
    if (event.start === start && event.end === end) return true;
    if (tries === MOST_TRIES) throw new PlatformError("unknown", "the event could not be moved back");
    await calendar.reschedule(eventId, { start, end }, organiser).catch((error: unknown) => {
      if (!isPlatformError(error, "unknown", "unreachable")) throw error;
      return clock.sleep(SETTLES_AFTER_MS);
    });
  }
}

/** Has every room of the booking on its event again, where nobody else has taken it meanwhile. */
export async function putRoomsBack(
  tools: BookingTools,
  booking: Booking,
  organiser: Person,
): Promise<Restored> {
  const lost: RoomId[] = [];
  for (const room of booking.rooms) {
    if (!(await putBack(tools, booking, organiser, room))) lost.push(room.id);
  }
  return { lost };
}

/** Whether the room is on its event again. Read before each try, so that nothing is repeated blindly. */
async function putBack(
  { calendar, clock }: BookingTools,
  { eventId, title }: Booking,
  organiser: Person,
  { id: roomId, isTentative }: Booking["rooms"][number],
): Promise<boolean> {
  const spot = { eventId, roomIds: [roomId], organiser };
  let hasAnswered = false;
  for (let tries = 0; ; tries += 1) {
    const now = await insist(clock, () => lookAtRooms(calendar, spot));
    const isOpen = now === "pending" || now === "unknown";
    const state = isOpen ? await awaitRooms(calendar, clock, spot) : now;
    if (state === "accepted" || state === "approval") return true;
    // It waited for an approver before; where that looks like no answer, it does so again.
    if (state === "pending" && isTentative) return true;
    if (state === "pending" || tries === MOST_TRIES)
      throw new PlatformError("unknown", "it is not known whether the room could be put back");
    if (hasAnswered) return false;
    try {
      // What declined is in the way of a new claim.
      if (state === "declined") await calendar.removeRoom(eventId, roomId, organiser);
      if ((await calendar.addRoom(eventId, roomId, organiser, { reason: title })) === "declined")
        return false;
      hasAnswered = true;
    } catch (error) {
      // The other room is in the way still: it is being taken off.
      if (isPlatformError(error, "refused") && error.rule === undefined) return false;
      if (!isPlatformError(error, "unknown", "unreachable")) throw error;
    }
  }
}
