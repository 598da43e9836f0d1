import { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import { isNode } from "./card.ts";
import { invalidFields, type Refusal, refusal } from "./errors.ts";
import { readRecurrence } from "./recurrence-text.ts";

/** What a request says about an event, read and refused as the vendor does. Source: calendar-v4/calendar-event/create and patch. */
export interface EventInput {
  readonly title?: string;
  readonly when?: Interval & { readonly isAllDay: boolean; readonly zone: string };
  /** A rule of RFC 5545, its UNTIL by the office's clock. */
  readonly rule?: string;
  /** Whether those who come are told of changes; absent where the request does not say. */
  readonly isTold?: boolean;
  /** Everything else, kept as it was given. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  visibility: ["default", "public", "private"],
  attendee_ability: ["none", "can_see_others", "can_invite_others", "can_modify_event"],
  free_busy_status: ["busy", "free"],
};
const KEPT = [...Object.keys(CHOICES), "description", "vchat", "location", "color", "reminders", "schemas"];
const LONGEST: Readonly<Record<string, number>> = { summary: 1_000, description: 40_960 };

/** Whole days are those of the office's home. */
export const ALL_DAY_ZONE = "Asia/Shanghai";

export function readEvent(
  body: Readonly<Record<string, unknown>>,
  { isApp, officeZone }: { readonly isApp: boolean; readonly officeZone: string },
): EventInput {
  for (const [field, most] of Object.entries(LONGEST)) {
    const text = body[field];
    if (text === undefined) continue;
    if (typeof text !== "string") throw invalidFields([{ field, description: `${field} is a string` }]);
    if (text.length > most) throw invalidFields([{ field, description: `the max len is ${most}` }]);
  }
  for (const [field, choices] of Object.entries(CHOICES)) {
    if (body[field] !== undefined && !choices.includes(String(body[field]))) {
      throw invalidFields([{ field, description: `${field} is optional, options: [${choices.join(",")}]` }]);
    }
  }
  if (isApp) checkMeeting(body.vchat);
  const when = readWhen(body.start_time, body.end_time);
  const rule = readRecurrence(body.recurrence, officeZone, (why) => details("recurrence", why));
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(typeof body.summary === "string" ? { title: body.summary } : {}),
    ...(when ? { when } : {}),
    ...(typeof body.need_notification === "boolean" ? { isTold: body.need_notification } : {}),
    fields: Object.fromEntries(KEPT.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]]))),
  };
}

const details = (field: string, value: string): Refusal =>
  refusal(190014, { details: { details: [{ key: field, value }] } });

/** A bot cannot host, so its video meetings have no assigned hosts and begin without one. */
function checkMeeting(vchat: unknown): void {
  const settings = isNode(vchat) && isNode(vchat.meeting_settings) ? vchat.meeting_settings : undefined;
  if (!settings) return;
  const hasHosts = Array.isArray(settings.assign_hosts) && settings.assign_hosts.length > 0;
  if (hasHosts || settings.allow_attendees_start === false) throw refusal(193101);
}

/** Both ends or nothing: one alone has no effect. */
function readWhen(from: unknown, to: unknown): EventInput["when"] {
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = [readTime(from, "start_time"), readTime(to, "end_time")];
  if (start.isAllDay !== end.isAllDay)
    throw details("end_time", "start_time and end_time must be of the same kind");
  // A whole day's end is the last day itself.
  const endMs = end.isAllDay
    ? DateTime.fromMillis(end.atMs, { zone: end.zone }).plus({ days: 1 }).toMillis()
    : end.atMs;
  if (endMs <= start.atMs) throw details("end_time", "end_time must be later than start_time");
  return { start: start.atMs, end: endMs, isAllDay: start.isAllDay, zone: start.zone };
}

function readTime(time: unknown, field: string): { atMs: number; isAllDay: boolean; zone: string } {
  if (!isNode(time)) throw invalidFields([{ field, description: `${field} is an object` }]);
  const zone = typeof time.timezone === "string" && time.timezone !== "" ? time.timezone : ALL_DAY_ZONE;
  if (!DateTime.local({ zone }).isValid) throw details(`${field}.timezone`, "unknown time zone");
  if (typeof time.date === "string" && time.date !== "" && time.timestamp === undefined) {
    const day = DateTime.fromFormat(time.date, "yyyy-MM-dd", { zone: "UTC" });
    if (!day.isValid) throw details(`${field}.date`, "not a date");
    const local = DateTime.fromISO(time.date, { zone: ALL_DAY_ZONE });
    return { atMs: local.toMillis(), isAllDay: true, zone: ALL_DAY_ZONE };
  }
  if (typeof time.timestamp !== "string") {
    throw invalidFields([{ field: `${field}.timestamp`, description: "timestamp is a string" }]);
  }
  if (!/^\d{1,10}$/.test(time.timestamp)) throw details(`${field}.timestamp`, "timestamp is in seconds");
  return { atMs: Number(time.timestamp) * 1_000, isAllDay: false, zone };
}
