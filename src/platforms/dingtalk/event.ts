import { z } from "zod";
import type { Interval } from "../../core/interval.ts";
import type { CalendarEvent, EventDraft, RoomResponse } from "../../core/model.ts";
import { idText, maybe, rowsOf } from "./json.ts";
import { recurrenceOf } from "./recurrence.ts";
import { formatInstant, spanOf, vendorTime } from "./times.ts";

const eventRoom = z.object({
  roomId: z.string(),
  displayName: maybe(z.string()),
  responseStatus: maybe(z.string()),
});

/** An event as create, get and view answer it; what is not used is not looked at. */
export const vendorEvent = z.object({
  id: z.string().min(1),
  summary: maybe(z.string()),
  status: maybe(z.string()),
  start: maybe(vendorTime),
  end: maybe(vendorTime),
  isAllDay: maybe(z.boolean()),
  /** Empty where the event is a single one. */
  recurrence: maybe(z.object({ pattern: z.unknown().optional() })),
  /** Empty, too, where the event is a single one. */
  seriesMasterId: maybe(z.string()).transform((id) => id || undefined),
  organizer: maybe(z.object({ id: maybe(z.string()), self: maybe(z.boolean()) })),
  meetingRooms: maybe(z.array(eventRoom)),
});
export type VendorEvent = z.output<typeof vendorEvent>;

export const eventPage = z.object({
  events: rowsOf(vendorEvent),
  nextToken: maybe(idText),
});

/** `tentative` is a room that waits for an approval. */
const RESPONSES: Readonly<Record<string, RoomResponse>> = {
  accepted: "accepted",
  tentative: "approval",
  declined: "declined",
};

/** The event as its person (`unionId`) sees it; `undefined` where its times cannot be read. */
export function toEvent(event: VendorEvent, unionId: string, zone: string): CalendarEvent | undefined {
  const span = event.start && event.end && spanOf(event.start, event.end, zone);
  if (!span) return undefined;
  const { meetingRooms } = event;
  const isMaster = Boolean(event.recurrence?.pattern);
  const seriesId = event.seriesMasterId ?? (isMaster ? event.id : undefined);
  return {
    ...span,
    id: event.id,
    title: event.summary ?? "",
    isOrganiser: event.organizer?.self === true || event.organizer?.id === unionId,
    isAllDay: event.isAllDay === true || event.start?.dateTime === undefined,
    isRecurring: seriesId !== undefined,
    ...(seriesId !== undefined && { seriesId }),
    isCancelled: event.status === "cancelled",
    // Answers leave the field out now and then although there is a room, so its absence says nothing.
    ...(meetingRooms && {
      rooms: meetingRooms.map(({ roomId, displayName, responseStatus }) => ({
        roomId,
        name: displayName ?? "",
        response: RESPONSES[responseStatus ?? ""] ?? "pending",
      })),
    }),
  };
}

/** An event's `start` and `end`, at times of day. */
export const timesOf = ({ start, end }: Interval, zone: string) => ({
  start: { dateTime: formatInstant(start, zone), timeZone: zone },
  end: { dateTime: formatInstant(end, zone), timeZone: zone },
});

/**
 * The body that makes an event. Nobody is told of it yet, neither by push nor in a chat: it may be taken back when
 * its room is refused. The flags are strings in this API.
 */
export function creationOf(draft: EventDraft) {
  const { title, recurrence, zone } = draft;
  return {
    summary: title,
    ...timesOf(draft, zone),
    isAllDay: false,
    ...(recurrence && { recurrence: recurrenceOf(recurrence, draft, zone) }),
    extra: { noPushNotification: "true", noChatNotification: "true" },
  };
}
