import { civil, DAY_MINUTES, dayNumber, daysInMonth, formatDate, monthAfter } from "./calendar.ts";
import type { TimeWish } from "./command.ts";
import type { DaySpec, Recurrence, SeriesEnd } from "./piece.ts";
import { resolveDay } from "./resolve-day.ts";

/**
 * How a rule ends, as RFC 5545 has it: `COUNT=4`, or the last day `UNTIL=20260630`. `first` is the day of the first
 * meeting where it is known. `"range"`: the series would be over before it begins; `"date"`: there is no such day.
 */
export function ruleEnd(
  end: SeriesEnd,
  rule: Recurrence,
  days: { readonly first: number | undefined; readonly today: number },
): string | "range" | "date" {
  const first = days.first ?? days.today;
  if (end.type === "count") return `COUNT=${end.count}`;
  if (end.type === "span") {
    const count = countIn(end, rule);
    return count === undefined ? untilDay(lastOfSpan(end, first)) : `COUNT=${count}`;
  }
  const found = resolveDay(end.day, isRelative(end.day) ? days.today : first);
  if (found === undefined) return "date";
  const last = end.isBefore ? found.day - 1 : (found.last ?? found.day);
  return days.first !== undefined && last < days.first ? "range" : untilDay(last);
}

const untilDay = (day: number): string => `UNTIL=${formatDate(day).replaceAll("-", "")}`;

/** 下周五 and "next month" are said of today; a date is the next one after the series begins. */
const isRelative = (day: DaySpec): boolean =>
  day.type === "offset" ||
  day.type === "span" ||
  day.type === "workday" ||
  (day.type === "weekday" && day.week !== undefined);

/** How many meetings a stretch holds, where rule and stretch are told in units that fit. */
function countIn({ count, unit }: SeriesEnd & { type: "span" }, rule: Recurrence): number | undefined {
  const a = (units: number) => Math.ceil(units / rule.interval);
  const perRound = rule.weekdays?.length ?? 1 + (rule.moreMonthDays?.length ?? 0);
  switch (rule.freq) {
    case "DAILY":
      return unit === "day" ? a(count) : unit === "week" ? a(7 * count) : undefined;
    case "WEEKLY":
      // 每个工作日 连续5天: days of the rule.
      return unit === "week" ? a(count) * perRound : unit === "day" && perRound > 1 ? count : undefined;
    case "MONTHLY":
      return unit === "month" ? a(count) * perRound : unit === "year" ? a(12 * count) * perRound : undefined;
    case "YEARLY":
      return unit === "year" ? a(count) : undefined;
  }
}

/** The last day of a stretch that begins on `first`. */
function lastOfSpan({ count, unit }: SeriesEnd & { type: "span" }, first: number): number {
  if (unit === "day") return first + count - 1;
  if (unit === "week") return first + 7 * count - 1;
  const { year, month } = monthAfter(first, unit === "year" ? 12 * count : count);
  const day = Math.min(civil(first).day, daysInMonth(year, month));
  return (dayNumber(year, month, day) ?? first) - 1;
}

/** The day on which the first meeting is, where the text says it. */
export function firstDayOf({ start, date, window }: TimeWish): number | undefined {
  const local = start ?? date ?? window?.from;
  return local === undefined
    ? undefined
    : Math.floor(Date.parse(`${local.slice(0, 10)}T00:00Z`) / (DAY_MINUTES * 60_000));
}
