import { outlineOf, stretchesOf, type Wish } from "../availability/wish.ts";
import type { Interval } from "../core/interval.ts";
import { addDays, dayWindow, localDateOf, workingWindow } from "../time/zone.ts";

const HOUR_MS = 60 * 60_000;
/** The vendors tell busy times of 90 days at once. */
const TOLD_AT_ONCE_MS = 90 * 24 * HOUR_MS;

/** When the office works, in its own zone. */
interface OfficeHours {
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
}

/**
 * The wish with the working days around it: one question about a day answers the next ones about it too. A series is
 * asked about from its first meeting to its last and an hour around, as far as a vendor tells at once.
 */
export function windowToAsk(wish: Wish, { zone, workingMinutes }: OfficeHours): Interval {
  if (wish.when.kind === "series") {
    const { start, end } = outlineOf(wish.when);
    return { start: start - HOUR_MS, end: Math.min(end + HOUR_MS, start - HOUR_MS + TOLD_AT_ONCE_MS) };
  }
  const wanted = stretchesOf(wish.when);
  const days = wanted.flatMap((interval) =>
    [interval.start, interval.end - 1].map((ms) =>
      workingWindow(localDateOf(ms, zone), workingMinutes, zone),
    ),
  );
  const all = [...wanted, ...days];
  return {
    start: Math.min(...all.map((interval) => interval.start)),
    end: Math.max(...all.map((interval) => interval.end)),
  };
}

/** A call about a week costs what one about an hour does, and people ask about this week. */
const DAYS_KNOWN = 7;

/**
 * What the vendor is asked where `needed` is to be known: seven days from today's midnight where it lies in them, else
 * from its own first midnight, so that the next questions cost nothing.
 */
export function windowToKnow(needed: Interval, now: number, zone: string): Interval {
  const from = (ms: number) => {
    const date = localDateOf(ms, zone);
    return { start: dayWindow(date, zone).start, end: dayWindow(addDays(date, DAYS_KNOWN), zone).start };
  };
  const week = from(now);
  const { start, end } = needed.end <= week.end ? week : from(needed.start);
  return { start: Math.min(start, needed.start), end: Math.max(end, needed.end) };
}
