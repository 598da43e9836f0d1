import type { Clock } from "../core/clock.ts";
import { isPlatformError, NOT_LINKED } from "../core/errors.ts";
import type { CalendarEvent, EventId, Person, Recurrence, RoomId } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import { occurrencesOf } from "../time/recurrence.ts";
import { afterDay, type BookingRecord, type BookingRecords, overAt } from "./records.ts";

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
  /** A series: `eventId` is all of it, and the times are those of its next meeting. */
  readonly isSeries?: true;
  /** How the series repeats, where the bot made it. */
  readonly recurrence?: Recurrence;
}

/** Epoch ms at which nothing of the booking is ahead any more; of a series that is not ours it is not known sooner. */
export const lastEndOf = ({ end, isSeries, recurrence }: Booking): number =>
  recurrence ? afterDay(recurrence.untilLocalDate) : isSeries ? end + BOOKINGS_AHEAD_MS : end;

/** How far ahead bookings are looked for: as far as the vendors' free/busy reaches. */
export const BOOKINGS_AHEAD_MS = 90 * 24 * 60 * 60_000;

/** Where bookings are read from and given back to. */
export interface BookingPlace {
  readonly calendar: Calendar;
  readonly records: BookingRecords;
  readonly clock: Clock;
}

/**
 * The person's coming bookings in order of start, a series as one. Where the platform shows people's calendars these
 * are all events with a room; elsewhere those that the bot made, each read back so that one removed in the client is
 * not shown.
 */
export async function bookingsOf(place: BookingPlace, person: Person, now: number): Promise<Booking[]> {
  const records = (await place.records.of(person.id)).filter((record) => overAt(record) > now);
  const recordOf = new Map(records.map((record) => [record.eventId, record]));
  const shown = (await place.calendar.eventsOf?.(person, { start: now, end: now + BOOKINGS_AHEAD_MS })) ?? [];
  const isClear = (eventId: EventId) => shown.some((event) => wholeOf(event) === eventId && tellsAll(event));
  const read = await Promise.all(
    records.filter((record) => !isClear(record.eventId)).map((record) => readRecord(place, person, record)),
  );
  const events = [
    ...shown.filter((event) => tellsAll(event) || !recordOf.has(wholeOf(event))),
    ...read.flatMap((event) => event ?? []),
  ];
  return nextOfEach(events.flatMap((event) => nextMeeting(event, recordOf.get(wholeOf(event)), now)))
    .filter((event) => !event.isCancelled && event.end > now)
    .map((event) => toBooking(event, recordOf.get(wholeOf(event))))
    .filter((booking) => booking.rooms.length > 0);
}

/** Whether a list shows all of an event of the person's own; what the bot made for them may be on its calendar, not theirs. */
const tellsAll = ({ rooms, isOrganiser }: CalendarEvent): boolean => rooms !== undefined && isOrganiser;

/** The event that is changed or removed as a whole. */
const wholeOf = ({ id, seriesId }: CalendarEvent): EventId => seriesId ?? id;

/** In order of start; of each series the first alone. */
function nextOfEach(events: readonly CalendarEvent[]): CalendarEvent[] {
  const inOrder = events.toSorted((a, b) => a.start - b.start || a.id.localeCompare(b.id));
  const seen = new Set<EventId>();
  return inOrder.filter((event) => !seen.has(wholeOf(event)) && seen.add(wholeOf(event)));
}

/** A series of ours that was read as a whole stands at its first meeting, which may be over. */
function nextMeeting(event: CalendarEvent, record: BookingRecord | undefined, now: number): CalendarEvent[] {
  if (!record?.series || event.end > now) return [event];
  const { start, end, series } = record;
  const next = occurrencesOf({ ...series, first: { start, end } }, series.zone).find((one) => one.end > now);
  return next ? [{ ...event, ...next }] : [];
}

function toBooking(event: CalendarEvent, record: BookingRecord | undefined): Booking {
  const { title, start, end, isOrganiser, isRecurring, seriesId, rooms = [] } = event;
  const isSeries = isRecurring || seriesId !== undefined || record?.series !== undefined;
  return {
    eventId: wholeOf(event),
    title,
    start,
    end,
    rooms: rooms
      .filter((room) => room.response !== "declined")
      .map((room) => ({ id: room.roomId, name: room.name, isTentative: room.response !== "accepted" })),
    ownsEvent: record?.ownsEvent === true,
    isOrganiser,
    ...(isSeries ? { isSeries } : {}),
    ...(record?.series ? { recurrence: recurrenceOf(record.series) } : {}),
  };
}

const recurrenceOf = ({ rule, untilLocalDate }: Recurrence): Recurrence => ({ rule, untilLocalDate });

/**
 * A booking of ours that a list of events does not show, or shows without its rooms: lists lag behind, and a missing
 * field is unknown, not none. The event itself is asked; where even that does not tell, our own record stands.
 */
async function readRecord(
  { calendar }: BookingPlace,
  person: Person,
  { eventId, roomId, roomName }: BookingRecord,
): Promise<CalendarEvent | undefined> {
  const event = await calendar.read(eventId, person).catch((error: unknown) => {
    // On a calendar that the person has not linked any more: not ours to change.
    if (isPlatformError(error) && error.code === NOT_LINKED) return undefined;
    throw error;
  });
  if (!event || event.rooms) return event;
  return { ...event, rooms: [{ roomId, name: roomName, response: "accepted" }] };
}
