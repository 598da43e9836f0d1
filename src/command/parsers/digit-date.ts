import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { clockAt } from "./clock-forms.ts";
import { type DayRead, isYear, yearAfter } from "./day-words.ts";

/** 2026-03-12, 2026/3/12, 2026.3.12, 20260312, 3/12, 3-12, 12/31/2026, 21-04-2016, 22/04. */
export function digitDate(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const first = tokens.at(at);
  if (first.digits === undefined) return undefined;
  if (first.digits.length === 8) {
    const value = Number(first.digits);
    const year = Math.floor(value / 10_000);
    const month = Math.floor(value / 100) % 100;
    const isDate =
      isYear(year, undefined) && month >= 1 && month <= 12 && value % 100 >= 1 && value % 100 <= 31;
    return isDate
      ? { day: { type: "date", year, month, day: value % 100 }, to: skipT(tokens, at + 1) }
      : undefined;
  }
  const separator = tokens.text(at + 1);
  if (!["/", "-", "."].includes(separator) || !tokens.glued(at + 1) || !tokens.glued(at + 2))
    return undefined;
  const second = tokens.at(at + 2);
  const monthKey = tokens.key(at + 2, "month");
  const third =
    tokens.text(at + 3) === separator && tokens.glued(at + 3) && tokens.glued(at + 4)
      ? tokens.at(at + 4)
      : undefined;
  if (monthKey !== undefined) return namedMiddle(tokens, at, Number(monthKey), third?.digits);
  if (second.number === undefined || second.digits === undefined || first.number === undefined)
    return undefined;
  const [a, b] = [first.number, second.number];
  if (isYear(a, first.digits) && third?.number !== undefined) {
    return {
      day: { type: "date", year: a, month: b, day: third.number },
      to: skipT(tokens, at + 5),
      impossible: b > 12 || third.number > 31,
    };
  }
  if (
    third?.number !== undefined &&
    third.digits !== undefined &&
    first.digits.length <= 2 &&
    second.digits.length <= 2
  ) {
    const year = third.digits.length === 2 ? 2000 + third.number : third.number;
    if (!isYear(year, undefined)) return undefined;
    const dayFirst = separator === "." ? b <= 12 : a > 12;
    const [month, day] = dayFirst ? [b, a] : [a, b];
    return month <= 12 && day <= 31 ? { day: { type: "date", year, month, day }, to: at + 5 } : undefined;
  }
  if (third !== undefined || first.digits.length > 2 || second.digits.length > 2) return undefined;
  if (separator === "." && !isDotDate(tokens, at + 3)) return undefined;
  if (separator === "-" && !isDashDate(tokens, at, a, b)) return undefined;
  return monthAndDay(tokens, at + 3, a, b, thisYear);
}

/** Past the T between date and time of ISO 8601. */
const skipT = (tokens: Tokens, at: number): number =>
  tokens.text(at) === "t" && tokens.glued(at) && tokens.glued(at + 1) ? at + 1 : at;

function monthAndDay(
  tokens: Tokens,
  to: number,
  a: number,
  b: number,
  thisYear: number,
): DayRead | undefined {
  if (tokens.text(to) === "of") return undefined;
  const end = tokens.is(to, "mark", "hao") && tokens.glued(to) ? to + 1 : to;
  const year = yearAfter(tokens, end, thisYear);
  const more = year === undefined ? {} : { year: year.year };
  if (a >= 1 && a <= 12 && b >= 1 && b <= 31)
    return { day: { type: "date", month: a, day: b, ...more }, to: year?.to ?? end };
  if (b >= 1 && b <= 12 && a >= 1 && a <= 31)
    return { day: { type: "date", month: b, day: a, ...more }, to: year?.to ?? end };
  return undefined;
}

/** 3.5 is a date where a time of day follows: 3.5下午, 3.5 15:00, "25.12 at 3pm". */
function isDotDate(tokens: Tokens, at: number): boolean {
  if (tokens.text(at) === "." && tokens.glued(at)) return true;
  if (tokens.is(at, "dayPart") || (tokens.is(at, "mark", "hao") && tokens.glued(at))) return true;
  const time = tokens.text(at) === "at" ? at + 1 : at;
  const clock = tokens.at(time).number !== undefined && tokens.at(at).gap ? clockAt(tokens, time) : undefined;
  return clock !== undefined && (clock.bare === false || time > at);
}

/** 3-12 is a date where it cannot be hours, where digits are padded (03-12), or where a time follows. */
function isDashDate(tokens: Tokens, at: number, a: number, b: number): boolean {
  const next = tokens.at(at + 3);
  if (
    tokens.is(at + 3, "person") ||
    tokens.is(at + 3, "meridiem") ||
    unitAt(tokens, at + 3) !== undefined ||
    tokens.is(at + 3, "mark", "dian", "ge", "wei") ||
    tokens.text(at + 3) === ":" ||
    tokens.is(at + 3, "oclock")
  )
    return false;
  if (tokens.is(at + 3, "mark", "hao")) return true;
  const isHours = a <= 24 && b <= 24 && !(b > 12 && a < 7) && !(a > 12 && b <= 12);
  const isPadded = tokens.text(at).startsWith("0") || tokens.text(at + 2).startsWith("0");
  const timeFollows = next.number !== undefined && clockAt(tokens, at + 3)?.bare !== true;
  return (isHours ? timeFollows : a <= 31 && b <= 31) || (isPadded && (a <= 12 || b <= 12) && timeFollows);
}

/** 2012/Aug/10, 10-Aug-2012, 22-Sep. */
function namedMiddle(
  tokens: Tokens,
  at: number,
  month: number,
  third: string | undefined,
): DayRead | undefined {
  const first = tokens.at(at).number ?? 0;
  if (isYear(first, tokens.at(at).digits) && third !== undefined)
    return { day: { type: "date", year: first, month, day: Number(third) }, to: at + 5 };
  if (first < 1 || first > 31) return undefined;
  const year = third === undefined ? undefined : third.length === 2 ? 2000 + Number(third) : Number(third);
  if (year !== undefined && isYear(year, undefined))
    return { day: { type: "date", year, month, day: first }, to: at + 5 };
  return { day: { type: "date", month, day: first }, to: at + 3 };
}
