import { DAY_MINUTES } from "./calendar.ts";
import type { Clock, Part, RangeEnd } from "./piece.ts";

const HALF = 720;
/** A range may run over midnight where it begins in the evening and is no longer than this; else it runs backwards. */
const LONGEST_NIGHT = 600;
const EVENING = 17 * 60;

const isNight = (from: number, to: number): boolean =>
  to <= DAY_MINUTES || (from >= EVENING && to - from <= LONGEST_NIGHT);

export interface Placed {
  /** Minutes from the midnight that begins the day; past 1440 it is the next day. */
  readonly minute: number;
  /** The half of the day was not said. */
  readonly inferred: boolean;
  readonly fixed: boolean;
}

/** Puts a time into its half of the day: by am or pm, else by the part of the day, else 1 to 6 are the afternoon. */
export function place(clock: Clock, part: Part | undefined): Placed {
  const { hour, minute, half } = clock;
  const at = (hours: number): Placed => ({ minute: hours * 60 + minute, inferred: false, fixed: true });
  if (half === "am") return at(hour === 12 ? 0 : hour);
  if (half === "pm") return at(hour < 12 ? hour + 12 : hour);
  if (part !== undefined && hour <= 12) return at(hourIn(part, hour));
  if (clock.exact === true) return at(hour);
  if (hour >= 1 && hour <= 6) return { minute: (hour + 12) * 60 + minute, inferred: true, fixed: false };
  return { minute: hour * 60 + minute, inferred: false, fixed: false };
}

function hourIn(part: Part, hour: number): number {
  switch (part) {
    case "dawn":
      return hour === 12 ? 0 : hour;
    case "early":
    case "morning":
    case "lateMorning":
      return hour;
    case "noon":
      return hour >= 1 && hour <= 4 ? hour + 12 : hour;
    case "earlyAfternoon":
    case "afternoon":
    case "lateAfternoon":
      return hour < 12 && hour > 0 ? hour + 12 : hour;
    case "evening":
    case "night":
      if (hour === 0 || hour === 12) return 24;
      return hour <= 4 ? hour + 24 : hour + 12;
  }
}

export interface PlacedRange {
  readonly from: number;
  readonly to: number;
  readonly inferred: boolean;
  readonly fixed: boolean;
}

/**
 * Both ends of a range. The end inherits the half of the day, and a start without one takes the end's: 11-1pm begins
 * in the morning, 3-4pm does not. Undefined where the range runs backwards.
 */
export function placeRange(start: RangeEnd, end: RangeEnd, part: Part | undefined): PlacedRange | undefined {
  if (start.clock === undefined || end.clock === undefined) return undefined;
  const first = place(start.clock, start.part ?? part);
  const last = place(
    end.clock,
    end.part ?? (first.fixed && start.part === undefined ? undefined : undefined),
  );
  if (end.isNextDay === true)
    return {
      from: first.minute,
      to: last.fixed ? last.minute + DAY_MINUTES : nextAfter(end.clock, DAY_MINUTES - 1),
      inferred: first.inferred,
      fixed: first.fixed,
    };
  if (first.fixed && last.fixed) return ordered(first.minute, last.minute);
  if (first.fixed && !isNight(first.minute, nextAfter(end.clock, first.minute))) return undefined;
  if (runsBack(start.part ?? part, first.minute, nextAfter(end.clock, first.minute))) return undefined;
  if (first.fixed)
    return { from: first.minute, to: nextAfter(end.clock, first.minute), inferred: false, fixed: true };
  if (last.fixed) return startBefore(start.clock, first, last.minute, end.clock);
  const to = nextAfter(end.clock, first.minute);
  if (!isNight(first.minute, to)) return undefined;
  return {
    from: first.minute,
    to: nextAfter(end.clock, first.minute),
    inferred: first.inferred,
    fixed: false,
  };
}

/** 下午5点到3点, 上午10点到9点: the end is of the same part of the day, and earlier. */
function runsBack(part: Part | undefined, from: number, to: number): boolean {
  if (part === "afternoon") return to > DAY_MINUTES;
  return part === "morning" && to - from > LONGEST_NIGHT;
}

function ordered(from: number, to: number): PlacedRange | undefined {
  const end = to > from ? to : to + DAY_MINUTES;
  return end > from && isNight(from, end) && end - from < DAY_MINUTES
    ? { from, to: end, inferred: false, fixed: true }
    : undefined;
}

/** The first time after `from` that a clock shows this. */
function nextAfter(clock: Clock, from: number): number {
  let minute = (clock.hour % 12) * 60 + clock.minute;
  while (minute <= from) minute += HALF;
  return minute;
}

function startBefore(clock: Clock, first: Placed, to: number, end: Clock): PlacedRange | undefined {
  const literal = clock.hour * 60 + clock.minute;
  if (end.half === undefined && first.minute < to)
    return { from: first.minute, to, inferred: first.inferred, fixed: true };
  const choices = [literal % HALF, (literal % HALF) + HALF];
  const latest = choices.filter((minute) => minute < to).at(-1);
  if (latest !== undefined) return { from: latest, to, inferred: false, fixed: true };
  const overnight = choices.filter((minute) => to + DAY_MINUTES - minute <= LONGEST_NIGHT).at(0);
  return overnight === undefined
    ? undefined
    : { from: overnight, to: to + DAY_MINUTES, inferred: false, fixed: true };
}

/** The hours that a part of the day means, in minutes from midnight. */
export const PART_HOURS: Readonly<Record<Part, readonly [number, number]>> = {
  dawn: [0, 360],
  early: [420, 540],
  morning: [540, 720],
  lateMorning: [630, 720],
  noon: [720, 840],
  earlyAfternoon: [780, 900],
  afternoon: [780, 1080],
  lateAfternoon: [930, 1080],
  evening: [1080, 1260],
  night: [1080, 1260],
};
