import type { Tokens } from "../token.ts";
import { type DayRead, yearAfter } from "./day-words.ts";

/** "In April", "the first week of May", "last week of March": a stretch of a named month. */
export function monthSpan(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  return weekOfMonth(tokens, at, thisYear) ?? inMonth(tokens, at, thisYear) ?? beforeHabit(tokens, at);
}

function weekOfMonth(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const nth = /^(last|final)$/.test(tokens.text(start)) ? -1 : Number(tokens.key(start, "ordinal") ?? 0);
  if (nth === 0 || nth > 4 || tokens.text(start + 1) !== "week" || !tokens.is(start + 2, "link", "of", "in"))
    return undefined;
  return named(tokens, start + 3, thisYear, nth);
}

/** A month alone is one only after "in", "during" or "this": march and may are words too. */
function inMonth(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  if (!/^(in|during|sometime in|some time in|anytime in|any time in|this)$/.test(tokens.text(at)))
    return undefined;
  if (tokens.text(at + 1).length < 3 || tokens.at(at + 2).number !== undefined) {
    const year = yearAfter(tokens, at + 2, thisYear);
    if (year === undefined) return undefined;
  }
  return named(tokens, at + 1, thisYear);
}

/** 四月每周一: a month, and what is done again and again in it. */
function beforeHabit(tokens: Tokens, at: number): DayRead | undefined {
  const { number } = tokens.at(at);
  if (number === undefined || number < 1 || number > 12 || !tokens.is(at + 1, "mark", "yue"))
    return undefined;
  const to = tokens.is(at + 2, "link", "of", "in") ? at + 3 : at + 2;
  const isHabit = tokens.is(to, "frequency") || tokens.is(to, "which", "every");
  return isHabit ? { day: { type: "monthSpan", month: number }, to } : undefined;
}

function named(tokens: Tokens, at: number, thisYear: number, week?: number): DayRead | undefined {
  const month = tokens.key(at, "month");
  if (month === undefined) return undefined;
  const year = yearAfter(tokens, at + 1, thisYear);
  return {
    day: {
      type: "monthSpan",
      month: Number(month),
      ...(week === undefined ? {} : { week }),
      ...(year === undefined ? {} : { year: year.year }),
    },
    to: year?.to ?? at + 1,
  };
}
