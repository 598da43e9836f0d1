import type { Interval } from "../core/interval.ts";
import { overlaps } from "../time/interval.ts";
import { localMinuteOf, minuteOfDay } from "../time/zone.ts";

/** A room's day, for people to see at a glance. */
export interface RoomDay {
  readonly name: string;
  /** The stretch that is shown. */
  readonly window: Interval;
  /** `undefined`: could not be read. */
  readonly busy: readonly Interval[] | undefined;
  /** What was asked for, or is offered. */
  readonly wanted?: Interval;
}

/** When it is, and in which IANA zone the day is. */
export interface DayView {
  readonly nowMs: number;
  readonly zone: string;
}

/** Told apart by their height alone, and all as wide as each other in whatever font: they are of one Unicode block. */
export const CELLS = { busy: "█", free: "▁", unknown: "░" } as const;
/** What was asked for stands between these. */
export const WANTED = ["[", "]"] as const;
export const NOW = "│";

const MINUTE_MS = 60_000;
/** How long one character may be, the first that makes the strip short enough for a phone. */
const STEPS_MINUTES = [30, 60, 120, 180, 360];
const MOST_CELLS = 26;

/** How long one character of the window is, in ms. */
export function stepOf({ start, end }: Interval): number {
  const fits = (minutes: number) => (end - start) / (minutes * MINUTE_MS) <= MOST_CELLS;
  const longest = Math.ceil((end - start) / (MOST_CELLS * MINUTE_MS));
  return (STEPS_MINUTES.find(fits) ?? longest) * MINUTE_MS;
}

/**
 * The day as one line: `09 ▁▁██▁[▁▁]▁▁▁▁ 18`. A character is busy where anything of it is; what was asked for stands in
 * brackets, and a line where the day has come to.
 */
export function dayStripText({ window, busy, wanted }: RoomDay, { nowMs, zone }: DayView): string {
  const stepMs = stepOf(window);
  const cells = cellsOf(window, stepMs);
  const isWanted = (cell: Interval | undefined) => Boolean(cell && wanted && overlaps(cell, wanted));
  const drawn = cells.map((cell, at) => {
    const isNow = cell.start <= nowMs && nowMs < cell.end;
    const [before, after] = [isWanted(cells[at - 1]), isWanted(cells[at + 1])];
    const [opens, closes] = [isWanted(cell) && !before, isWanted(cell) && !after];
    return [
      isNow ? NOW : "",
      opens ? WANTED[0] : "",
      CELLS[kindOf(cell, busy)],
      closes ? WANTED[1] : "",
    ].join("");
  });
  return [clock(window.start, zone), drawn.join(""), endClock(window, zone)].join(" ");
}

/** Each room's name, where there are several, above its line; what the signs mean comes last. */
export function dayLines(days: readonly RoomDay[], view: DayView, legend: string): string[] {
  const lines = days.map((day) => {
    const strip = dayStripText(day, view);
    return days.length > 1 ? `${day.name}\n${strip}` : strip;
  });
  return [...lines, legend];
}

const kindOf = (cell: Interval, busy: readonly Interval[] | undefined): keyof typeof CELLS => {
  if (!busy) return "unknown";
  return busy.some((one) => overlaps(one, cell)) ? "busy" : "free";
};

function cellsOf({ start, end }: Interval, stepMs: number): Interval[] {
  const count = Math.max(0, Math.ceil((end - start) / stepMs));
  return Array.from({ length: count }, (_, at) => ({
    start: start + at * stepMs,
    end: Math.min(end, start + (at + 1) * stepMs),
  }));
}

/** `09` or `09:30`. */
const clock = (ms: number, zone: string): string => localMinuteOf(ms, zone).slice(11, 16).replace(":00", "");

/** A day that ends at midnight ends at 24. */
const endClock = ({ end }: Interval, zone: string): string =>
  minuteOfDay(end, zone) === 0 ? "24" : clock(end, zone);
