import { isPlatformError, PlatformError } from "../core/errors.ts";
import type { Person, RoomId } from "../core/model.ts";
import type { Booking } from "./bookings.ts";
import { insist } from "./insist.ts";
import type { BookingTools } from "./recipe.ts";
import { awaitRooms, lookAtRooms, type Spot } from "./room-answer.ts";

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
  const wasMoved = await moveBack(tools, booking, organiser);
  if (wasMoved === "gone") return { lost: booking.rooms.map(({ id }) => id) };
  return putRoomsBack(tools, booking, organiser, wasMoved ? "moved" : "new");
}

/** Whether it had to be moved. Read before each try, so that nothing is repeated blindly. */
async function moveBack(
  { calendar, clock }: BookingTools,
  { eventId, start, end }: Booking,
  organiser: Person,
): Promise<boolean | "gone"> {
  for (let tries = 0; ; tries += 1) {
    const event = await insist(clock, () => calendar.read(eventId, organiser));
    if (!event) return "gone";
    if (event.start === start && event.end === end) return tries > 0;
    if (tries === MOST_TRIES) throw new PlatformError("unknown", "the event could not be moved back");
    await calendar.reschedule(eventId, { start, end }, organiser).catch((error: unknown) => {
      if (!isPlatformError(error, "unknown", "unreachable")) throw error;
    });
  }
}

/** Has every room of the booking on its event again, where nobody else has taken it meanwhile. */
export async function putRoomsBack(
  tools: BookingTools,
  { eventId, rooms }: Booking,
  organiser: Person,
  how: "new" | "moved" = "new",
): Promise<Restored> {
  const lost: RoomId[] = [];
  for (const { id } of rooms) {
    if (!(await putBack(tools, { eventId, roomIds: [id], organiser }, id, how))) lost.push(id);
  }
  return { lost };
}

async function putBack(
  tools: BookingTools,
  spot: Spot,
  roomId: RoomId,
  how: "new" | "moved",
): Promise<boolean> {
  const { calendar, clock } = tools;
  const { eventId, organiser } = spot;
  for (let tries = 0; ; tries += 1) {
    const now = await insist(clock, () => lookAtRooms(calendar, spot));
    // A room that was just moved may show its old answer still.
    const isFresh =
      now === "pending" || now === "unknown" || (tries === 0 && how === "moved" && now !== "gone");
    const state = isFresh ? await awaitRooms(calendar, clock, spot, how) : now;
    if (state === "accepted" || state === "approval") return true;
    if (state === "pending") throw new PlatformError("unknown", "the room does not answer");
    if (tries === MOST_TRIES) return false;
    try {
      // What declined is in the way of a new claim.
      if (state === "declined") await calendar.removeRoom(eventId, roomId, organiser);
      if ((await calendar.addRoom(eventId, roomId, organiser)) === "declined") return false;
    } catch (error) {
      if (isPlatformError(error, "refused")) return false;
      if (!isPlatformError(error, "unknown", "unreachable")) throw error;
    }
  }
}
