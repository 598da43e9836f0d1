import { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import type { Meeting } from "../world.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import { asText, isRecord } from "./request.ts";

const WITH_MILLIS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/;
const WITH_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * Epoch ms of a query's timestamp. The vendor's own samples disagree about what is accepted; seen refused are those
 * without seconds or milliseconds, so `strict` wants both.
 */
export function instantOf(value: unknown, name: string, strict: "millis" | "seconds"): number {
  const pattern = strict === "millis" ? WITH_MILLIS : WITH_SECONDS;
  const ms = typeof value === "string" && pattern.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new ApiError(
      400,
      "InvalidParameter.ParsedISO8601TimestampError",
      `Specified parameter ${name} is not valid.`,
    );
  }
  return ms;
}

export interface EventTimes extends Interval {
  readonly isAllDay: boolean;
  readonly timeZone: string;
}

/**
 * Reads an event's `start` and `end`: both `{ dateTime, timeZone }` in one zone, or both `{ date }` with the end on
 * the day after the last. Whole days begin at midnight in the office's zone.
 */
export function readTimes(start: unknown, end: unknown, isAllDay: boolean, officeZone: string): EventTimes {
  if (!isRecord(start)) throw invalidParameter("Event start time not set.");
  if (!isRecord(end)) throw invalidParameter("Event end time not set.");
  const times = isAllDay ? wholeDays(start, end, officeZone) : timed(start, end);
  if (times.end <= times.start) throw invalidParameter("Event end time must be after start time.");
  return times;
}

function wholeDays(start: Record<string, unknown>, end: Record<string, unknown>, zone: string): EventTimes {
  const midnight = (value: unknown, message: string): number => {
    const day = typeof value === "string" && DATE.test(value) ? DateTime.fromISO(value, { zone }) : undefined;
    if (!day?.isValid) throw invalidParameter(message);
    return day.toMillis();
  };
  if (start.dateTime || end.dateTime) throw invalidParameter("All day event must be set by date.");
  return {
    start: midnight(start.date, "Event start time not set."),
    end: midnight(end.date, "Event end time not set."),
    isAllDay: true,
    timeZone: "UTC",
  };
}

function timed(start: Record<string, unknown>, end: Record<string, unknown>): EventTimes {
  if (!asText(start.dateTime)) throw invalidParameter("Event start time not set.");
  if (!asText(end.dateTime)) throw invalidParameter("Event end time not set.");
  if (start.date || end.date) throw invalidParameter("Event date must be empty when it is not all day.");
  const timeZone = asText(start.timeZone);
  if (!timeZone || !DateTime.local({ zone: timeZone }).isValid)
    throw invalidParameter("Event timeZone invalid.");
  if (end.timeZone !== timeZone) throw invalidParameter("Event start and end timeZone must be the same.");
  return {
    start: instantOf(start.dateTime, "start.dateTime", "seconds"),
    end: instantOf(end.dateTime, "end.dateTime", "seconds"),
    isAllDay: false,
    timeZone,
  };
}

const iso = (ms: number, zone: string): string =>
  DateTime.fromMillis(ms, { zone }).toISO({ suppressMilliseconds: true }) ?? "";
const dateIn = (ms: number, zone: string): string => DateTime.fromMillis(ms, { zone }).toISODate() ?? "";

/** `2026-03-10T01:00:00Z`, as in `createTime`. */
export const utcIso = (ms: number): string => iso(ms, "utc");

/** An event's `start` and `end` as events show them. */
export function shownTimes(
  meeting: Meeting,
  officeZone: string,
  timeZone: string,
): Record<"start" | "end", unknown> {
  const at = (ms: number) =>
    meeting.isAllDay ? { date: dateIn(ms, officeZone) } : { dateTime: iso(ms, timeZone), timeZone };
  return { start: at(meeting.start), end: at(meeting.end) };
}

/** The same as a room's schedule shows them: "for all-day events, the time zone is fixed to UTC". */
export function scheduledTimes(meeting: Meeting, officeZone: string): Record<"start" | "end", unknown> {
  const at = (ms: number) =>
    meeting.isAllDay
      ? { dateTime: `${dateIn(ms, officeZone)}T00:00:00Z`, timeZone: "UTC" }
      : { dateTime: iso(ms, officeZone), timeZone: officeZone };
  return { start: at(meeting.start), end: at(meeting.end) };
}

/** The same as a person's schedule shows them: whole days by date alone, again in UTC. */
export function personalTimes(meeting: Meeting, officeZone: string): Record<"start" | "end", unknown> {
  const at = (ms: number) =>
    meeting.isAllDay
      ? { date: dateIn(ms, officeZone), timeZone: "UTC" }
      : { dateTime: iso(ms, officeZone), timeZone: officeZone };
  return { start: at(meeting.start), end: at(meeting.end) };
}
