import type { Interval } from "../core/interval.ts";
import type { CalendarEvent, Person } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import type { BookingTools } from "./recipe.ts";

/** Which event of the organiser takes the room. */
export type Target =
  | { readonly kind: "event"; readonly event: CalendarEvent }
  | { readonly kind: "new" }
  /** Only the organiser can say: several fit, one has another end, or it is not known whether one has a room already. */
  | { readonly kind: "ask"; readonly events: readonly CalendarEvent[] };

/** How many events a question lists: more would not be read. */
const MOST_ASKED = 4;

/**
 * Finds the event that the organiser wants a room for: one that the organiser runs, timed, confirmed, not recurring,
 * with the same start and end and no room. A missing list of rooms is unknown, not none. Where the person's calendar
 * is not shown, only the events that the bot made for the person can be meant.
 */
export async function findTarget(
  { calendar, records }: Pick<BookingTools, "calendar" | "records">,
  organiser: Person,
  interval: Interval,
): Promise<Target> {
  const shown = await calendar.eventsOf?.(organiser, interval);
  const candidates = (shown ?? (await madeByUs({ calendar, records }, organiser, interval))).filter(
    (event) =>
      event.isOrganiser &&
      !event.isAllDay &&
      !event.isRecurring &&
      !event.isCancelled &&
      event.start === interval.start,
  );
  const looked = await Promise.all(candidates.map((event) => withRooms(calendar, event, organiser)));
  const events = looked.filter(
    (event) => event.rooms === undefined || event.rooms.every((room) => room.response === "declined"),
  );
  const [only, ...more] = events;
  if (!only) return { kind: "new" };
  if (more.length === 0 && only.end === interval.end && only.rooms) return { kind: "event", event: only };
  return { kind: "ask", events: events.slice(0, MOST_ASKED) };
}

async function madeByUs(
  { calendar, records }: Pick<BookingTools, "calendar" | "records">,
  organiser: Person,
  { start }: Interval,
): Promise<CalendarEvent[]> {
  const then = (await records.of(organiser.id)).filter((record) => record.start === start && !record.series);
  const events = await Promise.all(then.map(({ eventId }) => calendar.read(eventId, organiser)));
  return events.flatMap((event) => event ?? []);
}

/** A list that leaves the rooms out says nothing of them; the event itself may. */
async function withRooms(
  calendar: Calendar,
  event: CalendarEvent,
  organiser: Person,
): Promise<CalendarEvent> {
  if (event.rooms) return event;
  const read = await calendar.read(event.id, organiser).catch(() => undefined);
  return read ?? event;
}
