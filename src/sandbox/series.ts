import type { Interval } from "../core/interval.ts";
import { occurrencesOf } from "../time/recurrence.ts";
import { addDays, localDateOf } from "../time/zone.ts";
import type { Meeting } from "./world.ts";

/** How a meeting comes again, each time at the same time of the office's local day. */
export interface Recurrence {
  /** RFC 5545 without a start, which is the meeting's own. A COUNT or UNTIL of its own ends the series too. */
  readonly rule: string;
  /** The last day on which one may begin; absent: without an end, or as the rule says. */
  readonly untilLocalDate?: string;
  /** Days on which it does not take place: called off, or moved to a meeting of its own. */
  readonly exceptLocalDates?: readonly string[];
}

/**
 * A meeting as it takes place at one time. One that comes again is shown as a copy with the times of that day, and
 * `series` is the meeting itself; any other is itself.
 */
export interface Occurrence extends Meeting {
  readonly series?: Meeting;
}

/** One of a series; it does not come again by itself. */
export function occurrenceOf(series: Meeting, { start, end }: Interval): Occurrence {
  const { recurrence: _, ...once } = series;
  return { ...once, start, end, series };
}

/** How far a series without an end is told. */
const REACH_DAYS = 730;

interface Told {
  readonly key: string;
  readonly times: readonly Interval[];
}
const told = new WeakMap<Meeting, Told>();

/** Every time of a meeting by its rule, also those that were called off, in order. A single meeting has one. */
export function ruledTimes(meeting: Meeting, zone: string): readonly Interval[] {
  const { start, end, recurrence } = meeting;
  if (!recurrence) return [{ start, end }];
  const { rule, untilLocalDate = addDays(localDateOf(start, zone), REACH_DAYS) } = recurrence;
  const key = [start, end, rule, untilLocalDate].join(" ");
  const known = told.get(meeting);
  if (known?.key === key) return known.times;
  const times = occurrencesOf({ first: { start, end }, rule, untilLocalDate }, zone);
  told.set(meeting, { key, times });
  return times;
}

/** When a meeting takes place, in order. */
export function timesOf(meeting: Meeting, zone: string): readonly Interval[] {
  const times = ruledTimes(meeting, zone);
  const except = meeting.recurrence?.exceptLocalDates ?? [];
  return except.length === 0
    ? times
    : times.filter(({ start }) => !except.includes(localDateOf(start, zone)));
}
