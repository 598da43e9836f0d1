import type { Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { countedDay, isWeekLater } from "./counted-day.ts";
import { afterNext, span, weekEnd } from "./day-span.ts";
import type { DayRead } from "./day-words.ts";
import { digitDate } from "./digit-date.ts";
import { dayOfMonth, monthEdge, nthWeekday } from "./month-day.ts";
import { monthSpan } from "./month-span.ts";
import { movableFeast } from "./movable-feast.ts";
import { chineseDate, holiday, namedMonth, relativeDay } from "./named-date.ts";
import { weekday } from "./weekday.ts";

/** A day at `at`: 明天, next Friday, 12 March, 3/12, 12号, the third Tuesday of September, 月底 … */
export function dayAt(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  let best: DayRead | undefined;
  for (const read of READERS) {
    const found = read(tokens, at, thisYear);
    if (found !== undefined && found.to > (best?.to ?? 0)) best = found;
  }
  const isLater = best?.day.type === "offset" && isWeekLater(tokens, best.to);
  return best !== undefined && isLater
    ? { day: { type: "shifted", base: best.day, days: 7 }, to: best.to + 1 }
    : best;
}

const READERS: readonly ((tokens: Tokens, at: number, thisYear: number) => DayRead | undefined)[] = [
  relativeDay,
  weekday,
  digitDate,
  namedMonth,
  chineseDate,
  dayOfMonth,
  nthWeekday,
  monthEdge,
  span,
  afterNext,
  weekEnd,
  holiday,
  movableFeast,
  monthSpan,
];

export const day: Parser = {
  name: "day",
  find({ tokens, now }, at) {
    const thisYear = new Date(now * 60_000).getUTCFullYear();
    const read = countedDay(tokens, at, thisYear, dayAt) ?? dayAt(tokens, at, thisYear);
    if (read === undefined) return undefined;
    if (read.impossible === true) return { to: read.to, meaning: { kind: "error", error: "date" } };
    return {
      to: read.to,
      meaning: { kind: "day", day: read.day, ...(read.weak === true ? { weak: true } : {}) },
    };
  },
};
