import type { DaySpec } from "../piece.ts";
import type { Tokens } from "../token.ts";
import type { DayRead } from "./day-words.ts";

export type ReadDay = (tokens: Tokens, at: number, thisYear: number) => DayRead | undefined;

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, fortnight: 14 };

const shifted = (base: DaySpec, days: number, to: number): DayRead => ({
  day: { type: "shifted", base, days },
  to,
});

/**
 * A day that is counted from another one, which `read` reads: "two weeks from tomorrow", "a week on Monday",
 * "3 days before Friday", "the day after the 20th", "the Monday after Christmas", "in 2 business days".
 */
export function countedDay(tokens: Tokens, at: number, thisYear: number, read: ReadDay): DayRead | undefined {
  return (
    amountFrom(tokens, at, thisYear, read) ??
    dayBeside(tokens, at, thisYear, read) ??
    weekdayBeside(tokens, at, thisYear, read) ??
    severalWeekdays(tokens, at) ??
    workday(tokens, at) ??
    pastWeekday(tokens, at)
  );
}

/** Which way "before" and "after" count; "from" and "after" alike. */
function directionAt(tokens: Tokens, at: number): number | undefined {
  if (/^(before|prior to)$/.test(tokens.text(at))) return -1;
  return /^(after|from|following)$/.test(tokens.text(at)) ? 1 : undefined;
}

function amountFrom(tokens: Tokens, at: number, thisYear: number, read: ReadDay): DayRead | undefined {
  const amount = tokens.is(at, "link", "a") ? 1 : tokens.at(at).number;
  const unit = DAYS[tokens.key(at + 1, "unit") ?? ""];
  if (amount === undefined || unit === undefined || amount > 366) return undefined;
  const joint = at + 2;
  const direction = directionAt(tokens, joint);
  const isOn = unit > 1 && tokens.text(joint) === "on";
  const isBare = unit > 1 && tokens.is(joint, "dayOffset");
  if (direction === undefined && !isOn && !isBare) return undefined;
  const base = read(tokens, isBare ? joint : joint + 1, thisYear);
  if (base === undefined || base.day.type === "span" || base.impossible === true) return undefined;
  return shifted(base.day, amount * unit * (direction ?? 1), base.to);
}

/** "The day after Christmas", "the day before the 20th". */
function dayBeside(tokens: Tokens, at: number, thisYear: number, read: ReadDay): DayRead | undefined {
  const isAfter = /^(the )?day after$/.test(tokens.text(at));
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const direction = isAfter ? 1 : tokens.text(start) === "day" ? directionAt(tokens, start + 1) : undefined;
  if (direction === undefined) return undefined;
  const base = read(tokens, isAfter ? at + 1 : start + 2, thisYear);
  return base === undefined || base.day.type === "span" || base.impossible === true
    ? undefined
    : shifted(base.day, direction, base.to);
}

/** "The Monday after the 20th", "the Friday before Christmas". */
function weekdayBeside(tokens: Tokens, at: number, thisYear: number, read: ReadDay): DayRead | undefined {
  if (!tokens.is(at, "link", "the") || !tokens.is(at + 1, "weekday")) return undefined;
  const direction = directionAt(tokens, at + 2);
  const base = direction === undefined ? undefined : read(tokens, at + 3, thisYear);
  const weekday = Number(tokens.key(at + 1, "weekday"));
  if (base === undefined || base.day.type === "span" || direction === undefined) return undefined;
  return { day: { type: "beside", base: base.day, weekday, direction }, to: base.to };
}

/** "Two Thursdays from now". */
function severalWeekdays(tokens: Tokens, at: number): DayRead | undefined {
  const { number } = tokens.at(at);
  const weekday = tokens.key(at + 1, "plural");
  const isToday = tokens.text(at + 2) === "from" && tokens.is(at + 3, "dayOffset", "0");
  const isAhead = isToday || /^from now$/.test(tokens.text(at + 2));
  if (number === undefined || number < 1 || number > 52 || weekday === undefined || !isAhead)
    return undefined;
  return shifted({ type: "weekday", weekday: Number(weekday) }, (number - 1) * 7, at + (isToday ? 4 : 3));
}

/** "In 2 business days", "next working day", "3 workdays from now". */
function workday(tokens: Tokens, at: number): DayRead | undefined {
  const next = tokens.is(at, "link", "the") ? at + 1 : at;
  if (tokens.is(next, "which", "next") && isWorkday(tokens, next + 1))
    return { day: { type: "workday", days: 1 }, to: next + 2 };
  const isIn = tokens.text(at) === "in";
  const start = isIn ? at + 1 : at;
  const { number } = tokens.at(start);
  if (number === undefined || number < 1 || number > 60 || !isWorkday(tokens, start + 1)) return undefined;
  const isAhead = /^(from now|later|hence)$/.test(tokens.text(start + 2));
  return isIn || isAhead
    ? { day: { type: "workday", days: number }, to: start + (isAhead ? 3 : 2) }
    : undefined;
}

const isWorkday = (tokens: Tokens, at: number): boolean =>
  tokens.is(at, "weekdays") && /^[a-z]/.test(tokens.text(at));

/** "This past Monday". */
function pastWeekday(tokens: Tokens, at: number): DayRead | undefined {
  const past = tokens.text(at) === "this" ? at + 1 : at;
  const weekday = tokens.text(past) === "past" ? tokens.key(past + 1, "weekday") : undefined;
  return weekday === undefined
    ? undefined
    : shifted({ type: "weekday", weekday: Number(weekday) }, -7, past + 2);
}

/** "Tomorrow week", "Friday week": a week after the day that ends before `at`. */
export const isWeekLater = (tokens: Tokens, at: number): boolean =>
  tokens.text(at) === "week" && tokens.is(at, "unit", "week") && tokens.at(at - 1).text !== "week";
