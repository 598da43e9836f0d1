import type { DaySpec } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";

export interface DayRead {
  readonly day: DaySpec;
  readonly to: number;
  readonly weak?: boolean;
  /** The text names a date that no calendar has. */
  readonly impossible?: boolean;
}

const WEEKS: Readonly<Record<string, number>> = { this: 0, next: 1, last: -1 };

/** 这, 下, 下下, 上个, this, next, "the coming": how many weeks (or months) on. */
export function whichAt(tokens: Tokens, at: number): { offset: number | undefined; to: number } | undefined {
  let index = tokens.is(at, "link", "the") ? at + 1 : at;
  const key = tokens.key(index, "which");
  if (key === "coming")
    return { offset: undefined, to: tokens.is(index + 1, "mark", "ge") ? index + 2 : index + 1 };
  let offset = key === undefined ? undefined : WEEKS[key];
  if (key === undefined || offset === undefined) return undefined;
  index++;
  while (index - at < 6 && offset !== 0 && tokens.is(index, "which", key)) {
    offset += Math.sign(offset);
    index++;
  }
  if (tokens.is(index, "mark", "ge")) index++;
  return { offset, to: index };
}

const WEAK = /^(sat|sun|mon|mo|tu|wed|thr|拜一|拜二|拜三|拜四|拜五|拜六)$/;

export function weekdayName(
  tokens: Tokens,
  at: number,
): { value: number; to: number; weak: boolean } | undefined {
  const key = tokens.key(at, "weekday");
  if (key !== undefined)
    return {
      value: Number(key),
      to: at + 1 + (tokens.text(at + 1) === "." && tokens.glued(at + 1) ? 1 : 0),
      weak: WEAK.test(tokens.text(at)),
    };
  if (!tokens.is(at, "weekPrefix")) return undefined;
  const { number } = tokens.at(at + 1);
  const isDigit =
    number !== undefined &&
    number >= 1 &&
    number <= 7 &&
    !tokens.is(at + 2, "mark", "dian", "ge", "hao", "yue") &&
    unitAt(tokens, at + 2) === undefined &&
    !tokens.is(at + 2, "person") &&
    tokens.text(at + 2) !== ":";
  if (isDigit && number !== undefined) return { value: number, to: at + 2, weak: false };
  const isSunday = tokens.text(at + 1) === "日" || tokens.text(at + 1) === "天";
  return isSunday ? { value: 7, to: at + 2, weak: false } : undefined;
}

export const isYear = (value: number | undefined, digits: string | undefined): value is number =>
  value !== undefined && value >= 1900 && value <= 2200 && (digits === undefined || digits.length === 4);

/** A year after a date: ", 2026", "2026". Four digits that go on as a range, or lie far off, are a time. */
export function yearAfter(
  tokens: Tokens,
  at: number,
  thisYear: number,
): { year: number; to: number } | undefined {
  let index = at;
  while (
    index - at < 2 &&
    (tokens.text(index) === "," ||
      tokens.is(index, "link", "of") ||
      tokens.text(index) === "." ||
      (tokens.text(index) === "-" && tokens.glued(index)) ||
      (tokens.text(index) === "/" && tokens.glued(index)))
  )
    index++;
  const { number, digits } = tokens.at(index);
  if (digits === undefined || !isYear(number, digits)) return undefined;
  const goesOn =
    tokens.is(index + 1, "link", "to") &&
    tokens.at(index + 2).digits?.length === 4 &&
    tokens.text(index + 3) !== ":";
  if (goesOn || Math.abs(number - thisYear) > 3 || tokens.is(index + 1, "meridiem")) return undefined;
  return { year: number, to: index + 1 };
}

/** The number of a day, 12 or 12th or twelfth, and where it ends. */
export function dayNumberAt(
  tokens: Tokens,
  at: number,
): { value: number; to: number; nth: boolean } | undefined {
  const nth = tokens.key(at, "ordinal");
  if (nth !== undefined) return { value: Number(nth), to: at + 1, nth: true };
  const { number, digits } = tokens.at(at);
  if (number === undefined || (digits?.length ?? 0) > 2) return undefined;
  const isNth =
    /^(st|nd|rd|th)$/.test(tokens.text(at + 1)) && (tokens.glued(at + 1) || tokens.text(at + 1) === "th");
  return { value: number, to: isNth ? at + 2 : at + 1, nth: isNth };
}

export const skipDot = (tokens: Tokens, at: number): number =>
  tokens.text(at) === "." && tokens.glued(at) ? at + 1 : at;
