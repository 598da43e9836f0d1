import type { Interval } from "../core/interval.ts";
import { addDays, localDateOf, localMinuteOf, weekdayOf } from "./zone.ts";

/** How people read times. A day is always named with its weekday and its date. */

export type Language = "zh" | "en";

interface Style {
  /** `localDate`, with its year where asked for. */
  day(localDate: string, withYear: boolean): string;
  /** Between a day and a clock time. */
  readonly comma: string;
  readonly minutes: (count: number) => string;
  readonly hours: (count: number) => string;
  readonly space: string;
}

const WEEKDAYS = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  zh: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
} as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const partsOf = (localDate: string) => {
  const [year = 0, month = 0, day = 0] = localDate.split("-").map(Number);
  return { year, month, day, weekday: weekdayOf(localDate) - 1 };
};

const STYLES: Readonly<Record<Language, Style>> = {
  en: {
    day(localDate, withYear) {
      const { year, month, day, weekday } = partsOf(localDate);
      return `${WEEKDAYS.en[weekday]} ${day} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ""}`;
    },
    comma: ", ",
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    space: " ",
  },
  zh: {
    day(localDate, withYear) {
      const { year, month, day, weekday } = partsOf(localDate);
      return `${withYear ? `${year}年` : ""}${month}月${day}日 ${WEEKDAYS.zh[weekday]}`;
    },
    comma: " ",
    minutes: (count) => `${count}分钟`,
    hours: (count) => `${count}小时`,
    space: "",
  },
};

/** `Thu 12 Mar`, `3月12日 周四`; with the year where it is not the year of `nowMs`. */
export function formatDay(ms: number, zone: string, language: Language, nowMs = ms): string {
  return dayText(localDateOf(ms, zone), yearOf(nowMs, zone), language);
}

/** `15:00` */
export function formatClock(ms: number, zone: string): string {
  return localMinuteOf(ms, zone).slice(11);
}

/**
 * `Thu 12 Mar, 15:00–16:00`, `3月12日 周四 15:00–16:00`; over midnight both days are named: `Thu 12 Mar, 23:00 – Fri 13 Mar, 01:00`.
 * An end at midnight is 24:00 of the day before. The year is named where it is not that of `nowMs` (else of the start).
 */
export function formatRange(
  interval: Interval,
  zone: string,
  language: Language,
  nowMs = interval.start,
): string {
  const { comma } = STYLES[language];
  const startDate = localDateOf(interval.start, zone);
  const end = endOf(interval, zone);
  const day = (localDate: string) => dayText(localDate, yearOf(nowMs, zone), language);
  const start = `${day(startDate)}${comma}${formatClock(interval.start, zone)}`;
  return end.localDate === startDate
    ? `${start}–${end.clock}`
    : `${start} – ${day(end.localDate)}${comma}${end.clock}`;
}

/** `1 h 30 min`, `1小时30分钟`; to the minute, and never in days. */
export function formatLength(ms: number, language: Language): string {
  const { minutes, hours, space } = STYLES[language];
  const total = Math.round(ms / 60_000);
  const [whole, rest] = [Math.floor(total / 60), total % 60];
  return [...(whole ? [hours(whole)] : []), ...(rest || !whole ? [minutes(rest)] : [])].join(space);
}

function endOf({ start, end }: Interval, zone: string): { localDate: string; clock: string } {
  const [localDate, clock] = [localDateOf(end, zone), formatClock(end, zone)];
  return clock === "00:00" && end > start
    ? { localDate: addDays(localDate, -1), clock: "24:00" }
    : { localDate, clock };
}

const yearOf = (ms: number, zone: string): number => partsOf(localDateOf(ms, zone)).year;

const dayText = (localDate: string, usualYear: number, language: Language): string =>
  STYLES[language].day(localDate, partsOf(localDate).year !== usualYear);
