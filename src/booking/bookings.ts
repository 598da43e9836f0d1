import type { Clock } from "../core/clock.ts";
import type { CalendarEvent, EventId, Person, RoomId } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import type { BookingRecord, BookingRecords } from "./records.ts";

/** A coming booking of a person: an event of theirs with a room on it. */
export interface Booking {
  readonly eventId: EventId;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly rooms: readonly { readonly id: RoomId; readonly name: string; readonly isTentative: boolean }[];
  /** Whether the bot made the event, so that giving the room back removes it. */
  readonly ownsEvent: boolean;
  /** Whether the person may change it: somebody else's event is only shown. */
  readonly isOrganiser: boolean;
}

/** How far ahead bookings are looked for: as far as the vendors' free/busy reaches. */
export const BOOKINGS_AHEAD_MS = 90 * 24 * 60 * 60_000;

/** Where bookings are read from and given back to. */
export interface BookingPlace {
  readonly calendar: Calendar;
  readonly records: BookingRecords;
  readonly clock: Clock;
}

/**
 * The person's coming bookings in order of start. Where the platform shows people's calendars these are all events
 * with a room; elsewhere those that the bot made, each read back so that one removed in the client is not shown.
 */
export async function bookingsOf(place: BookingPlace, person: Person, now: number): Promise<Booking[]> {
  const records = (await place.records.of(person.id)).filter((record) => record.end > now);
  const owned = new Set(records.filter((record) => record.ownsEvent).map((record) => record.eventId));
  const shown = (await place.calendar.eventsOf?.(person, { start: now, end: now + BOOKINGS_AHEAD_MS })) ?? [];
  const isClear = (eventId: EventId) =>
    shown.some((event) => event.id === eventId && event.rooms !== undefined);
  const read = await Promise.all(
    records.filter((record) => !isClear(record.eventId)).map((record) => readRecord(place, person, record)),
  );
  const known = new Set(records.map((record) => record.eventId));
  const events = [...shown.filter((event) => event.rooms !== undefined || !known.has(event.id)), ...read];
  return events
    .flatMap((event) => (event && !event.isCancelled && event.end > now ? [event] : []))
    .map((event) => ({
      eventId: event.id,
      title: event.title,
      start: event.start,
      end: event.end,
      rooms: (event.rooms ?? [])
        .filter((room) => room.response !== "declined")
        .map((room) => ({ id: room.roomId, name: room.name, isTentative: room.response !== "accepted" })),
      ownsEvent: owned.has(event.id),
      isOrganiser: event.isOrganiser,
    }))
    .filter((booking) => booking.rooms.length > 0)
    .sort((a, b) => a.start - b.start || a.eventId.localeCompare(b.eventId));
}

/**
 * A booking of ours that a list of events does not show, or shows without its rooms: lists lag behind, and a missing
 * field is unknown, not none. The event itself is asked; where even that does not tell, our own record stands.
 */
async function readRecord(
  { calendar }: BookingPlace,
  person: Person,
  { eventId, roomId, roomName }: BookingRecord,
): Promise<CalendarEvent | undefined> {
  const event = await calendar.read(eventId, person);
  if (!event || event.rooms) return event;
  return { ...event, rooms: [{ roomId, name: roomName, response: "accepted" }] };
}
