import type { Clock } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { chineseClock } from "./clock-chinese.ts";
import { type ClockRead, digitalClock, meridiemAt, wordClock } from "./clock-forms.ts";

/** "half past three", "quarter to 5", "20 past 2", "half three", 差十分三点. */
export function pastOrTo(tokens: Tokens, at: number): ClockRead | undefined {
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
      !(amount <= 10 && /^(from|between)$/.test(tokens.text(start - 1))) &&
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

export function shift(clock: Clock, minutes: number): Clock {
  const total = clock.hour * 60 + clock.minute + minutes;
  const hour = Math.floor(total / 60);
  const wrapped = hour === 0 && clock.hour === 1 ? 12 : hour;
  return { ...clock, hour: wrapped, minute: ((total % 60) + 60) % 60 };
}

function smallNumber(tokens: Tokens, at: number): { value: number; to: number } | undefined {
  const { number } = tokens.at(at);
  return number === undefined || number > 59 ? undefined : { value: number, to: at + 1 };
}
