import rrule from "rrule";
import type { Interval } from "../core/interval.ts";
import { addDays, instantOf, localDateOf, localMinuteOf } from "./zone.ts";

const { RRule } = rrule;

/** A daily series for two years: nobody means more. */
const MOST_OCCURRENCES = 732;

/**
 * The meetings of a series in order: `first`, if the rule includes its day, and every later one up to and including
 * `untilLocalDate`, each at the same time of the local day and as long by the wall clock. `rule` is RFC 5545 without a
 * start; a COUNT or UNTIL of its own ends the series too.
 * @throws {RangeError} where the rule is none
 */
export function occurrencesOf(
  series: { readonly first: Interval; readonly rule: string; readonly untilLocalDate: string },
  zone: string,
): Interval[] {
  const { first, rule, untilLocalDate } = series;
  const [startMinute, endMinute] = [localMinuteOf(first.start, zone), localMinuteOf(first.end, zone)];
  const lengthDays = (wallOf(endMinute.slice(0, 10)) - wallOf(startMinute.slice(0, 10))) / DAY_MS;
  const endTime = endMinute.slice(10);
  return startsOf(byWallClock(rule, zone), startMinute, untilLocalDate).map((start) => ({
    start: instantOf(start, zone).ms,
    end: instantOf(`${addDays(start.slice(0, 10), lengthDays)}${endTime}`, zone).ms,
  }));
}

/** The day in whose course the last meeting of a series of `count` begins. */
export function lastDateOf(
  series: { readonly first: Interval; readonly rule: string; readonly count: number },
  zone: string,
): string | undefined {
  const { first, rule, count } = series;
  const starts = startsOf(
    `${byWallClock(rule, zone)};COUNT=${count}`,
    localMinuteOf(first.start, zone),
    "9999-12-31",
  );
  return starts.at(-1)?.slice(0, 10) ?? localDateOf(first.start, zone);
}

const DAY_MS = 24 * 60 * 60_000;
const wallOf = (local: string): number => Date.parse(`${local.length === 10 ? `${local}T00:00` : local}Z`);

/** An UNTIL in UTC (`20260311T155959Z`), as the wall clock shows it. */
const byWallClock = (rule: string, zone: string): string =>
  rule.replace(/UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, (_, ...[y, mo, d, h, mi, s]: string[]) => {
    const local = localMinuteOf(Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`), zone);
    return `UNTIL=${local.replace(/[-:]/g, "")}${s}`;
  });

/** The library reckons in UTC; given the wall clock as if it were UTC, it reckons by the wall clock. */
function startsOf(rule: string, startMinute: string, untilLocalDate: string): string[] {
  const until = wallOf(`${untilLocalDate}T23:59`);
  let options: ReturnType<typeof RRule.parseString>;
  try {
    // A day alone is meant with all its hours.
    options = RRule.parseString(rule.replace(/(UNTIL=\d{8})(?![\dT])/, "$1T235959"));
  } catch (cause) {
    throw new RangeError(`"${rule}" is no RFC 5545 rule.`, { cause });
  }
  if (options.freq === undefined) throw new RangeError(`"${rule}" has no FREQ.`);
  const dtstart = new Date(wallOf(startMinute));
  return new RRule({ ...options, dtstart })
    .all((date, at) => date.getTime() <= until && at < MOST_OCCURRENCES)
    .map((date) => date.toISOString().slice(0, 16));
}
