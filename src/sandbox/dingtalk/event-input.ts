import { occurrencesOf } from "../../time/recurrence.ts";
import { localDateOf } from "../../time/zone.ts";
import type { Occurrence } from "../series.ts";
import type { Meeting } from "../world.ts";
import type { Calendar } from "./calendar.ts";
import { invalidParameter } from "./errors.ts";
import { type EventExtra, extraOf } from "./event-view.ts";
import { type EventSeries, readRecurrence } from "./recurrence.ts";
import { asList, asRecord, asText, type Call } from "./request.ts";
import type { Plan } from "./room-claims.ts";
import type { Switches } from "./switches.ts";
import { readTimes } from "./times.ts";

const MAX_SUMMARY = 2_048;
const MAX_DESCRIPTION = 5_000;
export const MAX_ATTENDEES = 500;

type Body = Call["body"];
type EventFields = Pick<Meeting, "title" | "start" | "end" | "isAllDay" | "attendeeKeys" | "recurrence">;

/** What a body makes of an event, for the office and beyond what the office knows. */
export interface EventInput<Fields> {
  readonly fields: Fields;
  readonly extra: EventExtra;
}

/** An event to be made. */
export function readDraft(body: Body, calendar: Calendar, switches: Switches): EventInput<EventFields> {
  if (Object.keys(body).length === 0) throw invalidParameter("Event must be provided.");
  const { zone } = calendar.ids.world.office;
  const title = readSummary(body.summary);
  const { timeZone, ...times } = readTimes(body.start, body.end, body.isAllDay === true, zone);
  const attendees = readAttendees(body.attendees, calendar);
  const series = readSeries(body, times, zone, switches);
  return {
    fields: {
      title,
      ...times,
      attendeeKeys: attendees.map((one) => one.key),
      ...(series ? { recurrence: series.recurrence } : {}),
    },
    extra: { ...readExtra(body, attendees, series), timeZone },
  };
}

/** Changes to an event: what the body does not name stays. */
export function readPatch(
  body: Body,
  event: Occurrence,
  calendar: Calendar,
  switches: Switches,
): EventInput<Partial<EventFields>> {
  const { zone } = calendar.ids.world.office;
  const isTimed = body.start !== undefined || body.end !== undefined || body.isAllDay !== undefined;
  const isAllDay = body.isAllDay === undefined ? event.isAllDay : body.isAllDay === true;
  const { timeZone, ...times } = isTimed
    ? readTimes(body.start, body.end, isAllDay, zone)
    : { start: event.start, end: event.end, isAllDay, timeZone: undefined };
  if (body.recurrence !== undefined && (event.series ?? event.instanceOf))
    throw invalidParameter("Recurrence cannot be set on an instance");
  const series = readSeries(body, times, zone, switches);
  if (!series && event.recurrence) checkFirst({ ...times, recurrence: event.recurrence }, zone);
  const attendees = body.attendees === undefined ? undefined : readAttendees(body.attendees, calendar);
  return {
    fields: {
      ...(body.summary === undefined ? {} : { title: readSummary(body.summary) }),
      ...(isTimed ? times : {}),
      ...(attendees ? { attendeeKeys: attendees.map((one) => one.key) } : {}),
      ...(series ? { recurrence: series.recurrence } : {}),
    },
    extra: {
      ...extraOf(event),
      ...readExtra(body, attendees, series),
      ...(timeZone === undefined ? {} : { timeZone }),
    },
  };
}

function readSeries(
  { recurrence }: Body,
  times: Plan,
  zone: string,
  switches: Switches,
): EventSeries | undefined {
  if (recurrence === undefined) return undefined;
  const series = readRecurrence(recurrence, zone, switches);
  checkFirst({ ...times, recurrence: series.recurrence }, zone);
  return series;
}

/** What becomes of a start that is none of its own series is not documented; nobody should rely on it. */
function checkFirst({ start, end, recurrence }: Plan, zone: string): void {
  if (!recurrence) return;
  const untilLocalDate = localDateOf(start, zone);
  if (occurrencesOf({ first: { start, end }, rule: recurrence.rule, untilLocalDate }, zone).length === 0)
    throw invalidParameter("Recurrence does not include the start of the event");
}

function readSummary(value: unknown): string {
  const summary = asText(value);
  if (!summary?.trim()) throw invalidParameter("Event summary cannot be blank");
  if (summary.length > MAX_SUMMARY) throw invalidParameter("Event summary is too long");
  return summary;
}

function readExtra(body: Body, attendees?: readonly Attendee[], series?: EventSeries): EventExtra {
  const description = asText(body.description);
  if (description && description.length > MAX_DESCRIPTION)
    throw invalidParameter("Event description is too long");
  const location = asText(asRecord(body.location).displayName);
  return {
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...(Array.isArray(body.reminders) ? { reminders: body.reminders.map(readReminder) } : {}),
    ...(attendees ? { optional: attendees.filter((one) => one.isOptional).map((one) => one.key) } : {}),
    ...(series ? { recurrence: series.shown } : {}),
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
