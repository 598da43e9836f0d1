import type { Interval } from "../core/interval.ts";
import type { CalendarEvent, Person } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";

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
 * with the same start and end and no room. A missing list of rooms is unknown, not none.
 */
export async function findTarget(calendar: Calendar, organiser: Person, interval: Interval): Promise<Target> {
  if (!calendar.eventsOf) return { kind: "new" };
  const candidates = (await calendar.eventsOf(organiser, interval)).filter(
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
