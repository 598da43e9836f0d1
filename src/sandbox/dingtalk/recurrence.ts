import { localDateOf, localMinuteOf } from "../../time/zone.ts";
import type { Recurrence } from "../series.ts";
import { invalidParameter } from "./errors.ts";
import { asRecord, asText, isRecord } from "./request.ts";
import type { Switches } from "./switches.ts";
import { instantOf } from "./times.ts";

/** A series as it came and as it is shown again. */
export interface ShownRecurrence {
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly range: Readonly<Record<string, unknown>>;
}

export interface EventSeries {
  readonly recurrence: Recurrence;
  readonly shown: ShownRecurrence;
}

const DAYS: Readonly<Record<string, string>> = {
  monday: "MO",
  tuesday: "TU",
  wednesday: "WE",
  thursday: "TH",
  friday: "FR",
  saturday: "SA",
  sunday: "SU",
};
const WEEKS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };

type Pattern = Record<string, unknown>;

/** Each kind of pattern in the words of RFC 5545. */
const PATTERNS: Readonly<Record<string, (pattern: Pattern) => readonly string[]>> = {
  daily: () => ["FREQ=DAILY"],
  weekly: (pattern) => ["FREQ=WEEKLY", `BYDAY=${daysOf(pattern).join(",")}`, `WKST=${firstDayOf(pattern)}`],
  absoluteMonthly: (pattern) => ["FREQ=MONTHLY", `BYMONTHDAY=${dayOfMonth(pattern)}`],
  relativeMonthly: (pattern) => {
    const week = WEEKS[String(pattern.index)];
    if (week === undefined) throw invalidParameter("Recurrence pattern index invalid");
    return ["FREQ=MONTHLY", `BYDAY=${daysOf(pattern).map((day) => `${week}${day}`)}`];
  },
  absoluteYearly: () => ["FREQ=YEARLY"],
};

/**
 * Reads an event's `recurrence`: how often, and how far. The bounds of `interval` and `numberOfOccurrences` are
 * documented; the words of other refusals are not. Source: "Create an event".
 */
export function readRecurrence(value: unknown, zone: string, { rangeEndsWith }: Switches): EventSeries {
  const { pattern, range } = asRecord(value);
  if (!isRecord(pattern) || !isRecord(range)) throw invalidParameter("Recurrence pattern and range not set.");
  const words = PATTERNS[String(pattern.type)]?.(pattern);
  if (!words) throw invalidParameter("Recurrence pattern type invalid");
  const interval = pattern.interval ?? 1;
  if (!isWithin(interval, 1, 365)) throw invalidParameter("Recurrence interval must between [1, 365]");
  const rule = [...words, `INTERVAL=${interval}`].join(";");
  return { recurrence: readRange(rule, range, zone, rangeEndsWith), shown: { pattern, range } };
}

function readRange(
  rule: string,
  { type, endDate, numberOfOccurrences: count }: Record<string, unknown>,
  zone: string,
  endsWith: Switches["rangeEndsWith"],
): Recurrence {
  if (endDate !== undefined && count !== undefined)
    throw invalidParameter("Recurrence range endDate and numberOfOccurrences cannot both be set");
  if (type === "noEnd") return { rule };
  if (type === "numbered") {
    if (isWithin(count, 1, 99)) return { rule: `${rule};COUNT=${count}` };
    throw invalidParameter("Recurrence range numberOfOccurrences must between [1, 99]");
  }
  if (type !== "endDate") throw invalidParameter("Recurrence range type invalid");
  const end = instantOf(endDate, "endDate", "seconds");
  if (endsWith === "day") return { rule, untilLocalDate: localDateOf(end, zone) };
  const local = `${localMinuteOf(end, zone).replace(/[-:]/g, "")}00`;
  return { rule: `${rule};UNTIL=${local}`, untilLocalDate: localDateOf(end, zone) };
}

function daysOf({ daysOfWeek }: Pattern): string[] {
  const days = (asText(daysOfWeek) ?? "").split(",").map((name) => DAYS[name]);
  return days.map((day) => {
    if (day === undefined) throw invalidParameter("Recurrence pattern daysOfWeek invalid");
    return day;
  });
}

/** "默认值为 sunday" */
function firstDayOf({ firstDayOfWeek = "sunday" }: Pattern): string {
  const day = DAYS[String(firstDayOfWeek)];
  if (day === undefined) throw invalidParameter("Recurrence pattern firstDayOfWeek invalid");
  return day;
}

function dayOfMonth({ dayOfMonth: day }: Pattern): number {
  if (isWithin(day, 1, 31)) return day;
  throw invalidParameter("Recurrence pattern dayOfMonth invalid");
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
