import { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import type { Colleague, Office, OfficeRoom } from "../office.ts";

/** A wish for a room, as its rules see it. */
export interface RoomWish extends Interval {
  readonly organiser: Colleague;
  readonly nowMs: number;
}

type Rule = (room: OfficeRoom, wish: RoomWish, office: Office) => string | undefined;

/**
 * Why the room's settings forbid this meeting, in the words of the server's `developerMessage` (recorded for the
 * shortest length; the others are worded like it, their wording is not documented). Undefined: allowed.
 */
export function refusalBy(room: OfficeRoom, wish: RoomWish, office: Office): string | undefined {
  for (const rule of RULES) {
    const reason = rule(room, wish, office);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const RULES: readonly Rule[] = [permission, closure, shortest, longest, hours, advance, customApproval];

function permission({ rules: { bookableBy } }: OfficeRoom, { organiser }: RoomWish, office: Office) {
  if (bookableBy === "everyone") return undefined;
  const isAllowed =
    bookableBy === "admins"
      ? organiser.isAdmin
      : bookableBy.people.includes(organiser.key) ||
        departmentsOf(organiser, office).some((key) => bookableBy.departments.includes(key));
  return isAllowed ? undefined : "You do not have permission to book this meeting room.";
}

function closure({ rules: { closed } }: OfficeRoom, { start, end }: RoomWish) {
  if (!closed || end <= closed.startMs || start >= (closed.endMs ?? Number.POSITIVE_INFINITY))
    return undefined;
  return `The meeting room is closed for reservation: ${closed.reason}`;
}

function shortest({ rules: { minMinutes = 0 } }: OfficeRoom, wish: RoomWish) {
  if (minutesOf(wish) >= minMinutes) return undefined;
  return `The reservation period shall not be less than ${minMinutes} minutes.`;
}

function longest({ rules: { maxMinutes } }: OfficeRoom, wish: RoomWish) {
  if (maxMinutes === undefined || minutesOf(wish) <= maxMinutes) return undefined;
  return `The reservation period shall not be more than ${maxMinutes} minutes.`;
}

function hours({ rules: { dailyMinutes } }: OfficeRoom, { start, end }: RoomWish, { zone }: Office) {
  if (!dailyMinutes) return undefined;
  const day = DateTime.fromMillis(start, { zone }).startOf("day");
  const from = day.set({ minute: dailyMinutes.from }).toMillis();
  const to = day.set({ minute: dailyMinutes.to }).toMillis();
  return start >= from && end <= to ? undefined : "The reservation is outside bookable hours.";
}

/** The furthest day is `daysAhead` from today, from its opening time on; before that the day before it. */
function advance({ rules: { daysAhead, opensAt = "00:00" } }: OfficeRoom, wish: RoomWish, { zone }: Office) {
  if (daysAhead === undefined) return undefined;
  const now = DateTime.fromMillis(wish.nowMs, { zone });
  const days = now.toFormat("HH:mm") >= opensAt ? daysAhead : daysAhead - 1;
  const tooLate = now.startOf("day").plus({ days: days + 1 });
  if (wish.start < tooLate.toMillis()) return undefined;
  return `The meeting room can only be booked ${daysAhead} days in advance, from ${opensAt}.`;
}

function customApproval({ rules: { approval } }: OfficeRoom) {
  return approval === "custom" ? "The meeting room needs approval. Please book it in the client." : undefined;
}

const minutesOf = ({ start, end }: Interval): number => (end - start) / 60_000;

function departmentsOf(person: Colleague, office: Office): string[] {
  const keys: string[] = [];
  for (let key: string | undefined = person.departmentKey; key !== undefined; ) {
    keys.push(key);
    const own: string = key;
    key = office.departments.find((one) => one.key === own)?.parentKey;
  }
  return keys;
}
