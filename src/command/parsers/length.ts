import { isHan } from "../normalise.ts";
import type { Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";
import type { Amount } from "./amount.ts";
import { lengthAt, simpleLength } from "./length-forms.ts";

function signedLength(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  const isMinus =
    tokens.is(at, "link", "minus") ||
    (tokens.text(at) === "-" && tokens.glued(at + 1) && (tokens.at(at).gap || followsVerb(tokens, at)));
  if (!isMinus) return lengthAt(tokens, at);
  const length = lengthAt(tokens, at + 1);
  return length === undefined ? undefined : { ...length, value: -Math.abs(length.value) };
}

/** 订-1小时, "book, -30 min". */
const followsVerb = (tokens: Tokens, at: number): boolean =>
  tokens.is(at - 1, "verb", "book", "extend") || /^[,，;；:]$/.test(tokens.text(at - 1));

/** Days and weeks are lengths only after "for"; else they say when. */
export const length: Parser = {
  name: "length",
  find({ tokens }, at) {
    // 推迟一天: elsewhere the two characters say nothing.
    if (tokens.text(at) === "一天" && tokens.is(at - 1, "verb", "move", "delay"))
      return { to: at + 1, meaning: { kind: "length", minutes: 1440 } };
    if (isMinutesMore(tokens, at))
      return { to: at + 1, meaning: { kind: "length", minutes: tokens.at(at).number ?? 0 } };
    const isFor = tokens.is(at, "link", "for");
    let from = at;
    while (
      from - at < 3 &&
      tokens.is(from, "link", "for", "around", "a", "the", "within") &&
      !tokens.is(from, "link", "a")
    )
      from++;
    const found = signedLength(tokens, from) ?? lengthRange(tokens, from);
    if (found === undefined) return undefined;
    const isLong = found.unit === "day" || found.unit === "week" || found.unit === "fortnight";
    const whole = isLong && found.value >= 1440;
    const suffixed = tokens.is(found.to, "suffix", "after", "before");
    if (suffixed || (whole && !isFor && !isStay(tokens, at, found.to))) return undefined;
    return { to: found.to, meaning: { kind: "length", minutes: found.value } };
  },
};

/** "Extend K2 by 15": by so many minutes, which go without saying. "Extend K2 by 5" may be an hour. */
export function isMinutesMore(tokens: Tokens, at: number): boolean {
  const { digits, number = 0 } = tokens.at(at);
  if (tokens.text(at - 1) !== "by" || !/^\d{2}$/.test(digits ?? "") || number < 10 || number % 5 > 0)
    return false;
  const next = tokens.text(at + 1);
  const isAlone = /^[,.?!;]?$/.test(next) || /^(please|pls|plz|thanks)$/.test(next);
  return (
    isAlone && tokens.list.some((_, index) => index < at && tokens.is(index, "verb", "extend", "shorten"))
  );
}

/** "2-3 hours": the longer is asked for. */
function lengthRange(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  const isPair =
    tokens.at(at).number !== undefined &&
    tokens.is(at + 1, "link", "to", "or") &&
    tokens.at(at + 2).number !== undefined;
  return isPair ? simpleLength(tokens, at + 2) : undefined;
}

/** 订三天, "a 2 day meeting", 一周会议室: days that are a length. */
function isStay(tokens: Tokens, at: number, to: number): boolean {
  const next = tokens.is(to, "link", "of") ? to + 1 : to;
  return (
    tokens.is(at - 1, "verb", "book", "extend", "move", "delay") ||
    (tokens.is(at - 1, "link", "by") && isMove(tokens)) ||
    tokens.is(to, "meeting") ||
    (tokens.is(next, "room") && isHan(tokens.text(next)))
  );
}

/** "Postpone it by two days". */
const isMove = (tokens: Tokens): boolean => tokens.list.some((_, index) => tokens.is(index, "verb", "move"));
