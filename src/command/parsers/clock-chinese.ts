import { isRoughPair } from "../numerals.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { type ClockRead, exactness } from "./clock-forms.ts";
import { shift } from "./clock-spoken.ts";

/** 三点, 3点半, 三点一刻, 15点30分, 两点二十, 8点整, 三点过五分, 9时. */
export function chineseClock(tokens: Tokens, at: number): ClockRead | undefined {
  const { number, text } = tokens.at(at);
  if (number === undefined || !tokens.is(at + 1, "mark", "dian") || tokens.is(at - 1, "mark", "di"))
    return undefined;
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

/** 三点半小时 would be "three, half an hour". */
function unitAfterHalf(tokens: Tokens, half: number): boolean {
  if (tokens.text(half + 1) === "钟") return true;
  const after = tokens.is(half + 1, "mark", "ge") ? half + 2 : half + 1;
  return unitAt(tokens, after) === undefined;
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
    tokens.is(next, "floor");
  return !blocked && (number >= 10 || tokens.text(at).length === 2);
}
