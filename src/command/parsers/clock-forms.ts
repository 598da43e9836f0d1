import type { Clock } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { chineseClock } from "./clock-chinese.ts";
import { pastOrTo } from "./clock-spoken.ts";
import { isMilitary } from "./length-forms.ts";

export interface ClockRead {
  readonly clock: Clock;
  readonly to: number;
  /** A number with nothing that says it is a time. */
  readonly bare?: boolean;
  readonly invalid?: boolean;
}

/** A time on the clock at `at`, or a bare number that could be one. */
export function clockAt(tokens: Tokens, at: number): ClockRead | undefined {
  const read =
    wordClock(tokens, at) ?? pastOrTo(tokens, at) ?? chineseClock(tokens, at) ?? digitalClock(tokens, at);
  if (read === undefined) return undefined;
  return withMeridiem(tokens, read);
}

function withMeridiem(tokens: Tokens, read: ClockRead): ClockRead {
  const dash = tokens.text(read.to) === "-" && tokens.text(read.to + 1) === "ish" ? 1 : 0;
  const ish = tokens.text(read.to + dash) === "ish";
  const to = ish ? read.to + dash + 1 : read.to;
  const afterClock = tokens.is(to, "oclock") ? to + 1 : to;
  const half = meridiemAt(tokens, afterClock);
  if (half === undefined)
    return afterClock > to
      ? { ...read, to: afterClock, bare: false }
      : { ...read, to, ...(ish && tokens.glued(read.to) ? { bare: false } : {}) };
  const { hour } = read.clock;
  return {
    ...read,
    to: half.to,
    bare: false,
    clock: hour > 12 || hour === 0 ? read.clock : { ...strip(read.clock), half: half.half },
  };
}

function strip({ exact: _, ...clock }: Clock): Clock {
  return clock;
}

export function meridiemAt(tokens: Tokens, at: number): { half: "am" | "pm"; to: number } | undefined {
  const key = tokens.key(at, "meridiem");
  if (key !== undefined)
    return {
      half: key === "am" ? "am" : "pm",
      to:
        at +
        (tokens.text(at).length <= 3 &&
        tokens.text(at + 1) === "." &&
        /\./.test(tokens.text(at)) &&
        tokens.glued(at + 1)
          ? 2
          : 1),
    };
  const letter = tokens.text(at);
  if (tokens.glued(at) && tokens.at(at - 1).number !== undefined && (letter === "a" || letter === "p"))
    return { half: letter === "a" ? "am" : "pm", to: at + 1 };
  return undefined;
}

export function wordClock(tokens: Tokens, at: number): ClockRead | undefined {
  const key = tokens.key(at, "clockWord");
  if (key === undefined) return undefined;
  if (key === "noon") return { clock: { hour: 12, minute: 0, exact: true }, to: at + 1 };
  if (key === "midnight") return { clock: { hour: 0, minute: 0, exact: true }, to: at + 1 };
  return { clock: { hour: 18, minute: 0, exact: true, eod: true }, to: at + 1 };
}

export function exactness(
  tokens: Tokens,
  at: number,
  read: ClockRead,
  hour: number,
  minute: number,
): ClockRead {
  const sure = hour === 0 || hour > 12 || (tokens.at(at).digits?.startsWith("0") ?? false);
  const clock = sure ? { ...read.clock, exact: true } : read.clock;
  return { ...read, clock, invalid: !isTime(hour, minute) };
}

const isTime = (hour: number, minute: number): boolean =>
  (hour < 24 && minute < 60) || (hour === 24 && minute === 0);

/** 14 : 30 with blanks on either side, 3；30 with the colon's neighbour on the keyboard. */
function isSpacedColon(tokens: Tokens, at: number): boolean {
  const minutes = tokens.at(at + 2).digits;
  if (minutes?.length !== 2 || Number(minutes) > 59 || (tokens.at(at).number ?? 25) > 24) return false;
  const areGlued = tokens.glued(at + 1) && tokens.glued(at + 2);
  if (tokens.text(at + 1) === ";") return areGlued;
  return tokens.text(at + 1) === ":" && tokens.at(at + 1).gap && tokens.at(at + 2).gap;
}

/** 15:30, 3.15, 1430, 3, "ten thirty", "five-thirty". */
export function digitalClock(tokens: Tokens, at: number): ClockRead | undefined {
  const { number, digits } = tokens.at(at);
  if (number === undefined) return undefined;
  if (digits === undefined) return spokenClock(tokens, at, number);
  const separator = tokens.text(at + 1);
  const minutes = tokens.at(at + 2);
  const isSpaced = isSpacedColon(tokens, at);
  const isColon = separator === ":" || isSpaced || (separator === "h" && tokens.glued(at + 1));
  const isDot = separator === "." && minutes.digits?.length === 2;
  if (
    digits.length <= 2 &&
    (isColon || isDot) &&
    (tokens.glued(at + 1) || isSpaced) &&
    minutes.digits !== undefined &&
    minutes.digits.length <= 2 &&
    (tokens.glued(at + 2) || isSpaced) &&
    (isColon || tokens.at(at + 2).digits?.length === 2)
  ) {
    const minute = Number(minutes.digits);
    if (isDot && (minute > 59 || number > 24 || tokens.text(at + 3) === ".")) return undefined;
    if (separator === "h" && (minutes.digits.length !== 2 || number < 9)) return undefined;
    let to = at + 3;
    if (isColon && tokens.text(to) === ":" && tokens.glued(to) && tokens.at(to + 1).digits?.length === 2) {
      to += 2;
      if (tokens.text(to) === "." && tokens.glued(to) && tokens.glued(to + 1) && tokens.at(to + 1).digits)
        to += 2;
    }
    if (tokens.text(to) === "分" || tokens.text(to) === "整") to++;
    const sure = number > 12 || number === 0 || digits.startsWith("0");
    return {
      clock: { hour: number, minute, ...(sure ? { exact: true } : {}), ...(isDot ? { dotted: true } : {}) },
      to,
      invalid: !isTime(number, minute),
    };
  }
  const spaced = minutes.number === undefined ? tokens.at(at + 1) : undefined;
  if (
    digits.length <= 2 &&
    spaced?.digits?.length === 2 &&
    spaced.gap &&
    tokens.is(at + 2, "meridiem") &&
    isTime(number, Number(spaced.digits))
  )
    return { clock: { hour: number, minute: Number(spaced.digits) }, to: at + 2 };
  const isSpelt =
    digits.length <= 2 && tokens.at(at + 1).digits === undefined && tokens.is(at + 2, "meridiem");
  const spelt = isSpelt ? (tokens.at(at + 1).number ?? 0) : 0;
  if (spelt >= 10 && spelt < 60) return { clock: { hour: number, minute: spelt }, to: at + 2 };
  if (
    separator === "h" &&
    tokens.glued(at + 1) &&
    number >= 9 &&
    number <= 24 &&
    !isWordGlued(tokens, at + 2)
  )
    return { clock: { hour: number, minute: 0, exact: true }, to: at + 2 };
  if (digits.length === 6 && tokens.text(at - 1) === "t" && tokens.glued(at)) {
    const [hour, minute] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
    return { clock: { hour, minute, exact: true }, to: at + 1, invalid: !isTime(hour, minute) };
  }
  if (digits.length === 3 || digits.length === 4) {
    const hour = Math.floor(number / 100);
    const minute = number % 100;
    if (!isTime(hour, minute)) return undefined;
    const sure = hour > 12 || digits.startsWith("0");
    const isSpelt = digits.length === 4 && unitAt(tokens, at + 1) === "hour";
    return {
      clock: { hour, minute, ...(sure ? { exact: true } : {}) },
      to: at + (isSpelt ? 2 : 1),
      bare: !isSpelt && !(tokens.text(at - 1) === "t" && tokens.glued(at)),
    };
  }
  if (digits.length > 2) return undefined;
  return {
    clock: { hour: number, minute: 0, ...(number > 12 || number === 0 ? { exact: true } : {}) },
    to: at + 1,
    bare: true,
    invalid: number > 24,
  };
}

const isWordGlued = (tokens: Tokens, at: number): boolean =>
  tokens.glued(at) && /^[a-z0-9]/.test(tokens.text(at));

function spokenClock(tokens: Tokens, at: number, hour: number): ClockRead | undefined {
  if (isMilitary(tokens, at)) {
    const isSpelt = unitAt(tokens, at + 1) === "hour";
    return {
      clock: { hour: hour / 100, minute: 0, exact: true },
      to: at + (isSpelt ? 2 : 1),
      bare: !isSpelt && tokens.is(at + 1, "person"),
    };
  }
  if (hour > 24 || !tokens.is(at, "number"))
    return hour <= 24 ? { clock: { hour, minute: 0 }, to: at + 1, bare: true } : undefined;
  const dash = tokens.text(at + 1) === "-" && tokens.glued(at + 1) && tokens.glued(at + 2) ? 1 : 0;
  const oh = tokens.is(at + 1, "number", "0") && tokens.at(at + 2).number !== undefined ? 1 : 0;
  const index = at + 1 + dash + oh;
  const minutes = tokens.at(index);
  const value = minutes.number ?? 0;
  const isMinutes =
    minutes.digits === undefined &&
    (oh === 1 ? value < 10 && value > 0 : value >= 10 && value < 60) &&
    unitAt(tokens, index + 1) === undefined &&
    !tokens.is(index + 1, "person") &&
    hour >= 1;
  if (isMinutes && tokens.is(index, "number")) return { clock: { hour, minute: value }, to: index + 1 };
  return { clock: { hour, minute: 0, ...(hour > 12 ? { exact: true } : {}) }, to: at + 1, bare: true };
}
