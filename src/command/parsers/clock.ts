import type { Clock, Parser, Relation } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { clockAt } from "./clock-forms.ts";
import { isMinutesMore } from "./length.ts";
import { lengthAt } from "./length-forms.ts";

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

/** "at 10 to 3" is ten minutes to three; "at 10 to 11" is a range. */
function minutesToAt(tokens: Tokens, at: number): Clock | undefined {
  const [minutes, hour] = [tokens.at(at), tokens.at(at + 2)];
  const isPlain =
    /^(5|10|20|25)$/.test(minutes.digits ?? "") &&
    tokens.text(at + 1) === "to" &&
    /^\d{1,2}$/.test(hour.digits ?? "");
  if (!isPlain || hour.number === undefined || hour.number > 12 || hour.number === (minutes.number ?? 0) + 1)
    return undefined;
  if (isCounted(tokens, at + 3) || tokens.is(at + 3, "meridiem") || tokens.text(at + 3) === ":")
    return undefined;
  const total = hour.number * 60 - (minutes.number ?? 0);
  return { hour: Math.floor(total / 60), minute: total % 60 };
}

/** "around 4": an hour where nothing follows that it could count. */
function isAroundHour(tokens: Tokens, at: number, to: number): boolean {
  const { number = 0 } = tokens.at(at);
  const isAround = /^(around|about|approx|approx.|approximately|roughly|circa)$/.test(tokens.text(at - 1));
  const isFree =
    /^[,.?!]?$/.test(tokens.text(to)) ||
    tokens.is(to, "dayOffset") ||
    tokens.is(to, "dayOffsetPart") ||
    tokens.is(to, "weekday") ||
    tokens.is(to, "link", "on", "in", "for", "with");
  return isAround && isFree && number >= 1 && number <= 12 && !tokens.is(at - 2, "link", "for");
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
    const minutesTo = tokens.is(index - 1, "link", "at") ? minutesToAt(tokens, index) : undefined;
    if (minutesTo !== undefined) return { to: index + 3, meaning: { kind: "clock", clock: minutesTo } };
    const read = clockAt(tokens, index);
    if (read === undefined) return undefined;
    const isVague =
      tokens.is(index - 1, "link", "around") && index > at && tokens.is(index, "clockWord", "noon");
    if (isVague) return { to: read.to, meaning: { kind: "part", part: "noon" } };
    const suffixed = tokens.is(read.to, "suffix", "from") && tokens.glued(read.to);
    const isVerbLed =
      tokens.is(at - 1, "verb", "shorten", "extend", "move") &&
      / (at|by|to|until|till)$/.test(tokens.text(at - 1));
    const isSaid = isLed || isVerbLed || (index > at && isAroundHour(tokens, index, read.to));
    if (read.bare === true && (!isSaid || isCounted(tokens, read.to))) return undefined;
    if (read.bare === true && (lengthAt(tokens, index) !== undefined || isMinutesMore(tokens, index)))
      return undefined;
    const isHours = unitAt(tokens, read.to) === "hour" && tokens.text(read.to - 2) === ":";
    if (isHours && read.clock.hour <= 8) return undefined;
    if (isHours) return { to: read.to + 1, meaning: { kind: "clock", clock: read.clock } };
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
