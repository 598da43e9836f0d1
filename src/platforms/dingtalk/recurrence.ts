import { PlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { Recurrence } from "../../core/model.ts";
import { occurrencesOf } from "../../time/recurrence.ts";
import { dayWindow, localDateOf, weekdayOf } from "../../time/zone.ts";
import { formatInstant } from "./times.ts";

/** `FREQ=WEEKLY;BYDAY=MO` by its parts. */
type Rule = Readonly<Partial<Record<string, string>>>;

/** How a series repeats, as the create API words it; what a type does not use is absent. */
export interface VendorPattern {
  readonly type: "daily" | "weekly" | "absoluteMonthly" | "relativeMonthly" | "absoluteYearly";
  readonly interval: number;
  /** Comma-separated. */
  readonly daysOfWeek?: string;
  readonly dayOfMonth?: number;
  readonly index?: string;
  readonly firstDayOfWeek?: string;
}

/** From Monday on. */
const DAYS: Readonly<Partial<Record<string, string>>> = {
  MO: "monday",
  TU: "tuesday",
  WE: "wednesday",
  TH: "thursday",
  FR: "friday",
  SA: "saturday",
  SU: "sunday",
};
const INDEXES: Readonly<Partial<Record<string, string>>> = {
  "1": "first",
  "2": "second",
  "3": "third",
  "4": "fourth",
  "-1": "last",
};
const LARGEST_INTERVAL = 365;
/** What a pattern is made of; these say only where it ends, which `occurrencesOf` knows. */
const ENDS = new Set(["COUNT", "UNTIL"]);

/** One row a frequency: the parts it may have, and its pattern; `undefined` where DingTalk has no such one. */
const PATTERNS: Readonly<
  Partial<Record<string, { readonly parts: readonly string[]; readonly of: typeof daily }>>
> = {
  DAILY: { parts: ["BYDAY"], of: daily },
  WEEKLY: { parts: ["BYDAY", "WKST"], of: weekly },
  MONTHLY: { parts: ["BYDAY", "BYMONTHDAY"], of: monthly },
  YEARLY: { parts: [], of: yearly },
};

/**
 * The `recurrence` of a new event. Rooms take only a series with an end date (neither `noEnd` nor `numbered`), so the
 * end is the day of its last meeting, whatever ends the rule.
 * @throws {PlatformError} `refused` where DingTalk cannot repeat like that
 */
export function recurrenceOf({ rule, untilLocalDate }: Recurrence, first: Interval, zone: string) {
  const pattern = patternOf(partsOf(rule), localDateOf(first.start, zone));
  if (!pattern) throw noSuchSeries(rule);
  const meetings = occurrencesOf({ first, rule, untilLocalDate }, zone);
  const last = meetings.at(-1);
  // A first meeting outside of its own rule is one more in some calendars, and none in others.
  if (!last || meetings[0]?.start !== first.start) throw noSuchSeries(rule);
  return {
    pattern,
    range: { type: "endDate", endDate: endOfDay(localDateOf(last.start, zone), zone) },
  };
}

const partsOf = (rule: string): Rule =>
  Object.fromEntries(
    rule
      .toUpperCase()
      .split(";")
      .filter((part) => part !== "")
      .map((part) => part.split("=", 2)),
  );

function patternOf(rule: Rule, firstDate: string): VendorPattern | undefined {
  const known = PATTERNS[rule.FREQ ?? ""];
  const interval = Number(rule.INTERVAL ?? 1);
  const others = Object.keys(rule).filter(
    (name) => name !== "FREQ" && name !== "INTERVAL" && !ENDS.has(name),
  );
  if (!known || others.some((name) => !known.parts.includes(name))) return undefined;
  if (!Number.isInteger(interval) || interval < 1 || interval > LARGEST_INTERVAL) return undefined;
  return known.of(rule, interval, firstDate);
}

/** Every day, or every day of those named, which is a weekly pattern. */
function daily(rule: Rule, interval: number, firstDate: string): VendorPattern | undefined {
  if (rule.BYDAY === undefined) return { type: "daily", interval };
  return interval === 1 ? weekly(rule, interval, firstDate) : undefined;
}

function weekly(rule: Rule, interval: number, firstDate: string): VendorPattern | undefined {
  const days = (rule.BYDAY ?? dayCodeOf(firstDate)).split(",").map((code) => DAYS[code]);
  // Weeks begin on Monday in RFC 5545, and on Sunday where DingTalk is not told.
  const firstDayOfWeek = DAYS[rule.WKST ?? "MO"];
  if (!days.every((day) => day !== undefined) || firstDayOfWeek === undefined) return undefined;
  return { type: "weekly", interval, daysOfWeek: days.join(","), firstDayOfWeek };
}

/** On a day of the month, or on its first to fourth, or last, such weekday. */
function monthly(rule: Rule, interval: number, firstDate: string): VendorPattern | undefined {
  if (rule.BYDAY !== undefined && rule.BYMONTHDAY !== undefined) return undefined;
  if (rule.BYDAY === undefined) {
    const dayOfMonth = Number(rule.BYMONTHDAY ?? firstDate.slice(8));
    return dayOfMonth >= 1 && dayOfMonth <= 31
      ? { type: "absoluteMonthly", interval, dayOfMonth }
      : undefined;
  }
  const [, ordinal = "", code = ""] = /^\+?(-?\d)([A-Z]{2})$/.exec(rule.BYDAY) ?? [];
  const [index, day] = [INDEXES[ordinal], DAYS[code]];
  return index && day ? { type: "relativeMonthly", interval, index, daysOfWeek: day } : undefined;
}

function yearly(_rule: Rule, interval: number, firstDate: string): VendorPattern {
  return { type: "absoluteYearly", interval, dayOfMonth: Number(firstDate.slice(8)) };
}

/** `MO` for a Monday. */
const dayCodeOf = (localDate: string): string => Object.keys(DAYS)[weekdayOf(localDate) - 1] ?? "";

/** The last second of a local day: a range that ended at its midnight might leave the day's meeting out. */
const endOfDay = (localDate: string, zone: string): string =>
  formatInstant(dayWindow(localDate, zone).end - 1_000, zone);

const noSuchSeries = (rule: string): PlatformError =>
  new PlatformError("refused", `DingTalk has no repetition like "${rule}".`, {
    code: "noSuchRecurrence",
    reason: "钉钉的循环日程不支持这样的重复方式 (DingTalk cannot repeat a meeting like that)",
  });
