import type { Colleague } from "../office.ts";
import type { Occurrence } from "../series.ts";
import type { Meeting, RoomAnswer } from "../world.ts";
import { eventIdOf, type Ids, instanceOf, seriesIdOf } from "./ids.ts";
import type { ShownRecurrence } from "./recurrence.ts";
import { shownTimes, utcIso } from "./times.ts";

/** What an event carries beyond what the office knows of it. Kept in the meeting's `extra.dingtalk`. */
export interface EventExtra {
  readonly description?: string;
  readonly timeZone?: string;
  readonly location?: string;
  readonly reminders?: readonly { readonly method: string; readonly minutes: string }[];
  readonly optional?: readonly string[];
  readonly recurrence?: ShownRecurrence;
}

export const extraOf = (meeting: Meeting): EventExtra =>
  (meeting.extra.dingtalk as EventExtra | undefined) ?? {};

/** `pending` is a room that the other vendor has asked; here it holds the room like one that is accepted. */
const ROOM_STATUS: Readonly<Record<RoomAnswer, string>> = {
  accepted: "accepted",
  pending: "accepted",
  tentative: "tentative",
  declined: "declined",
};

/** An event as it is answered to the person who made it. */
export function createdEvent(meeting: Occurrence, viewer: Colleague, ids: Ids): Record<string, unknown> {
  const { zone } = ids.world.office;
  const extra = extraOf(meeting);
  return {
    id: eventIdOf(meeting),
    summary: meeting.title,
    description: extra.description ?? "",
    ...shownTimes(meeting, zone, extra.timeZone ?? zone),
    isAllDay: meeting.isAllDay,
    ...(extra.recurrence === undefined ? {} : { recurrence: extra.recurrence }),
    attendees: attendeesOf(meeting, viewer, ids),
    organizer: {
      id: ids.unionIdOf(meeting.organiserKey),
      displayName: ids.colleague(meeting.organiserKey)?.name ?? "同事",
      responseStatus: "accepted",
      self: meeting.organiserKey === viewer.key,
    },
    ...(extra.location === undefined ? {} : { location: { displayName: extra.location } }),
    reminders: extra.reminders ?? [{ method: "dingtalk", minutes: "15" }],
    createTime: utcIso(meeting.createdMs),
    updateTime: utcIso(meeting.updatedMs),
  };
}

/** The same as get, list and view show it: with its status and rooms. */
export function shownEvent(
  meeting: Occurrence,
  viewer: Colleague,
  ids: Ids,
  maxAttendees = 100,
): Record<string, unknown> {
  const event = createdEvent(meeting, viewer, ids);
  const instance = instanceOf(meeting);
  const rooms = meeting.rooms.map(({ roomKey, answer }) => ({
    roomId: ids.world.room(roomKey).dingtalk.roomId,
    displayName: ids.world.room(roomKey).name,
    responseStatus: ROOM_STATUS[answer],
  }));
  return {
    ...event,
    attendees: (event.attendees as readonly unknown[]).slice(0, maxAttendees),
    status: meeting.isCancelled ? "cancelled" : "confirmed",
    ...(instance
      ? { seriesMasterId: seriesIdOf(meeting), originStart: { dateTime: utcIso(instance.originStart) } }
      : {}),
    location: { ...(event.location ?? {}), meetingRooms: rooms.map((room) => room.displayName) },
    meetingRooms: rooms,
  };
}

export const attendeesOf = (meeting: Meeting, viewer: Colleague, ids: Ids): Record<string, unknown>[] =>
  meeting.attendeeKeys.map((key) => attendee(key, meeting, viewer, ids));

const attendee = (key: string, meeting: Meeting, viewer: Colleague, ids: Ids) => ({
  id: ids.unionIdOf(key),
  displayName: ids.colleague(key)?.name ?? "同事",
  responseStatus: meeting.replies[key] ?? (meeting.madeOn === "client" ? "accepted" : "needsAction"),
  self: key === viewer.key,
  isOptional: extraOf(meeting).optional?.includes(key) ?? false,
});
