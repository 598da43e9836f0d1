import { DateTime } from "luxon";
import type { Clock } from "../../core/clock.ts";
import type { Meeting } from "../world.ts";
import { type Calendar, calendarOf, pageSize } from "./calendar.ts";
import { ApiError, invalidParameter, itemNotFound } from "./errors.ts";
import { moveRooms } from "./event-rooms.ts";
import { createdEvent, type EventExtra, extraOf, shownEvent } from "./event-view.ts";
import type { Idempotency } from "./idempotency.ts";
import { eventIdOf, type Ids } from "./ids.ts";
import { asList, asRecord, asText, type Call, type Handlers } from "./request.ts";
import { type EventTimes, readTimes } from "./times.ts";

/** "current user can not create events exceed 100 per day". */
const EVENTS_PER_DAY = 100;
const MAX_SUMMARY = 2_048;
const MAX_DESCRIPTION = 5_000;
const MAX_ATTENDEES = 500;

/** Events: make, change, remove, read one. */
export function eventHandlers(ids: Ids, clock: Clock, idempotency: Idempotency): Handlers {
  const { world } = ids;
  const { zone } = world.office;
  const made = new Map<string, number>();

  const create = (call: Call, calendar: Calendar) => {
    const draft = readDraft(call, calendar, zone);
    const today = `${calendar.owner.key} ${DateTime.fromMillis(clock.now(), { zone }).toISODate()}`;
    const count = made.get(today) ?? 0;
    if (count >= EVENTS_PER_DAY) {
      throw new ApiError(400, "flowLimit", "current user can not create events exceed 100 per day");
    }
    made.set(today, count + 1);
    const { title, attendeeKeys, extra, times } = draft;
    const { start, end, isAllDay } = times;
    return world.add({
      madeOn: "dingtalk",
      organiserKey: calendar.owner.key,
      title,
      start,
      end,
      isAllDay,
      attendeeKeys,
      extra: { dingtalk: extra },
    });
  };

  const update = (call: Call, calendar: Calendar) => {
    const { body } = call;
    const meeting = calendar.ownEvent(call);
    if (!asText(body.id)) throw invalidParameter("Event id summary cannot be blank");
    if (body.id !== eventIdOf(meeting)) throw invalidParameter("Event id invalid");
    const patch = readPatch(body, meeting, calendar, zone);
    if (patch.times) moveRooms(meeting, patch.times, calendar, clock.now());
    meeting.extra.dingtalk = patch.extra;
    world.change(meeting, patch.change);
    return meeting;
  };

  return {
    "calendar.events.create": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("create", call, () =>
        createdEvent(create(call, calendar), calendar.owner, ids),
      );
    },
    "calendar.events.update": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("update", call, () =>
        createdEvent(update(call, calendar), calendar.owner, ids),
      );
    },
    "calendar.events.delete": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = calendar.event(call);
      const { owner } = calendar;
      if (meeting.organiserKey === owner.key) world.cancel(meeting);
      else world.change(meeting, { attendeeKeys: meeting.attendeeKeys.filter((key) => key !== owner.key) });
      return undefined;
    },
    "calendar.events.get": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = ids.meeting(call.params.eventId ?? "");
      if (!meeting || !calendar.shows(meeting)) throw itemNotFound();
      if (meeting.isCancelled) throw new ApiError(404, "instanceNotExist", "The instance does not exist.");
      return shownEvent(meeting, calendar.owner, ids, pageSize(call.query.maxAttendees, MAX_ATTENDEES));
    },
  };
}

interface Draft {
  readonly title: string;
  readonly times: EventTimes;
  readonly attendeeKeys: string[];
  readonly extra: EventExtra;
}

function readDraft({ body }: Call, calendar: Calendar, zone: string): Draft {
  if (Object.keys(body).length === 0) throw invalidParameter("Event must be provided.");
  const times = readTimes(body.start, body.end, body.isAllDay === true, zone);
  const attendees = readAttendees(body.attendees, calendar);
  return {
    title: readSummary(body.summary),
    times,
    attendeeKeys: attendees.map((one) => one.key),
    extra: { ...readExtra(body, attendees), timeZone: times.timeZone },
  };
}

function readPatch(body: Call["body"], meeting: Meeting, calendar: Calendar, zone: string) {
  const isMoved = body.start !== undefined || body.end !== undefined || body.isAllDay !== undefined;
  const times = isMoved
    ? readTimes(
        body.start,
        body.end,
        body.isAllDay === undefined ? meeting.isAllDay : body.isAllDay === true,
        zone,
      )
    : undefined;
  const attendees = body.attendees === undefined ? undefined : readAttendees(body.attendees, calendar);
  return {
    times,
    extra: {
      ...extraOf(meeting),
      ...readExtra(body, attendees),
      ...(times ? { timeZone: times.timeZone } : {}),
    },
    change: {
      ...(body.summary === undefined ? {} : { title: readSummary(body.summary) }),
      ...(times ? { start: times.start, end: times.end, isAllDay: times.isAllDay } : {}),
      ...(attendees ? { attendeeKeys: attendees.map((one) => one.key) } : {}),
    },
  };
}

function readSummary(value: unknown): string {
  const summary = asText(value);
  if (!summary?.trim()) throw invalidParameter("Event summary cannot be blank");
  if (summary.length > MAX_SUMMARY) throw invalidParameter("Event summary is too long");
  return summary;
}

function readExtra(body: Call["body"], attendees?: readonly Attendee[]): EventExtra {
  if (body.recurrence !== undefined) throw invalidParameter("The sandbox does not imitate recurrence.");
  const description = asText(body.description);
  if (description && description.length > MAX_DESCRIPTION)
    throw invalidParameter("Event description is too long");
  const location = asText(asRecord(body.location).displayName);
  return {
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...(Array.isArray(body.reminders) ? { reminders: body.reminders.map(readReminder) } : {}),
    ...(attendees ? { optional: attendees.filter((one) => one.isOptional).map((one) => one.key) } : {}),
  };
}

const readReminder = (value: unknown) => {
  const { method = "dingtalk", minutes } = asRecord(value);
  return { method: String(method), minutes: String(minutes) };
};

interface Attendee {
  readonly key: string;
  readonly isOptional: boolean;
}

/** Attendees by unionId; the organiser may stand among them and is not counted twice. */
export function readAttendees(value: unknown, calendar: Calendar): Attendee[] {
  const listed = asList(value).map(asRecord);
  if (listed.length > MAX_ATTENDEES) throw invalidParameter("attendees size too large. Maximum allowed:500");
  return listed
    .map(({ id, isOptional }) => {
      const member = calendar.ids.member(asText(id) ?? "");
      if (!member) throw invalidParameter("attendee id invalid");
      return { key: member.key, isOptional: isOptional === true };
    })
    .filter((one) => one.key !== calendar.owner.key);
}
