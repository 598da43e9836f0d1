import type { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import type { OfficeRoom } from "../office.ts";
import { pick } from "./random.ts";

/** A day on which people work, counted from today. */
export interface WorkingDay {
  readonly day: DateTime;
  readonly offset: number;
}

/** A time for which a room is taken. */
export interface RoomSlot extends Interval {
  readonly room: OfficeRoom;
  readonly dayOffset: number;
  readonly isAllDay: boolean;
}

const MINUTE_MS = 60_000;
const DAYS_BACK = 7;
const DAYS_AHEAD = 28;
const OPENS_MINUTE = 9 * 60;
const CLOSES_MINUTE = 18 * 60 + 30;
const LENGTHS = [30, 30, 60, 60, 60, 90, 120] as const;
const GAPS = [30, 30, 60, 60, 90] as const;

/** From a week back to four weeks ahead of the local midnight `today`. */
export function workingDays(today: DateTime): WorkingDay[] {
  const all = Array.from({ length: DAYS_BACK + DAYS_AHEAD + 1 }, (_, index) => index - DAYS_BACK);
  return all
    .map((offset) => ({ day: today.plus({ days: offset }), offset }))
    .filter(({ day }) => day.weekday <= 5);
}

/**
 * When the rooms are in use: about 60 % of the busy hours (10–12, 14–17) and 30 % of the others, some of it back to
 * back, over lunch or all day.
 */
export const roomSlots = (
  rooms: readonly OfficeRoom[],
  days: readonly WorkingDay[],
  random: () => number,
): RoomSlot[] =>
  days.flatMap((day) =>
    rooms.filter((room) => isOpen(room, day)).flatMap((room) => dayOf(room, day, random)),
  );

/** `minutes` from `fromMinute` of the day on. */
export function span(day: DateTime, fromMinute: number, minutes: number): Interval {
  const start = day.plus({ minutes: fromMinute }).toMillis();
  return { start, end: start + minutes * MINUTE_MS };
}

/** A day of one room: at each step either a meeting or a pause, drawn so that the shares above come out. */
function dayOf(room: OfficeRoom, { day, offset }: WorkingDay, random: () => number): RoomSlot[] {
  const { minMinutes = 0, maxMinutes = Number.POSITIVE_INFINITY } = room.rules;
  const slot = (time: Interval, isAllDay: boolean) => ({ ...time, room, dayOffset: offset, isAllDay });
  if (maxMinutes >= 1_440 && random() < 0.015) {
    return [slot({ start: day.toMillis(), end: day.plus({ days: 1 }).toMillis() }, true)];
  }
  const slots: RoomSlot[] = [];
  let minute = OPENS_MINUTE + pick([0, 0, 30, 60], random);
  while (minute < CLOSES_MINUTE) {
    const hour = Math.floor(minute / 60);
    const isBusyHour = (hour >= 10 && hour < 12) || (hour >= 14 && hour < 17);
    if (random() >= (isBusyHour ? 0.6 : 0.15)) {
      minute += isBusyHour ? pick(GAPS, random) : 30;
      continue;
    }
    const minutes = Math.min(Math.max(pick(LENGTHS, random), minMinutes), maxMinutes, CLOSES_MINUTE - minute);
    if (minutes < minMinutes) break;
    slots.push(slot(span(day, minute, minutes), false));
    minute += minutes;
  }
  return slots;
}

/** Whether the room could have been booked for that day by now. */
function isOpen({ rules: { daysAhead, closed } }: OfficeRoom, { day, offset }: WorkingDay): boolean {
  if (daysAhead !== undefined && offset >= daysAhead) return false;
  if (!closed) return true;
  const reopens = closed.endMs ?? Number.POSITIVE_INFINITY;
  return day.endOf("day").toMillis() < closed.startMs || day.toMillis() >= reopens;
}
