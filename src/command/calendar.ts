/**
 * Arithmetic on local dates and wall times as plain integers.
 * A day is a count of days since 1970-01-01; a wall time is minutes since that day's midnight, without a zone.
 */
import { DateTime } from "luxon";
import type { LocalDate, LocalMinute } from "./command.ts";

export const DAY_MINUTES = 1440;

/** The day number of a civil date, or undefined where the calendar has no such date. `month` counts from 1. */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The civil date of a day number. */
export function civil(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the week that `day` lies in. */
export function mondayOf(day: number): number {
  return day - weekdayOf(day) + 1;
}

/** The year and month `offset` months after those of `day`. */
export function monthAfter(day: number, offset: number): { year: number; month: number } {
  const { year, month } = civil(day);
  const index = year * 12 + month - 1 + offset;
  return { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
}

const two = (value: number): string => String(value).padStart(2, "0");

export function formatDate(day: number): LocalDate {
  const date = civil(day);
  return `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;
}

/** `minutes` is a wall time: minutes since 1970-01-01T00:00 local. */
export function formatMinute(minutes: number): LocalMinute {
  const day = Math.floor(minutes / DAY_MINUTES);
  const rest = minutes - day * DAY_MINUTES;
  return `${formatDate(day)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** The wall time of an instant (epoch ms) in `zone`, to the minute, rounded down. */
export function wallTime(epochMs: number, zone: string): number {
  const there = DateTime.fromMillis(epochMs, { zone });
  return Math.floor((epochMs + there.offset * 60_000) / 60_000);
}

/**
 * The instant (epoch ms) of a wall time in `zone`. A wall time that a clock change skips is moved on by the change;
 * of one that comes twice, the earlier is meant.
 */
export function instantOf(wall: number, zone: string): number {
  const { year, month, day } = civil(Math.floor(wall / DAY_MINUTES));
  const rest = ((wall % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return DateTime.fromObject(
    { year, month, day, hour: Math.floor(rest / 60), minute: rest % 60 },
    { zone },
  ).toMillis();
}

/** The wall time in `zone` that is `minutes` of real time after `wall`, through a change of the clocks if one lies between. */
export function elapse(wall: number, minutes: number, zone: string): number {
  return wallTime(instantOf(wall, zone) + minutes * 60_000, zone);
}
