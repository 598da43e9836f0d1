import { isRoughPair } from "../numerals.ts";
import type { Clock, Parser, Relation } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { lengthAt } from "./length.ts";

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
      : { ...read, to, ...(dash === 1 ? { bare: false } : {}) };
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

function meridiemAt(tokens: Tokens, at: number): { half: "am" | "pm"; to: number } | undefined {
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

function wordClock(tokens: Tokens, at: number): ClockRead | undefined {
  const key = tokens.key(at, "clockWord");
  if (key === undefined) return undefined;
  if (key === "noon") return { clock: { hour: 12, minute: 0, exact: true }, to: at + 1 };
  if (key === "midnight") return { clock: { hour: 0, minute: 0, exact: true }, to: at + 1 };
  return { clock: { hour: 18, minute: 0, exact: true, eod: true }, to: at + 1 };
}

/** "half past three", "quarter to 5", "20 past 2", "half three", 差十分三点. */
function pastOrTo(tokens: Tokens, at: number): ClockRead | undefined {
  if (tokens.is(at, "link", "lack")) {
    const minutes = tokens.is(at + 1, "quarterWord")
      ? { value: 15, to: at + 2 }
      : smallNumber(tokens, at + 1);
    if (minutes === undefined) return undefined;
    const skip =
      tokens.is(minutes.to, "mark", "fen") ||
      tokens.is(minutes.to, "unit", "minute") ||
      tokens.text(minutes.to) === "钟"
        ? minutes.to + 1
        : minutes.to;
    const hour = chineseClock(tokens, tokens.is(skip, "link", "to") ? skip + 1 : skip);
    return hour === undefined ? undefined : { ...hour, clock: shift(hour.clock, -minutes.value) };
  }
  const start = tokens.is(at, "link", "a") ? at + 1 : at;
  const isHalf = tokens.is(start, "half") && tokens.text(start) === "half";
  const isQuarter = tokens.is(start, "quarterWord");
  const number = isHalf || isQuarter ? undefined : smallNumber(tokens, start);
  const amount = isHalf ? 30 : isQuarter ? 15 : number?.value;
  if (amount === undefined || amount > 59) return undefined;
  let next = number?.to ?? start + 1;
  const isMinutes = tokens.is(next, "unit", "minute");
  if (isMinutes) next++;
  const isPast =
    tokens.is(next, "link", "after") && (tokens.text(next) === "past" || tokens.text(next) === "after");
  const isTo =
    tokens.is(next, "link", "to", "before", "until", "of") &&
    tokens.text(next) !== "-" &&
    /^(to|before|til|till|of)$/.test(tokens.text(next));
  if (
    number !== undefined &&
    isTo &&
    !isMinutes &&
    !(
      amount % 5 === 0 &&
      amount >= 5 &&
      amount <= 25 &&
      (tokens.text(next) === "to" || tokens.text(next) === "til") &&
      isWordy(tokens, start)
    )
  )
    return undefined;
  if (!isPast && !isTo) {
    const hour = isHalf ? smallNumber(tokens, next) : undefined;
    const isHour =
      hour !== undefined &&
      hour.value >= 1 &&
      hour.value <= 12 &&
      unitAt(tokens, hour.to) === undefined &&
      !tokens.is(hour.to, "person");
    return isHour ? { clock: { hour: hour.value, minute: 30 }, to: hour.to } : undefined;
  }
  if (isTo && isHalf) return undefined;
  const hour = wordClock(tokens, next + 1) ?? digitalClock(tokens, next + 1);
  if (hour === undefined || hour.clock.minute !== 0 || hour.invalid || hour.clock.hour > 24) return undefined;
  const { to } = hour;
  if (unitAt(tokens, to) !== undefined || tokens.is(to, "person")) return undefined;
  const half = meridiemAt(tokens, tokens.is(to, "oclock") ? to + 1 : to);
  const clock = half === undefined ? hour.clock : { ...hour.clock, half: half.half };
  return { clock: shift(clock, isTo ? -amount : amount), to: half?.to ?? to };
}

/** "ten to five", "twenty to 3": as words it is a time, "10 to 5" is a range. */
function isWordy(tokens: Tokens, at: number): boolean {
  return tokens.at(at).digits === undefined;
}

function shift(clock: Clock, minutes: number): Clock {
  const total = clock.hour * 60 + clock.minute + minutes;
  const hour = Math.floor(total / 60);
  const wrapped = hour === 0 && clock.hour === 1 ? 12 : hour;
  return { ...clock, hour: wrapped, minute: ((total % 60) + 60) % 60 };
}

function smallNumber(tokens: Tokens, at: number): { value: number; to: number } | undefined {
  const { number } = tokens.at(at);
  return number === undefined || number > 59 ? undefined : { value: number, to: at + 1 };
}

/** 三点, 3点半, 三点一刻, 15点30分, 两点二十, 8点整, 三点过五分, 9时. */
function chineseClock(tokens: Tokens, at: number): ClockRead | undefined {
  const { number, text } = tokens.at(at);
  if (number === undefined || !tokens.is(at + 1, "mark", "dian")) return undefined;
  const hour = isRoughPair(text) ? Math.floor(number / 10) : number;
  if (tokens.text(at + 1) === "时" && hour > 24) return undefined;
  let to = at + 2;
  let minute = 0;
  if (tokens.text(at + 1) !== "点钟" && tokens.text(to) === "钟") to++;
  const pastMark = tokens.text(to) === "过" ? 1 : 0;
  const value = tokens.at(to + pastMark).number;
  const next = to + pastMark;
  if (tokens.is(to, "link", "lack") && tokens.is(to + 1, "quarterWord"))
    return exactness(tokens, at, { clock: shift({ hour, minute: 0 }, -15), to: to + 2 }, hour, 0);
  if (
    tokens.is(to, "link", "lack") &&
    tokens.at(to + 1).number !== undefined &&
    tokens.is(to + 2, "mark", "fen")
  ) {
    return exactness(
      tokens,
      at,
      { clock: shift({ hour, minute: 0 }, -(tokens.at(to + 1).number ?? 0)), to: to + 3 },
      hour,
      0,
    );
  }
  if (tokens.is(to, "half") && unitAfterHalf(tokens, to)) {
    minute = 30;
    to++;
  } else if (tokens.is(next, "quarterWord")) {
    minute = 15;
    to = next + 1;
  } else if (value !== undefined && tokens.is(next + 1, "mark", "ke")) {
    minute = value * 15;
    to = next + 2;
  } else if (value !== undefined && tokens.is(next + 1, "mark", "fen")) {
    minute = value;
    to = next + 2;
  } else if (
    value !== undefined &&
    tokens.is(next + 1, "unit", "minute") &&
    tokens.text(next + 1) === "分钟" &&
    tokens.glued(next)
  ) {
    minute = value;
    to = next + 2;
  } else if (value !== undefined && value < 60 && tokens.glued(next) && isMinuteAlone(tokens, next)) {
    minute = value;
    to = next + 1;
  } else if (tokens.text(to) === "来" && tokens.text(to + 1) === "钟") to += 2;
  else if (tokens.is(to, "mark", "zheng")) to++;
  else if (tokens.is(to, "mark", "duo") && tokens.text(to) === "多") to++;
  if (tokens.text(to) === "钟" || tokens.is(to, "mark", "zheng")) to++;
  return exactness(tokens, at, { clock: { hour, minute }, to }, hour, minute);
}

function exactness(tokens: Tokens, at: number, read: ClockRead, hour: number, minute: number): ClockRead {
  const sure = hour === 0 || hour > 12 || (tokens.at(at).digits?.startsWith("0") ?? false);
  const clock = sure ? { ...read.clock, exact: true } : read.clock;
  return { ...read, clock, invalid: !isTime(hour, minute) };
}

const isTime = (hour: number, minute: number): boolean =>
  (hour < 24 && minute < 60) || (hour === 24 && minute === 0);

/** 三点半小时 would be "three, half an hour". */
function unitAfterHalf(tokens: Tokens, half: number): boolean {
  const after = tokens.is(half + 1, "mark", "ge") ? half + 2 : half + 1;
  return unitAt(tokens, after) === undefined || (tokens.text(half + 1) === "个" && false);
}

/** 两点二十 but not 两点二十人, 3点 20分钟, 三点八个人, 3点-4点. */
function isMinuteAlone(tokens: Tokens, at: number): boolean {
  const next = at + 1;
  const number = tokens.at(at).number ?? 0;
  const blocked =
    tokens.is(next, "person") ||
    tokens.is(next, "mark", "ge", "wei", "dian", "hao", "yue", "jian") ||
    unitAt(tokens, next) !== undefined ||
    tokens.is(next, "seat") ||
    tokens.is(next, "floor") ||
    tokens.is(next, "room");
  return !blocked && (number >= 10 || tokens.text(at).length === 2);
}

/** 15:30, 3.15, 1430, 3, "ten thirty", "five-thirty". */
function digitalClock(tokens: Tokens, at: number): ClockRead | undefined {
  const { number, digits } = tokens.at(at);
  if (number === undefined) return undefined;
  if (digits === undefined) return spokenClock(tokens, at, number);
  const separator = tokens.text(at + 1);
  const minutes = tokens.at(at + 2);
  const isColon = separator === ":" || (separator === "h" && tokens.glued(at + 1));
  const isDot = separator === "." && minutes.digits?.length === 2;
  if (
    digits.length <= 2 &&
    (isColon || isDot) &&
    tokens.glued(at + 1) &&
    minutes.digits !== undefined &&
    minutes.digits.length <= 2 &&
    tokens.glued(at + 2) &&
    (isColon || tokens.at(at + 2).digits?.length === 2)
  ) {
    const minute = Number(minutes.digits);
    if (isDot && (minute > 59 || number > 24 || tokens.text(at + 3) === ".")) return undefined;
    if (separator === "h" && (minutes.digits.length !== 2 || number < 9)) return undefined;
    let to = at + 3;
    if (isColon && tokens.text(to) === ":" && tokens.glued(to) && tokens.at(to + 1).digits?.length === 2)
      to += 2;
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
  if (separator === "h" && tokens.glued(at + 1) && number >= 9 && number <= 24 && !tokens.glued(at + 2))
    return { clock: { hour: number, minute: 0, exact: true }, to: at + 2 };
  if (digits.length === 3 || digits.length === 4) {
    const hour = Math.floor(number / 100);
    const minute = number % 100;
    if (!isTime(hour, minute)) return undefined;
    const sure = hour > 12 || digits.startsWith("0");
    const isSpelt = digits.length === 4 && tokens.is(at + 1, "unit", "hour");
    return {
      clock: { hour, minute, ...(sure ? { exact: true } : {}) },
      to: at + (isSpelt ? 2 : 1),
      bare: !isSpelt,
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

function spokenClock(tokens: Tokens, at: number, hour: number): ClockRead | undefined {
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

const RELATIONS: Readonly<Record<string, Relation | "at">> = {
  at: "at",
  around: "at",
  from: "from",
  until: "until",
  by: "before",
  before: "before",
  after: "after",
};

/** What would make a bare number after "at" something else than an hour. */
export function isCounted(tokens: Tokens, to: number): boolean {
  const isDate =
    /^[-/.]$/.test(tokens.text(to)) && tokens.text(to + 2) === tokens.text(to) && tokens.glued(to + 2);
  return (
    isDate ||
    tokens.is(to, "person") ||
    unitAt(tokens, to) !== undefined ||
    tokens.is(to, "room") ||
    tokens.is(to, "seat") ||
    tokens.is(to, "floor") ||
    tokens.is(to, "mark", "ge", "wei", "jian", "hao", "yue", "nian") ||
    tokens.text(to) === "%" ||
    (tokens.text(to) === "/" && tokens.at(to + 1).number !== undefined) ||
    tokens.is(to, "month")
  );
}

/** A time, with what stands before it: at 3, @2, until 5, before noon, after 15:00, from 2. */
export const clock: Parser = {
  name: "clock",
  find({ tokens }, at) {
    let index = at;
    let relation: Relation | undefined;
    let isLed = false;
    while (index - at < 3) {
      const key = tokens.key(index, "link");
      const found = key === undefined ? undefined : RELATIONS[key];
      if (found === undefined) break;
      if (found !== "at") relation = found;
      isLed ||= key !== "around";
      index++;
    }
    const read = clockAt(tokens, index);
    if (read === undefined) return undefined;
    const suffixed = tokens.is(read.to, "suffix", "from") && tokens.glued(read.to);
    if (read.bare === true && (!isLed || isCounted(tokens, read.to))) return undefined;
    if (read.bare === true && lengthAt(tokens, index) !== undefined) return undefined;
    if (tokens.is(read.to, "unit", "hour") && tokens.text(read.to - 2) === ":") return undefined;
    if (read.clock.dotted === true && !isLed && unitAt(tokens, read.to) !== undefined) return undefined;
    if (read.invalid === true) return { to: read.to, meaning: { kind: "error", error: "time" } };
    const after = suffixed ? undefined : tokens.key(read.to, "suffix");
    const suffix = relation === undefined ? SUFFIXES[after ?? ""] : undefined;
    const said = relation ?? suffix;
    return {
      to: read.to + (suffix !== undefined || suffixed ? 1 : 0),
      meaning: { kind: "clock", clock: read.clock, ...(said === undefined ? {} : { relation: said }) },
    };
  },
};

export const SUFFIXES: Readonly<Record<string, Relation>> = {
  after: "after",
  onwards: "after",
  before: "before",
};
