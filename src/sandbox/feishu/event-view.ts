import { DateTime } from "luxon";
import type { Occurrence } from "../series.ts";
import type { Meeting } from "../world.ts";
import { isNode } from "./card.ts";
import { type EventDetails, eventIdOf } from "./event-book.ts";
import { ALL_DAY_ZONE } from "./event-input.ts";
import { type Person, type UserIdType, userId } from "./people.ts";
import { showRecurrence } from "./recurrence-text.ts";
import { calendarIdOf, type Tenant, whoIs } from "./tenant.ts";

/** Who reads an event, and how people are named to them. */
export interface Viewer {
  readonly person: Person;
  readonly type: UserIdType;
}

/** An event in the vendor's fields, as somebody sees it on their own calendar. */
export function showEvent(tenant: Tenant, meeting: Meeting, details: EventDetails, viewer: Viewer): object {
  const {
    description = "",
    visibility = "default",
    attendee_ability = "none",
    free_busy_status = "busy",
    location = {},
    color = -1,
    reminders = [],
  } = fieldsFor(details, viewer.person);
  const organiser = whoIs(tenant, meeting.organiserKey);
  return {
    event_id: eventIdOf(meeting),
    organizer_calendar_id: calendarIdOf(tenant, organiser),
    summary: meeting.title,
    description,
    ...shownTimes(meeting, details.zone),
    vchat: videoMeeting(meeting, details),
    visibility,
    attendee_ability,
    free_busy_status,
    location,
    color,
    reminders,
    recurrence: meeting.recurrence ? showRecurrence(meeting.recurrence, tenant.ground.world.office.zone) : "",
    status: statusFor(meeting, viewer.person),
    is_exception: meeting.instanceOf !== undefined,
    recurring_event_id: meeting.instanceOf ? `${meeting.instanceOf.seriesId}_0` : "",
    create_time: String(Math.floor(meeting.createdMs / 1_000)),
    event_organizer: { user_id: userId(organiser, viewer.type), display_name: organiser.name },
    app_link: appLink(tenant, meeting, viewer.person),
  };
}

/** One time at which an event takes place. One of a series is named by the series and that time. */
export function showInstance(
  tenant: Tenant,
  one: Occurrence,
  details: EventDetails,
  viewer: Viewer,
): Readonly<Record<string, unknown>> {
  const { series } = one;
  const { recurrence, reminders, create_time, ...shown } = showEvent(tenant, one, details, viewer) as Record<
    string,
    unknown
  >;
  if (!series) return shown;
  return { ...shown, event_id: `${series.id}_${one.start / 1_000}`, recurring_event_id: `${series.id}_0` };
}

/** Fields of which each person may have their own value. */
const fieldsFor = ({ fields, own }: EventDetails, { key }: Person): EventDetails["fields"] => ({
  ...fields,
  ...own.get(key),
});

/** Who was asked and has not replied has it tentatively. */
function statusFor({ isCancelled, organiserKey, replies }: Meeting, { key }: Person): string {
  if (isCancelled) return "cancelled";
  return organiserKey === key || replies[key] !== undefined ? "confirmed" : "tentative";
}

/** A whole day's end is the last day itself. */
function shownTimes(meeting: Meeting, zone: string): { start_time: object; end_time: object } {
  if (!meeting.isAllDay) {
    const at = (epochMs: number): object => ({ timestamp: String(epochMs / 1_000), timezone: zone });
    return { start_time: at(meeting.start), end_time: at(meeting.end) };
  }
  const on = (epochMs: number): object => ({
    date: DateTime.fromMillis(epochMs, { zone: ALL_DAY_ZONE }).toISODate(),
    timezone: "UTC",
  });
  return { start_time: on(meeting.start), end_time: on(meeting.end - 1) };
}

function appLink(tenant: Tenant, meeting: Meeting, person: Person): string {
  const query = new URLSearchParams({
    calendarId: calendarIdOf(tenant, person),
    key: meeting.id,
    originalTime: "0",
    startTime: String(meeting.start / 1_000),
  });
  return `https://applink.feishu.cn/client/calendar/event/detail?${query}`;
}

/** The video meeting of an event: a link comes with the first attendee, unless none is wanted. */
function videoMeeting(meeting: Meeting, { fields, attendees }: EventDetails): object {
  const vchat = isNode(fields.vchat) ? fields.vchat : {};
  const type = vchat.vc_type ?? "vc";
  if (type !== "vc" || attendees.length === 0) return vchat;
  const number = String(Number.parseInt(meeting.id.slice(0, 8), 16) % 1_000_000_000).padStart(9, "0");
  return { ...vchat, vc_type: "vc", meeting_url: `https://vc.feishu.cn/j/${number}` };
}
