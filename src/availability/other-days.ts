import type { Interval } from "../core/interval.ts";
import { addDays, instantOf, localDateOf, localMinuteOf, weekdayOf } from "../time/zone.ts";
import type { Offer } from "./offer.ts";
import { outlineOf, stretchesOf, type Wish } from "./wish.ts";

/** More days would be a search of their own, which a person asks for by naming a week. */
const DAYS = 3;

/** What an office calls a working day: ISO weekdays, 1 is Monday. */
export interface WorkingDays {
  readonly workingDays: readonly number[];
  /** The office's IANA zone. */
  readonly zone: string;
}

/**
 * The same wish, at the same time of day, for any of the next working days after the last one it names; `undefined`
 * for a series, whose days are its own.
 */
export function onOtherDays(wish: Wish, { workingDays, zone }: WorkingDays): Wish | undefined {
  const { when } = wish;
  if (when.kind === "series") return undefined;
  const lastDate = localDateOf(outlineOf(when).end - 1, zone);
  const stretches = daysAfter(lastDate, workingDays).flatMap((localDate) =>
    stretchesOf(when).map((stretch) => movedTo(localDate, stretch, zone)),
  );
  const once = [
    ...new Map(stretches.map((stretch) => [`${stretch.start} ${stretch.end}`, stretch])).values(),
  ];
  const [interval, ...alternatives] = once;
  if (!interval) return undefined;
  return {
    ...wish,
    when: when.kind === "at" ? { kind: "at", interval, alternatives } : { ...when, windows: once },
  };
}

/** Marked with how many days later it is than the last day that was named. */
export function laterBy(offer: Offer, wish: Wish, zone: string): Offer {
  const wished = Date.parse(localDateOf(outlineOf(wish.when).end - 1, zone));
  const days = Math.round((Date.parse(localDateOf(offer.interval.start, zone)) - wished) / DAY_MS);
  return { ...offer, differs: [...offer.differs, { kind: "day", days }] };
}

const DAY_MS = 24 * 60 * 60_000;

function daysAfter(localDate: string, workingDays: readonly number[]): string[] {
  const week = Array.from({ length: 7 }, (_, at) => addDays(localDate, at + 1));
  return week.filter((day) => workingDays.includes(weekdayOf(day))).slice(0, DAYS);
}

/** The same wall-clock times on another day. */
function movedTo(localDate: string, { start, end }: Interval, zone: string): Interval {
  const days = (Date.parse(localDateOf(end, zone)) - Date.parse(localDateOf(start, zone))) / DAY_MS;
  const at = (date: string, ms: number) => instantOf(`${date}${localMinuteOf(ms, zone).slice(10)}`, zone).ms;
  return { start: at(localDate, start), end: at(addDays(localDate, days), end) };
}
