import { DateTime } from "luxon";
import { z } from "zod";
import type { CalendarEvent, PersonId } from "../../core/model.ts";
import { type Attendee, attendee, isAmong, roomsAmong } from "./attendees.ts";
import { listOf, maybe } from "./client.ts";

/** An instant in seconds, or for an event of whole days a date. */
const time = z.object({ timestamp: maybe(z.string()), date: maybe(z.string()) });

/** An event as `GET /calendar/v4/calendars/:id/events/:id` tells it. */
export const vendorEvent = z.object({
  event_id: z.string().min(1),
  summary: maybe(z.string()),
  start_time: time,
  end_time: time,
  status: maybe(z.string()),
  recurrence: maybe(z.string()),
  recurring_event_id: maybe(z.string()),
  event_organizer: maybe(z.object({ user_id: maybe(z.string()) })),
  organizer_calendar_id: maybe(z.string()),
  /** Only where several events are told at once, and perhaps not all of them. */
  attendees: listOf(attendee),
});
export type VendorEvent = z.infer<typeof vendorEvent>;

/**
 * The event for a person. One of the bot's (`bot`) it organises for the person: who is on it may do with it through
 * the bot what an organiser may.
 */
export function eventOf(
  event: VendorEvent,
  attendees: readonly Attendee[],
  { personId, whose }: { readonly personId: PersonId; readonly whose: "bot" | "own" },
  zone: string,
): CalendarEvent {
  const seriesId = event.recurring_event_id || (event.recurrence && event.event_id) || undefined;
  return {
    id: event.event_id,
    title: event.summary ?? "",
    start: instant(event.start_time, zone),
    end: instant(event.end_time, zone),
    isOrganiser: whose === "bot" ? isAmong(attendees, personId) : event.event_organizer?.user_id === personId,
    isAllDay: Boolean(event.start_time.date),
    isRecurring: seriesId !== undefined,
    ...(seriesId !== undefined && { seriesId }),
    isCancelled: event.status === "cancelled",
    rooms: roomsAmong(attendees),
  };
}

function instant({ timestamp, date }: z.infer<typeof time>, zone: string): number {
  return timestamp ? Number(timestamp) * 1000 : DateTime.fromISO(date ?? "", { zone }).toMillis();
}
