import { outlineOf, stretchesOf, type Wish } from "../availability/wish.ts";
import type { Interval } from "../core/interval.ts";
import { localDateOf, workingWindow } from "../time/zone.ts";

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
