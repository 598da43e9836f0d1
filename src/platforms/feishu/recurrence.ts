import { DateTime } from "luxon";
import { PlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { Recurrence } from "../../core/model.ts";
import { occurrencesOf } from "../../time/recurrence.ts";
import { dayWindow, localDateOf } from "../../time/zone.ts";

/** Feishu's rooms take a series for at most two years (calendar FAQ). */
const LONGEST_YEARS = 2;

/**
 * The `recurrence` of a new event: the rule with an UNTIL. Rooms take neither an endless series nor one with a COUNT, so
 * the end is always the day of the last meeting, whatever ends the rule.
 * @throws {PlatformError} `refused` where rooms would not take the series
 */
export function recurrenceOf({ rule, untilLocalDate }: Recurrence, first: Interval, zone: string): string {
  const meetings = occurrencesOf({ first, rule, untilLocalDate }, zone);
  const last = meetings.at(-1);
  // A first meeting outside of its own rule is one more in some calendars, and none in others.
  if (!last || meetings[0]?.start !== first.start)
    throw new PlatformError("refused", `The first meeting is not one of "${rule}".`, {
      code: "noSuchRecurrence",
      reason: "循环日程的第一次会议不符合重复规则 (the first meeting does not follow the repetition)",
    });
  if (last.start > DateTime.fromMillis(first.start, { zone }).plus({ years: LONGEST_YEARS }).toMillis())
    throw new PlatformError("refused", "The series is longer than two years.", {
      code: "seriesTooLong",
      reason: "会议室最多支持两年内的循环日程 (rooms take a series for at most two years)",
    });
  const parts = rule.split(";").filter((part) => part !== "" && !/^(COUNT|UNTIL)=/.test(part));
  return [...parts, `UNTIL=${endOfDay(localDateOf(last.start, zone), zone)}`].join(";");
}

/** The last second of a local day as RFC 5545 writes an instant in UTC: `20260608T155959Z`. */
const endOfDay = (localDate: string, zone: string): string =>
  DateTime.fromMillis(dayWindow(localDate, zone).end - 1_000, { zone: "UTC" }).toFormat(
    "yyyyMMdd'T'HHmmss'Z'",
  );
