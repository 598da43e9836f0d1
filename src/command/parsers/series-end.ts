import type { DaySpec, Parser, Reading, SeriesEnd } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { dayAt } from "./day.ts";
import { yearAfter } from "./day-words.ts";

type Found = { to: number; end: SeriesEnd } | undefined;

const TIMES =
  /^(times|time|x|occurrences|occurrence|occasions|instances|repetitions|repeats|sessions|次|回|遍)$/;
const TOTAL = /^(共|一共|总共|合计|共计|连续|连着|持续|为期|开|连开|x)$/;
const AHEAD = /^(接下来|接下来的|未来|往后|今后)$/;
type Units = Omit<SeriesEnd & { type: "span" }, "type">;
const WHOLES: Readonly<Record<string, Units>> = {
  day: { count: 1, unit: "day" },
  week: { count: 1, unit: "week" },
  fortnight: { count: 2, unit: "week" },
  month: { count: 1, unit: "month" },
  year: { count: 1, unit: "year" },
};
const HALVES: Readonly<Record<string, Units>> = {
  month: { count: 15, unit: "day" },
  year: { count: 6, unit: "month" },
};

/** How long a series goes on: "for 4 weeks", 连续4周, "12 times", 共8次, "until 30 June", 到6月底. Read only beside a rule. */
export const seriesEnd: Parser = {
  name: "end of the series",
  find(reading, at) {
    const { tokens } = reading;
    const found = times(tokens, at) ?? span(tokens, at) ?? restOf(tokens, at) ?? until(reading, at);
    return found && { to: found.to, meaning: { kind: "seriesEnd", end: found.end } };
  },
};

/** What may stand before a number of times or weeks; `isLed`: it says that the series lasts so long. */
function lead(tokens: Tokens, at: number): { to: number; isLed: boolean } {
  let index = at;
  while (
    index - at < 6 &&
    (tokens.is(index, "link", "for", "the", "during", "within", "of") ||
      tokens.is(index, "which", "next", "coming") ||
      TOTAL.test(tokens.text(index)) ||
      AHEAD.test(tokens.text(index)) ||
      (tokens.is(index, "link", "a") && tokens.text(index + 1) === "total") ||
      tokens.text(index) === "total")
  )
    index++;
  return { to: index, isLed: index > at };
}

function times(tokens: Tokens, at: number): Found {
  // 每周两次, "three times a week" say how often, not how long.
  if (tokens.is(at - 1, "frequency") || tokens.is(at - 1, "unit") || tokens.is(at - 1, "mark", "di"))
    return undefined;
  const { to, isLed } = lead(tokens, at);
  const count = tokens.at(to).number;
  if (count === undefined || !isCount(count)) return undefined;
  const after = tokens.is(to + 1, "mark", "ge") ? to + 2 : to + 1;
  if (tokens.text(to - 1) === "x" && tokens.glued(to)) return { to: to + 1, end: { type: "count", count } };
  // "for the next 5 Mondays": the days themselves are the rule's.
  if (isLed && tokens.is(after, "plural")) return { to: after, end: { type: "count", count } };
  const isMeeting =
    isLed && tokens.is(to - 1, "link", "for") && /^(meetings|sessions)$/.test(tokens.text(after));
  if (!isMeeting && !TIMES.test(tokens.text(after))) return undefined;
  const isRate =
    tokens.is(after + 1, "link", "a") ||
    tokens.is(after + 1, "which", "every") ||
    tokens.is(after + 1, "frequency") ||
    /^(per|每)$/.test(tokens.text(after + 1));
  return isRate ? undefined : { to: after + 1, end: { type: "count", count } };
}

function span(tokens: Tokens, at: number): Found {
  const { to, isLed } = lead(tokens, at);
  const end = spanAt(tokens, to);
  if (end === undefined) return undefined;
  const isSaid =
    isLed || (tokens.is(to, "link", "a") ? false : isAlone(tokens, at) && !tokens.is(end.to, "suffix"));
  return isSaid ? end : undefined;
}

/** 4 weeks, "a month", 三个月, 半年. */
function spanAt(tokens: Tokens, at: number): Found {
  const isHalf = tokens.is(at, "half");
  const count = isHalf || tokens.is(at, "link", "a") ? 1 : tokens.at(at).number;
  if (count === undefined || !isCount(count)) return undefined;
  const isCounted = tokens.is(at + 1, "mark", "ge");
  const index = isCounted ? at + 2 : at + 1;
  // 四月 is April, 四个月 are four months.
  const unit = tokens.text(index) === "月" && !isCounted ? undefined : tokens.key(index, "unit");
  const long = unit === undefined ? undefined : (isHalf ? HALVES : WHOLES)[unit];
  if (long === undefined) return undefined;
  return { to: index + 1, end: { type: "span", count: count * long.count, unit: long.unit } };
}

/** A bare 四周 or "4 weeks" must stand apart, after a comma or a blank. */
const isAlone = (tokens: Tokens, at: number): boolean =>
  tokens.at(at).gap || /^[,，、;；(（]$/.test(tokens.text(at - 1));

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= 1000;

const REST: Readonly<Record<string, DaySpec>> = {
  week: { type: "span", unit: "week", offset: 0 },
  month: { type: "monthEdge", edge: "end", monthOffset: 0 },
  year: { type: "date", month: 12, day: 31 },
};

/** "for the rest of the year". */
function restOf(tokens: Tokens, at: number): Found {
  const index = tokens.is(at, "link", "for", "during") ? at + 1 : at;
  const unit = tokens.key(index + 1, "unit");
  const day = unit === undefined ? undefined : REST[unit];
  if (day === undefined || !/rest of/.test(tokens.text(index))) return undefined;
  return { to: index + 2, end: { type: "until", day, isBefore: false } };
}

const WEAK = /^(-|to|到|至|through|thru|end|ends|ending|finish|finishes)$/;
const BEFORE = /^(before|prior to)$/;

/** "until 30 June", "ending on 30 June", 到6月底, 截止5月1日, 5月1日为止. */
function until({ tokens, now }: Reading, at: number): Found {
  const thisYear = new Date(now * 60_000).getUTCFullYear();
  const text = tokens.text(at);
  const isJoint =
    tokens.is(at, "link", "until", "to") || BEFORE.test(text) || /^(截止|截止到|截至|一直)$/.test(text);
  if (!isJoint) {
    const day = lastDay(tokens, at, thisYear);
    return day !== undefined && afterStop(tokens, day.to) > day.to
      ? { to: afterStop(tokens, day.to), end: { type: "until", day: day.day, isBefore: false } }
      : undefined;
  }
  let index = at + 1;
  while (
    index - at < 4 &&
    (tokens.is(index, "link", "until", "on", "in") || /^(to|到|至)$/.test(tokens.text(index)))
  )
    index++;
  const day = lastDay(tokens, index, thisYear);
  if (day === undefined) return undefined;
  // 周一到周五, "March 16 to 20" are days of the rule, or a stretch.
  const isStretch = WEAK.test(text) && isDayName(tokens, at - 1) && day.day.type === "weekday";
  if (isStretch && day.day.type === "weekday" && day.day.week === undefined) return undefined;
  const isBefore =
    BEFORE.test(text) ||
    (text !== "through" && text !== "thru" && day.day.type === "monthSpan" && /^[a-z]/.test(text));
  return { to: afterStop(tokens, day.to), end: { type: "until", day: day.day, isBefore } };
}

/** Behind 为止 and 截止. */
function afterStop(tokens: Tokens, at: number): number {
  if (tokens.text(at) === "为" && tokens.text(at + 1) === "止") return at + 2;
  return /^(止|截止)$/.test(tokens.text(at)) ? at + 1 : at;
}

const isDayName = (tokens: Tokens, at: number): boolean =>
  tokens.is(at, "weekday") || tokens.is(at, "plural") || tokens.is(at, "mark", "hao");

/** A day, or a month by its name alone. */
function lastDay(tokens: Tokens, at: number, thisYear: number): { day: DaySpec; to: number } | undefined {
  const read = dayAt(tokens, at, thisYear);
  if (read !== undefined) return read.impossible === true ? undefined : read;
  const month = tokens.key(at, "month");
  if (month !== undefined) {
    const year = yearAfter(tokens, at + 1, thisYear);
    const day: DaySpec = { type: "monthSpan", month: Number(month), ...(year && { year: year.year }) };
    return { day, to: year?.to ?? at + 1 };
  }
  const { number } = tokens.at(at);
  const isMonth = number !== undefined && number >= 1 && number <= 12 && tokens.is(at + 1, "mark", "yue");
  return isMonth && number !== undefined
    ? { day: { type: "monthSpan", month: number }, to: at + 2 }
    : undefined;
}
