import { civil, dayNumber, daysInMonth, mondayOf, monthAfter, weekdayOf } from "./calendar.ts";
import { nextChineseFeast } from "./chinese-feast.ts";
import { easterSunday } from "./easter.ts";
import type { DaySpec } from "./piece.ts";

/** A day of the calendar, or the first and last of a stretch. `isToday`: a bare weekday that names today and may mean next week's. */
export interface ResolvedDay {
  readonly day: number;
  readonly last?: number;
  readonly weekend?: boolean;
  readonly isTodayByName?: boolean;
}

/** A date without a year that is at most so long past is a slip, not next year's. */
const RECENT_DAYS = 14;

/** The day that `spec` means when said on `today`; undefined where the calendar has no such day. */
export function resolveDay(spec: DaySpec, today: number): ResolvedDay | undefined {
  switch (spec.type) {
    case "offset":
      return {
        day:
          spec.unit === "month"
            ? monthsOn(today, spec.days)
            : today + spec.days * (spec.unit === "week" ? 7 : 1),
      };
    case "weekday":
      return resolveWeekday(spec, today);
    case "date":
      return wrap(resolveDate(spec.month, spec.day, spec.year, today));
    case "monthDay":
      return wrap(resolveMonthDay(spec.day, spec.monthOffset, today));
    case "nthWeekday":
      return wrap(resolveNth(spec, today));
    case "monthEdge":
      return wrap(resolveEdge(spec, today));
    case "span":
      return resolveSpan(spec, today);
    case "shifted":
      return wrap(resolveShifted(spec, today));
    case "beside":
      return wrap(beside(resolveDay(spec.base, today)?.day, spec.weekday, spec.direction));
    case "chineseFeast":
      return wrap(nextChineseFeast(spec.feast, today));
    case "easter":
      return wrap(resolveEaster(spec.days, today));
    case "monthSpan":
      return resolveMonthSpan(spec, today);
    case "workday":
      return wrap(workdaysOn(today, spec.days));
  }
}

/** "2 days before Friday", said on a Friday, is next week's. */
function resolveShifted(spec: DaySpec & { type: "shifted" }, today: number): number | undefined {
  const base = resolveDay(spec.base, today);
  if (base === undefined) return undefined;
  const day = base.day + spec.days;
  const isGone = base.isTodayByName === true && spec.days > -7 && day < today;
  return isGone ? day + 7 : day;
}

function beside(day: number | undefined, weekday: number, direction: number): number | undefined {
  if (day === undefined) return undefined;
  const apart = ((weekday - weekdayOf(day)) * direction + 7) % 7;
  return day + direction * (apart === 0 ? 7 : apart);
}

function resolveEaster(days: number, today: number): number {
  const { year } = civil(today);
  const thisYear = easterSunday(year) + days;
  return thisYear >= today ? thisYear : easterSunday(year + 1) + days;
}

function resolveMonthSpan(spec: DaySpec & { type: "monthSpan" }, today: number): ResolvedDay | undefined {
  const now = civil(today);
  const isGone = spec.month === now.month && (spec.week ?? 0) > 0 && now.day > 7 * (spec.week ?? 0);
  const year = spec.year ?? (spec.month < now.month || isGone ? now.year + 1 : now.year);
  const first = dayNumber(year, spec.month, 1);
  if (first === undefined) return undefined;
  const last = first + daysInMonth(year, spec.month) - 1;
  if (spec.week === undefined) return { day: Math.max(first, Math.min(today, last)), last };
  if (spec.week > 0) return { day: first + 7 * (spec.week - 1), last: first + 7 * spec.week - 1 };
  const friday = last - ((weekdayOf(last) + 2) % 7);
  return { day: friday - 4, last: friday };
}

/** Monday to Friday; public holidays are not known. */
function workdaysOn(today: number, days: number): number {
  let day = today;
  for (let left = days; left > 0; ) {
    day++;
    if (weekdayOf(day) <= 5) left--;
  }
  return day;
}

const wrap = (day: number | undefined): ResolvedDay | undefined => (day === undefined ? undefined : { day });

function monthsOn(today: number, months: number): number {
  const { year, month } = monthAfter(today, months);
  return dayNumber(year, month, Math.min(civil(today).day, daysInMonth(year, month))) ?? today;
}

function resolveWeekday(spec: DaySpec & { type: "weekday" }, today: number): ResolvedDay {
  if (spec.week !== undefined) return { day: mondayOf(today) + spec.week * 7 + spec.weekday - 1 };
  const ahead = (spec.weekday - weekdayOf(today) + 7) % 7;
  return { day: today + ahead, ...(ahead === 0 ? { isTodayByName: true } : {}) };
}

function resolveDate(
  month: number,
  day: number,
  year: number | undefined,
  today: number,
): number | undefined {
  if (year !== undefined) return dayNumber(year, month, day);
  const thisYear = civil(today).year;
  const first = dayNumber(thisYear, month, day);
  if (first !== undefined && first >= today - RECENT_DAYS) return first;
  for (let later = 1; later <= 8; later++) {
    const found = dayNumber(thisYear + later, month, day);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolveMonthDay(day: number, monthOffset: number | undefined, today: number): number | undefined {
  if (monthOffset !== undefined) {
    const { year, month } = monthAfter(today, monthOffset);
    return dayNumber(year, month, day);
  }
  for (let offset = 0; offset <= 2; offset++) {
    const { year, month } = monthAfter(today, offset);
    const found = dayNumber(year, month, day);
    if (found !== undefined && found >= today) return found;
  }
  return undefined;
}

/** The coming day that is both this weekday and this day of a month ("Friday the 13th"), within two years. */
export function weekdayAndMonthDay(weekday: number, day: number, today: number): number | undefined {
  for (let offset = 0; offset <= 24; offset++) {
    const { year, month } = monthAfter(today, offset);
    const found = dayNumber(year, month, day);
    if (found !== undefined && found >= today && weekdayOf(found) === weekday) return found;
  }
  return undefined;
}

function nthOfMonth(year: number, month: number, nth: number, weekday: number): number | undefined {
  const first = dayNumber(year, month, 1) ?? 0;
  const length = daysInMonth(year, month);
  if (nth < 0) {
    const last = first + length - 1;
    return last - ((weekdayOf(last) - weekday + 7) % 7);
  }
  const found = first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
  return found < first + length ? found : undefined;
}

function resolveNth(spec: DaySpec & { type: "nthWeekday" }, today: number): number | undefined {
  const now = civil(today);
  if (spec.month === undefined) {
    const { year, month } = monthAfter(today, spec.monthOffset ?? 0);
    return nthOfMonth(year, month, spec.nth, spec.weekday);
  }
  const first = nthOfMonth(spec.year ?? now.year, spec.month, spec.nth, spec.weekday);
  if (spec.year !== undefined || (first !== undefined && first >= today - RECENT_DAYS)) return first;
  return nthOfMonth(now.year + 1, spec.month, spec.nth, spec.weekday);
}

function resolveEdge(spec: DaySpec & { type: "monthEdge" }, today: number): number | undefined {
  const now = civil(today);
  const target =
    spec.month === undefined
      ? monthAfter(today, spec.monthOffset)
      : { year: spec.month < now.month ? now.year + 1 : now.year, month: spec.month };
  const day = spec.edge === "start" ? 1 : daysInMonth(target.year, target.month);
  const found = dayNumber(target.year, target.month, day);
  if (
    found !== undefined &&
    found < today &&
    spec.edge === "start" &&
    spec.monthOffset === 0 &&
    spec.month === undefined
  ) {
    const next = monthAfter(today, 1);
    return dayNumber(next.year, next.month, 1);
  }
  return found;
}

function resolveSpan(spec: DaySpec & { type: "span" }, today: number): ResolvedDay {
  const monday = mondayOf(today);
  if (spec.unit === "month") {
    const { year, month } = monthAfter(today, spec.offset);
    const first = dayNumber(year, month, 1) ?? today;
    return { day: spec.offset === 0 ? today : first, last: first + daysInMonth(year, month) - 1 };
  }
  const start = monday + spec.offset * 7;
  if (spec.unit === "weekend")
    return {
      day: spec.offset === 0 ? Math.max(today, start + 5) : start + 5,
      last: start + 6,
      weekend: true,
    };
  const friday = start + 4;
  return {
    day: spec.offset === 0 ? today : start,
    last: spec.offset === 0 && today > friday ? start + 6 : friday,
  };
}
