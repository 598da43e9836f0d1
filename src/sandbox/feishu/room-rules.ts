import { DateTime } from "luxon";
import rrule from "rrule";
import type { Interval } from "../../core/interval.ts";
import type { Colleague, Office, OfficeRoom, OfficeRoomRules, Place, PlaceRules } from "../office.ts";
import { ruledTimes } from "../series.ts";
import type { Meeting } from "../world.ts";
import { departmentsOf } from "./people.ts";

/** A room's booking times as `reserve_scope` tells them: seconds of the local day, whole hours and days. */
export interface BookingTimes {
  readonly isLimited: boolean;
  readonly daysInAdvance: number;
  readonly openingSecond: number;
  readonly startSecond: number;
  readonly endSecond: number;
  readonly maxHours: number;
}

/** The settings that `time_config` holds. */
type TimeSettings = Pick<OfficeRoomRules, "maxMinutes" | "daysAhead" | "opensAt" | "dailyMinutes">;
type PeopleSettings = Pick<OfficeRoomRules, "bookableBy">;

/** Which parts of its settings a level puts in place of what the levels and rooms below it say (`if_cover_child_scope`). */
export const coveredBy = (rules: PlaceRules = {}): { times: boolean; people: boolean } => ({
  times: bookingTimes(rules).isLimited,
  people: rules.bookableBy !== undefined,
});

/** What a room's booking is limited to: its own settings, but for what a level above it covers; of several, the topmost. */
function limitsOf(office: Office, room: OfficeRoom): TimeSettings & PeopleSettings {
  const above = placesAbove(office, room.placeKey).map((place) => place.rules);
  const times = above.findLast((rules) => coveredBy(rules).times);
  const people = above.findLast((rules) => coveredBy(rules).people);
  return { ...(times ?? room.rules), bookableBy: people?.bookableBy ?? room.rules.bookableBy };
}

/** From the nearest to the topmost. */
function placesAbove(office: Office, placeKey: string | undefined): Place[] {
  const place = office.places.find((one) => one.key === placeKey);
  return place ? [place, ...placesAbove(office, place.parentKey)] : [];
}

/** Feishu has no shortest length, and counts the longest in whole hours. With its switch off it shows the vendor's defaults. */
export function bookingTimes(rules: TimeSettings): BookingTimes {
  const { maxMinutes, daysAhead, opensAt, dailyMinutes } = rules;
  const isLimited = maxMinutes !== undefined || daysAhead !== undefined || dailyMinutes !== undefined;
  if (!isLimited) {
    return {
      isLimited,
      daysInAdvance: 365,
      openingSecond: 28_800,
      startSecond: 0,
      endSecond: 86_400,
      maxHours: 2,
    };
  }
  return {
    isLimited,
    daysInAdvance: daysAhead ?? 730,
    openingSecond: opensAt === undefined ? 0 : secondOfDay(opensAt),
    startSecond: (dailyMinutes?.from ?? 0) * 60,
    endSecond: (dailyMinutes?.to ?? 1_440) * 60,
    maxHours: maxMinutes === undefined ? 99 : Math.ceil(maxMinutes / 60),
  };
}

/** Who may book a room, where not everyone may. */
export function allowedPeople(
  office: Office,
  { bookableBy }: PeopleSettings,
): { people: readonly Colleague[]; departments: Office["departments"] } | undefined {
  if (bookableBy === "everyone") return undefined;
  if (bookableBy === "admins")
    return { people: office.colleagues.filter((one) => one.isAdmin), departments: [] };
  return {
    people: office.colleagues.filter((one) => bookableBy.people.includes(one.key)),
    departments: office.departments.filter((one) => bookableBy.departments.includes(one.key)),
  };
}

/** Whether an approver has to be asked for a meeting of that length. */
export const needsApproval = (
  { approval, approvalOverMinutes }: OfficeRoomRules,
  { start, end }: Interval,
): boolean =>
  approval !== undefined || (approvalOverMinutes !== undefined && end - start > approvalOverMinutes * 60_000);

/** "预定会议室重复日程长度不得超过两年": nor may a series go on for ever. */
export function isBeyondTwoYears(meeting: Meeting, zone: string): boolean {
  const { start, recurrence } = meeting;
  if (!recurrence) return false;
  const { until, count } = rrule.RRule.parseString(recurrence.rule);
  if (count) return ruledTimes(meeting, zone).length < count;
  const wall = until?.toISOString().slice(0, 19) ?? recurrence.untilLocalDate;
  if (wall === undefined) return true;
  const last = DateTime.fromISO(wall, { zone }).startOf("day");
  return last > DateTime.fromMillis(start, { zone }).plus({ years: 2 });
}

/** Whether the room is for this colleague at all, whatever the time. */
export function mayBook(office: Office, room: OfficeRoom, colleague: Colleague): boolean {
  const allowed = allowedPeople(office, limitsOf(office, room));
  return !allowed || isAmong(office, colleague, allowed);
}

/**
 * Why the room will not take a meeting that is asked for in the contact's name (absent: staff whom nothing is known
 * of). Neither conflicts nor approvals are looked at here.
 */
export function whyNot(
  office: Office,
  room: OfficeRoom,
  contact: Colleague | undefined,
  window: Interval,
  nowMs: number,
): "closed" | "not allowed" | "past" | "too long" | "too far ahead" | "outside the day" | undefined {
  const { closed } = room.rules;
  if (closed && window.end > closed.startMs && window.start < (closed.endMs ?? Number.POSITIVE_INFINITY)) {
    return "closed";
  }
  if (contact && !mayBook(office, room, contact)) return "not allowed";
  if (window.end <= nowMs) return "past";
  const times = bookingTimes(limitsOf(office, room));
  if (!times.isLimited) return undefined;
  if (window.end - window.start > times.maxHours * 3_600_000) return "too long";
  const now = DateTime.fromMillis(nowMs, { zone: office.zone });
  const start = DateTime.fromMillis(window.start, { zone: office.zone });
  const isOpenToday = secondsInto(now, now) >= times.openingSecond;
  const furthest = now.startOf("day").plus({ days: times.daysInAdvance - (isOpenToday ? 0 : 1) });
  if (start.startOf("day") > furthest) return "too far ahead";
  const end = DateTime.fromMillis(window.end, { zone: office.zone });
  if (secondsInto(start, start) < times.startSecond || secondsInto(start, end) > times.endSecond) {
    return times.startSecond > 0 || times.endSecond < 86_400 ? "outside the day" : undefined;
  }
  return undefined;
}

function isAmong(
  office: Office,
  contact: Colleague,
  { people, departments }: NonNullable<ReturnType<typeof allowedPeople>>,
): boolean {
  if (people.includes(contact)) return true;
  return departmentsOf(office, contact.departmentKey).some((one) => departments.includes(one));
}

/** Seconds that the clock on the wall shows more than at the beginning of `day`. */
const secondsInto = (day: DateTime, moment: DateTime): number =>
  moment.startOf("day").diff(day.startOf("day"), "days").days * 86_400 +
  moment.hour * 3_600 +
  moment.minute * 60 +
  moment.second;

function secondOfDay(clockTime: string): number {
  const [hour = 0, minute = 0] = clockTime.split(":").map(Number);
  return hour * 3_600 + minute * 60;
}
