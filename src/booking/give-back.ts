import type { Person } from "../core/model.ts";
import type { Booking, BookingPlace } from "./bookings.ts";
import { insist } from "./insist.ts";

export { BOOKINGS_AHEAD_MS, type Booking, type BookingPlace, bookingsOf } from "./bookings.ts";

/** Gives the rooms of a booking back, and removes the event where the bot made it. Safe to be repeated. */
export async function giveBack(
  place: BookingPlace,
  person: Person,
  booking: Booking,
): Promise<"removed" | "released"> {
  const { calendar, clock } = place;
  const { eventId, ownsEvent, rooms } = booking;
  if (ownsEvent) await insist(clock, () => calendar.remove(eventId, person));
  else for (const { id } of rooms) await insist(clock, () => calendar.removeRoom(eventId, id, person));
  await place.records.remove(person.id, booking.eventId);
  return booking.ownsEvent ? "removed" : "released";
}
