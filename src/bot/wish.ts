import type { Wish } from "../availability/wish.ts";
import type { Command, TimeWish } from "../command/command.ts";
import type { Interval } from "../core/interval.ts";
import { intersect } from "../time/interval.ts";
import { addDays, instantOf, localDateOf, roundUp, weekdayOf, workingWindow } from "../time/zone.ts";
import { endOfSight } from "./horizon.ts";
import { readSeries } from "./wished-series.ts";

const MINUTE_MS = 60_000;

/** The office's habits that a wish is read with. */
export interface WishHabits {
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
  /** ISO weekdays, 1 is Monday. */
  readonly workingDays: readonly number[];
  readonly defaultMinutes: number;
}

/** Something that was filled in or adjusted, and that the answer has to say. */
export type Assumption =
  | { readonly kind: "length"; readonly durationMs: number }
  | { readonly kind: "now" }
  | { readonly kind: "start" | "day" | "clock-change"; readonly instantMs: number }
  /** The series ends on that day because nobody can look further ahead; `wasSaid`: a later end was asked for. */
  | { readonly kind: "series-end"; readonly instantMs: number; readonly wasSaid: boolean }
  /** Of a series only one meeting lies within the days that can be looked at. */
  | { readonly kind: "series-once" }
  /** A series was asked for without a time of day: the wish is for its first date. `example` is a time it might have. */
  | { readonly kind: "series-needs-time"; readonly rule: string; readonly example: Interval };

export type WishReading =
  | { readonly kind: "wish"; readonly wish: Wish; readonly assumptions: readonly Assumption[] }
  | { readonly kind: "past" }
  | { readonly kind: "too-far"; readonly instantMs: number };

/** What a command wishes for, in instants; what was not said is filled in and named as an assumption. */
export function wishOf(command: Command, now: number, habits: WishHabits): WishReading {
  const assumptions: Assumption[] = [];
  const durationMs = (command.durationMinutes ?? habits.defaultMinutes) * MINUTE_MS;
  const saysTime = Boolean(command.start ?? command.window ?? command.date);
  const minuteNow = Math.floor(now / MINUTE_MS) * MINUTE_MS;

  const times: readonly TimeWish[] = saysTime ? [command, ...(command.either ?? [])] : [];
  const read = times.map((time) => readTime(time, { now: minuteNow, durationMs, habits, assumptions }));
  if (!saysTime) {
    read.push({
      kind: "at",
      interval: { start: minuteNow, end: roundUp(minuteNow + durationMs, 5 * MINUTE_MS) },
    });
    assumptions.push({ kind: "now" });
  }
  if (command.durationMinutes === undefined && !times.some((time) => time.start && time.end)) {
    assumptions.push({ kind: "length", durationMs });
  }
  if (command.assumed?.includes("start") && read[0]?.kind === "at") {
    assumptions.push({ kind: "start", instantMs: read[0].interval.start });
  }
  if (command.assumed?.includes("date") && read[0] && !isToday(read[0].interval.start, now, habits.zone)) {
    assumptions.push({ kind: "day", instantMs: read[0].interval.start });
  }

  const notOver = read.filter(({ interval }) => interval.end > minuteNow && interval.end > interval.start);
  const sightEnds = endOfSight(now, habits.zone);
  const tooFar = notOver.find(({ interval }) => interval.start >= sightEnds);
  if (tooFar) return { kind: "too-far", instantMs: tooFar.interval.start };
  const ahead = notOver.map((time) => (time.kind === "at" ? time : until(sightEnds, time)));
  const [first, ...others] = ahead;
  if (!first) return { kind: "past" };

  const allExact = ahead.every(({ kind }) => kind === "at");
  const single: Wish["when"] = allExact
    ? {
        kind: "at",
        interval: first.interval,
        ...(others.length > 0 ? { alternatives: others.map(({ interval }) => interval) } : {}),
      }
    : { kind: "within", windows: ahead.flatMap(({ interval }) => officeHours(interval, habits)), durationMs };
  const series = command.recurrence
    ? seriesFrom(command.recurrence, first, durationMs, now, habits.zone)
    : undefined;
  return {
    kind: "wish",
    assumptions: [...assumptions, ...(series?.assumptions ?? [])],
    wish: {
      when: series?.when ?? single,
      equipment: command.equipment ?? [],
      ...seatsOf(command),
      ...(command.roomCount === undefined ? {} : { roomCount: command.roomCount }),
      ...(command.building === undefined ? {} : { building: command.building }),
      ...(command.floor === undefined ? {} : { floor: command.floor }),
      ...(command.room === undefined ? {} : { roomName: command.room }),
      ...(command.change?.orRooms === undefined ? {} : { orRoomNames: command.change.orRooms }),
    },
  };
}

/** Five to eight people: a room for eight is surest, one for five may do, one for ten is more than was asked for. */
function seatsOf({
  capacity,
  capacityMax,
  change,
}: Command): Pick<Wish, "minSeats" | "maxSeats" | "prefers"> {
  const prefers = change?.size ?? (capacityMax === undefined ? undefined : "bigger");
  return {
    ...(capacity !== undefined && { minSeats: capacity }),
    ...(capacityMax !== undefined && { maxSeats: capacityMax }),
    ...(prefers && { prefers }),
  };
}

/** All meetings of the series that begins with `first`, where that is a series; and what is to be said of it. */
function seriesFrom(
  rule: string,
  first: ReadTime,
  durationMs: number,
  now: number,
  zone: string,
): { readonly when?: Wish["when"]; readonly assumptions: readonly Assumption[] } {
  if (first.kind !== "at") {
    const start = roundUp(first.interval.start, 30 * MINUTE_MS);
    const example = { start, end: start + durationMs };
    return { assumptions: [{ kind: "series-needs-time", rule, example }] };
  }
  const { when, end } = readSeries(rule, first.interval, now, zone);
  const last = when.occurrences.at(-1);
  if (!last || when.occurrences.length < 2)
    return { assumptions: end === "said" ? [] : [{ kind: "series-once" }] };
  const wasSaid = end === "cut";
  return {
    when,
    assumptions: end === "said" ? [] : [{ kind: "series-end", instantMs: last.start, wasSaid }],
  };
}

/** That today was meant goes without saying. */
const isToday = (instantMs: number, now: number, zone: string): boolean =>
  localDateOf(instantMs, zone) === localDateOf(now, zone);

interface ReadTime {
  readonly kind: "at" | "within";
  readonly interval: Interval;
}

/** The part of a stretch that can be looked at. */
const until = (endMs: number, { kind, interval }: ReadTime): ReadTime => ({
  kind,
  interval: { ...interval, end: Math.min(interval.end, endMs) },
});

function readTime(
  time: TimeWish,
  given: { now: number; durationMs: number; habits: WishHabits; assumptions: Assumption[] },
): ReadTime {
  const { zone, workingMinutes } = given.habits;
  const instant = (local: string): number => {
    const { ms, adjusted } = instantOf(local, zone);
    if (adjusted) given.assumptions.push({ kind: "clock-change", instantMs: ms });
    return ms;
  };
  if (time.start) {
    const start = instant(time.start);
    const isNow = Math.abs(start - given.now) < MINUTE_MS;
    const end = time.end ? instant(time.end) : start + given.durationMs;
    return { kind: "at", interval: { start, end: isNow && !time.end ? roundUp(end, 5 * MINUTE_MS) : end } };
  }
  if (time.window) {
    const window = { start: instant(time.window.from), end: instant(time.window.to) };
    return { kind: "within", interval: { start: Math.max(window.start, given.now), end: window.end } };
  }
  return {
    kind: "within",
    interval: dayWindow(time.date ?? localDateOf(given.now, zone), given.now, zone, workingMinutes),
  };
}

/** A stretch over several days means their office hours; what somebody says of one day is taken as it is. */
function officeHours(window: Interval, { zone, workingMinutes, workingDays }: WishHabits): Interval[] {
  const last = localDateOf(window.end - 1, zone);
  const days: string[] = [];
  for (let day = localDateOf(window.start, zone); day <= last; day = addDays(day, 1)) days.push(day);
  if (days.length === 1) return [window];
  const workdays = days.filter((day) => workingDays.includes(weekdayOf(day)));
  const hours = intersect(
    (workdays.length > 0 ? workdays : days).map((day) => workingWindow(day, workingMinutes, zone)),
    [window],
  );
  return hours.length > 0 ? hours : [window];
}

/** The working hours of a day from now on; after them, the rest of today. */
function dayWindow(
  localDate: string,
  now: number,
  zone: string,
  workingMinutes: { readonly from: number; readonly to: number },
): Interval {
  const working = workingWindow(localDate, workingMinutes, zone);
  if (now < working.end) return { start: Math.max(working.start, now), end: working.end };
  const midnight = instantOf(`${addDays(localDate, 1)}T00:00`, zone).ms;
  return { start: now, end: midnight };
}
