import type { Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { afterNext, span, weekEnd } from "./day-span.ts";
import type { DayRead } from "./day-words.ts";
import { digitDate } from "./digit-date.ts";
import { dayOfMonth, monthEdge, nthWeekday } from "./month-day.ts";
import { chineseDate, holiday, namedMonth, relativeDay } from "./named-date.ts";
import { weekday } from "./weekday.ts";

/** A day at `at`: 明天, next Friday, 12 March, 3/12, 12号, the third Tuesday of September, 月底 … */
export function dayAt(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  let best: DayRead | undefined;
  for (const read of READERS) {
    const found = read(tokens, at, thisYear);
    if (found !== undefined && found.to > (best?.to ?? 0)) best = found;
  }
  return best;
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
];

export const day: Parser = {
  name: "day",
  find({ tokens, now }, at) {
    const thisYear = new Date(now * 60_000).getUTCFullYear();
    const ahead = fromDay(tokens, at, thisYear);
    if (ahead !== undefined) return ahead;
    const read = dayAt(tokens, at, thisYear);
    if (read === undefined) return undefined;
    if (read.impossible === true) return { to: read.to, meaning: { kind: "error", error: "date" } };
    return {
      to: read.to,
      meaning: { kind: "day", day: read.day, ...(read.weak === true ? { weak: true } : {}) },
    };
  },
};

/** "three weeks from tomorrow", "a week after tomorrow", "2 days after Friday": an offset from a day that is itself relative. */
function fromDay(tokens: Tokens, at: number, thisYear: number): ReturnType<Parser["find"]> {
  const isArticle = tokens.is(at, "link", "a");
  const amount = isArticle ? 1 : tokens.at(at).number;
  const unit = tokens.key(at + 1, "unit");
  if (
    amount === undefined ||
    (unit !== "day" && unit !== "week") ||
    !tokens.is(at + 2, "link", "from", "after")
  )
    return undefined;
  const base = dayAt(tokens, at + 3, thisYear);
  if (base?.day.type === "offset")
    return {
      to: base.to,
      meaning: {
        kind: "day",
        day: { type: "offset", days: base.day.days + amount * (unit === "week" ? 7 : 1) },
      },
    };
  if (base?.day.type === "weekday" && unit === "week")
    return {
      to: base.to,
      meaning: { kind: "day", day: { ...base.day, week: (base.day.week ?? 0) + amount } },
    };
  return undefined;
}
