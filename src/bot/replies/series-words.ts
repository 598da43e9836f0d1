import type { WishedSeries } from "../../availability/wish.ts";
import type { Language } from "../../time/format.ts";
import type { Telling } from "./telling.ts";

/** `every Monday 15:00–16:00, 12 times until Mon 8 Jun`; `rule` is as in a wish, `meetings` are in order. */
export function seriesLine(
  { rule, occurrences }: Pick<WishedSeries, "rule" | "occurrences">,
  { language, words, clock, day }: Telling,
): string {
  const [first, last] = [occurrences[0], occurrences.at(-1)];
  if (!first || !last) return ruleInWords(rule, language);
  const times = `${clock(first.start)}–${clock(first.end)}`;
  return words.series(ruleInWords(rule, language), times, occurrences.length, day(last.start));
}

/** How often a rule of RFC 5545 has it: `every other Monday`, `每月第一个周一`. */
export function ruleInWords(rule: string, language: Language): string {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const listOf = (name: string) => parts.get(name)?.split(",") ?? [];
  const style = STYLES[language];
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const dates = [
    ...listOf("BYMONTHDAY").map((date) => style.date(Number(date))),
    ...listOf("BYDAY").map((day) => weekdayIn(day, style)),
  ];
  const frequency = parts.get("FREQ");
  switch (frequency) {
    case "WEEKLY":
      return style.weekly(interval, listOf("BYDAY").join() === "MO,TU,WE,TH,FR" ? "workdays" : dates);
    case "MONTHLY":
      return style.monthly(interval, dates);
    default:
      return frequency === "YEARLY" ? style.yearly(interval) : style.daily(interval);
  }
}

/** How a language says how often; `interval` is 1 where none is left out. */
interface Style {
  readonly daily: (interval: number) => string;
  readonly weekly: (interval: number, days: readonly string[] | "workdays") => string;
  readonly monthly: (interval: number, days: readonly string[]) => string;
  readonly yearly: (interval: number) => string;
  /** A day of the month; -1 is the last. */
  readonly date: (date: number) => string;
  /** A weekday of the month; -1 is the last. */
  readonly nth: (nth: number, weekday: string) => string;
  /** From Monday on. */
  readonly weekdays: readonly string[];
}

const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** `MO`, or `-1FR` of a month. */
function weekdayIn(code: string, style: Style): string {
  const weekday = style.weekdays[CODES.indexOf(code.slice(-2))] ?? "";
  const nth = Number(code.slice(0, -2));
  return nth === 0 ? weekday : style.nth(nth, weekday);
}

const ORDINALS = ["", "first", "second", "third", "fourth", "fifth"];
const NUMERALS = ["", "一", "二", "三", "四", "五"];
const liang = (count: number): string => (count === 2 ? "两" : String(count));

const ordinal = (count: number): string => {
  const isTeen = count > 10 && count < 20;
  return `${count}${(isTeen ? undefined : ["", "st", "nd", "rd"][count % 10]) || "th"}`;
};

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

const STYLES: Readonly<Record<Language, Style>> = {
  en: {
    daily: (interval) => (interval === 1 ? "every day" : `every ${interval} days`),
    weekly: (interval, days) => {
      const which = days === "workdays" ? "weekday" : listed(days) || "week";
      if (interval === 1) return `every ${which}`;
      if (interval === 2 && days !== "workdays") return `every other ${which}`;
      return `every ${interval} weeks${which === "week" ? "" : ` on ${days === "workdays" ? "weekdays" : which}`}`;
    },
    monthly: (interval, days) => {
      const month = interval === 1 ? "every month" : `every ${interval} months`;
      if (days.length === 0) return month;
      return interval === 1 ? `on the ${listed(days)} of ${month}` : `${month} on the ${listed(days)}`;
    },
    yearly: (interval) => (interval === 1 ? "every year" : `every ${interval} years`),
    date: (date) => (date === -1 ? "last day" : ordinal(date)),
    nth: (nth, weekday) => `${nth === -1 ? "last" : (ORDINALS[nth] ?? ordinal(nth))} ${weekday}`,
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  },
  zh: {
    daily: (interval) => (interval === 1 ? "每天" : `每${liang(interval)}天`),
    weekly: (interval, days) => {
      const which = days === "workdays" ? "工作日" : days.join("、");
      if (interval > 1) return `每${liang(interval)}周${which && `的${which}`}`;
      return days === "workdays" ? "每个工作日" : `每${which || "周"}`;
    },
    monthly: (interval, days) => {
      if (interval === 1) return `每月${days.join("、")}`;
      return `每${liang(interval)}个月${days.length > 0 ? `的${days.join("、")}` : ""}`;
    },
    yearly: (interval) => (interval === 1 ? "每年" : `每${liang(interval)}年`),
    date: (date) => (date === -1 ? "最后一天" : `${date}号`),
    nth: (nth, weekday) => `${nth === -1 ? "最后一个" : `第${NUMERALS[nth] ?? nth}个`}${weekday}`,
    weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  },
};
