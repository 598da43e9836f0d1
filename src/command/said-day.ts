import { weekdayOf } from "./calendar.ts";
import type { DaySpec, Recurrence } from "./piece.ts";
import { type ResolvedDay, resolveDay, weekdayAndMonthDay } from "./resolve-day.ts";

type Type = DaySpec["type"];
type OfType<T extends Type> = Extract<DaySpec, { type: T }>;

/**
 * The one day that all of `specs` speak of: "Friday the 13th", 明天(周四), "next week … Thursday". The more exact wins
 * over the vaguer. Undefined where the calendar has no such day.
 */
export function saidDay(specs: readonly DaySpec[], today: number): ResolvedDay | undefined {
  const find = <T extends Type>(...types: T[]): OfType<T> | undefined =>
    specs.find((spec): spec is OfType<T> => (types as readonly Type[]).includes(spec.type));
  const date = find(
    "date",
    "nthWeekday",
    "monthEdge",
    "shifted",
    "beside",
    "workday",
    "easter",
    "chineseFeast",
  );
  if (date !== undefined) return resolveDay(date, today);
  const [weekday, monthDay, offset] = [find("weekday"), find("monthDay"), find("offset")];
  const spans = specs.filter((spec) => spec.type === "span");
  const week = spans.find(({ unit }) => unit === "week");
  const month = spans.find(({ unit }) => unit === "month");
  if (
    weekday?.week === undefined &&
    weekday !== undefined &&
    monthDay !== undefined &&
    monthDay.monthOffset === undefined
  ) {
    const both = weekdayAndMonthDay(weekday.weekday, monthDay.day, today);
    if (both !== undefined) return { day: both };
  }
  if (month !== undefined && monthDay !== undefined)
    return resolveDay({ ...monthDay, monthOffset: month.offset }, today);
  if (weekday !== undefined && offset?.unit === "week")
    return resolveDay({ ...weekday, week: offset.days }, today);
  if (
    weekday?.week === undefined &&
    weekday !== undefined &&
    week !== undefined &&
    offset === undefined &&
    monthDay === undefined
  )
    return resolveDay({ ...weekday, week: week.offset }, today);
  const spec = offset ?? monthDay ?? weekday ?? specs[0];
  return spec === undefined ? undefined : resolveDay(spec, today);
}

/** The first day, from `today` on, of a recurrence that names weekdays or a day of the month. */
export function firstRuleDay(rule: Recurrence, today: number): ResolvedDay | undefined {
  const { monthDay, weekdays, nth } = rule;
  if (monthDay !== undefined) {
    const dates = [monthDay, ...(rule.moreMonthDays ?? [])].map(
      (day): DaySpec =>
        day > 0 ? { type: "monthDay", day } : { type: "monthEdge", edge: "end", monthOffset: 0 },
    );
    return dates.flatMap((date) => resolveDay(date, today) ?? []).sort((a, b) => a.day - b.day)[0];
  }
  if (weekdays === undefined) return undefined;
  if (nth !== undefined) {
    const [weekday = 1] = weekdays;
    const months = [0, 1].map((monthOffset) =>
      resolveDay({ type: "nthWeekday", nth, weekday, monthOffset }, today),
    );
    return months.find((found) => found !== undefined && found.day >= today);
  }
  const days = weekdays.flatMap((weekday) => resolveDay({ type: "weekday", weekday }, today) ?? []);
  return days.sort((a, b) => a.day - b.day)[0];
}

/** The day after `day` on which the recurrence falls next. */
export function nextRuleDay(rule: Recurrence, day: number): number {
  const { weekdays = [], nth, monthDay } = rule;
  if (nth !== undefined || monthDay !== undefined) return firstRuleDay(rule, day + 1)?.day ?? day + 7;
  if (rule.freq === "DAILY") return day + 1;
  const week = [1, 2, 3, 4, 5, 6, 7].map((ahead) => day + ahead);
  return week.find((next) => weekdays.includes(weekdayOf(next))) ?? day + 7;
}
