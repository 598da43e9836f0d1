import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { type DayRead, dayNumberAt, weekdayName, whichAt, yearAfter } from "./day-words.ts";

/** 12号, 这个月20号, 下月15日, the 24th, "on the first", "the 24". */
export function dayOfMonth(tokens: Tokens, at: number): DayRead | undefined {
  const which = whichAt(tokens, at);
  const isMonth =
    which?.offset !== undefined &&
    (tokens.is(which.to, "mark", "yue") || tokens.is(which.to, "unit", "month"));
  let index = isMonth && which !== undefined ? which.to + 1 : at;
  if (isMonth && tokens.is(index, "link", "of", "on", "the")) index++;
  if (isMonth && tokens.is(index, "link", "the")) index++;
  const more = isMonth && which?.offset !== undefined ? { monthOffset: which.offset } : {};
  const { number } = tokens.at(index);
  if (number !== undefined && tokens.is(index + 1, "mark", "hao") && number >= 1 && number <= 31) {
    if (tokens.is(index + 2, "room") || tokens.is(index + 2, "building")) return undefined;
    return { day: { type: "monthDay", day: number, ...more }, to: index + 2 };
  }
  const hasThe = tokens.is(index, "link", "the");
  const isLed =
    hasThe ||
    tokens.is(index - 1, "link", "on") ||
    tokens.is(index - 1, "weekday") ||
    (tokens.text(index - 1) === "," && tokens.is(index - 2, "weekday"));
  const day = dayNumberAt(tokens, hasThe ? index + 1 : index);
  if (day === undefined || day.value < 1 || day.value > 31) return undefined;
  const { to } = day;
  const isSpelt = tokens.key(hasThe ? index + 1 : index, "ordinal") !== undefined;
  const isTaken =
    (tokens.is(at - 1, "verb", "book") ||
      (isSpelt && tokens.is(at - 1, "verb", "cancel", "extend", "swap"))) &&
    tokens.at(to).text === "";
  const isOther = isTaken || isCountedDay(tokens, to);
  const isWord = !day.nth && tokens.at(hasThe ? index + 1 : index).digits === undefined;
  if (isOther || (isWord && !isMonth) || (!day.nth && (!hasThe || tokens.is(to, "meridiem")))) {
    const isMatched = !isOther && isMonth && tokens.at(index).number !== undefined;
    return isMatched ? { day: { type: "monthDay", day: day.value, ...more }, to } : undefined;
  }
  const monthAfterIt = monthAfterDay(tokens, to);
  if (monthAfterIt !== undefined)
    return {
      day: { type: "monthDay", day: day.value, monthOffset: monthAfterIt.offset },
      to: monthAfterIt.to,
    };
  return isLed || isMonth || day.value > 3 || tokens.at(index).digits !== undefined
    ? { day: { type: "monthDay", day: day.value, ...more }, to, weak: !isLed && !isMonth }
    : undefined;
}

/** "the 5th of next month". */
function monthAfterDay(tokens: Tokens, at: number): { offset: number; to: number } | undefined {
  const index = tokens.is(at, "link", "of") ? at + 1 : at;
  const which = whichAt(tokens, index);
  return which?.offset !== undefined && tokens.is(which.to, "unit", "month")
    ? { offset: which.offset, to: which.to + 1 }
    : undefined;
}

function isCountedDay(tokens: Tokens, to: number): boolean {
  return (
    tokens.is(to, "floor") ||
    (tokens.is(to, "filler", "") && /^(one|ones|time|thing)$/.test(tokens.text(to))) ||
    tokens.is(to, "person") ||
    unitAt(tokens, to) !== undefined ||
    (tokens.is(to, "weekday") && !tokens.is(to + 1, "link")) ||
    tokens.is(to, "choiceWord") ||
    tokens.is(to, "room") ||
    tokens.is(to, "building")
  );
}

/** "third Tuesday of September 2014", 十月第一个星期一, 八月份的第一个周二, "last Friday of the month". */
export function nthWeekday(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const day = dayNumberAt(tokens, start);
  const isLast = tokens.is(start, "which", "last") || tokens.text(start) === "final";
  const nth = isLast ? -1 : day?.nth && day.value <= 5 ? day.value : undefined;
  const weekdayIndex = isLast ? start + 1 : (day?.to ?? start);
  const name = nth === undefined ? undefined : weekdayName(tokens, weekdayIndex);
  if (nth !== undefined && name !== undefined) {
    let index = tokens.is(name.to, "link", "of", "in") ? name.to + 1 : name.to;
    if (tokens.is(index, "link", "the")) index++;
    const which = whichAt(tokens, index);
    if (which?.offset !== undefined && tokens.is(which.to, "unit", "month"))
      return {
        day: { type: "nthWeekday", nth, weekday: name.value, monthOffset: which.offset },
        to: which.to + 1,
      };
    const month = tokens.key(which?.to ?? index, "month");
    if (month !== undefined) {
      const to = (which?.to ?? index) + 1;
      const year = yearAfter(tokens, to, thisYear);
      return {
        day: {
          type: "nthWeekday",
          nth,
          weekday: name.value,
          month: Number(month),
          ...(year === undefined ? {} : { year: year.year }),
        },
        to: year?.to ?? to,
      };
    }
    if (tokens.is(index, "unit", "month") && index > name.to)
      return { day: { type: "nthWeekday", nth, weekday: name.value, monthOffset: 0 }, to: index + 1 };
    return undefined;
  }
  const month = tokens.at(at).number;
  const which = whichAt(tokens, at);
  const isNamed = month !== undefined && tokens.is(at + 1, "mark", "yue");
  if (!isNamed && !(which?.offset !== undefined && tokens.is(which.to, "mark", "yue"))) return undefined;
  let index = isNamed ? at + 2 : (which?.to ?? at) + 1;
  if (tokens.is(index, "link", "of")) index++;
  const isLastOne = tokens.is(index, "last") || tokens.text(index) === "最后一个";
  if (!isLastOne && !tokens.is(index, "mark", "di")) return undefined;
  const count = isLastOne ? -1 : tokens.at(index + 1).number;
  index += isLastOne ? 1 : 2;
  if (tokens.is(index, "mark", "ge")) index++;
  const chinese = weekdayName(tokens, index);
  if (chinese === undefined || count === undefined) return undefined;
  const where = isNamed && month !== undefined ? { month } : { monthOffset: which?.offset ?? 0 };
  return { day: { type: "nthWeekday", nth: count, weekday: chinese.value, ...where }, to: chinese.to };
}

/** 月底, 6月底, 下月底, 月初, 年底, end of month, "the end of next month". */
export function monthEdge(tokens: Tokens, at: number): DayRead | undefined {
  const { number } = tokens.at(at);
  if (
    number !== undefined &&
    number >= 1 &&
    number <= 12 &&
    tokens.is(at + 1, "mark", "monthEnd", "monthStart")
  ) {
    const edge = tokens.is(at + 1, "mark", "monthEnd") ? "end" : "start";
    return { day: { type: "monthEdge", edge, monthOffset: 0, month: number }, to: at + 2 };
  }
  const year = tokens.is(at, "link", "the") ? at + 1 : at;
  if (tokens.is(year, "mark", "yearEnd")) return { day: { type: "date", month: 12, day: 31 }, to: year + 1 };
  if (tokens.is(at, "mark", "monthEnd", "monthStart")) {
    return {
      day: { type: "monthEdge", edge: tokens.is(at, "mark", "monthEnd") ? "end" : "start", monthOffset: 0 },
      to: at + 1,
    };
  }
  const which = whichAt(tokens, at);
  if (which?.offset !== undefined && tokens.is(which.to, "mark", "monthEnd", "monthStart")) {
    return {
      day: {
        type: "monthEdge",
        edge: tokens.is(which.to, "mark", "monthEnd") ? "end" : "start",
        monthOffset: which.offset,
      },
      to: which.to + 1,
    };
  }
  if (
    which?.offset !== undefined &&
    tokens.is(which.to, "mark", "yue") &&
    /^[底末初]$/.test(tokens.text(which.to + 1))
  ) {
    return {
      day: {
        type: "monthEdge",
        edge: tokens.text(which.to + 1) === "初" ? "start" : "end",
        monthOffset: which.offset,
      },
      to: which.to + 2,
    };
  }
  const last = which?.offset !== undefined && tokens.is(which.to, "mark", "yue") ? which.to + 1 : at;
  const lastDay = tokens.is(last, "link", "of") ? last + 1 : last;
  if (which?.offset !== undefined && last !== at && tokens.is(lastDay, "mark", "lastDay"))
    return { day: { type: "monthEdge", edge: "end", monthOffset: which.offset }, to: lastDay + 1 };
  let index = tokens.is(at, "link", "the") ? at + 1 : at;
  const word = tokens.text(index);
  if (word === "eom") return { day: { type: "monthEdge", edge: "end", monthOffset: 0 }, to: index + 1 };
  const edge =
    word === "end" || (word === "last" && tokens.is(index + 1, "unit", "day"))
      ? "end"
      : word === "first" && tokens.is(index + 1, "unit", "day")
        ? "start"
        : undefined;
  if (edge === undefined) return undefined;
  index += word === "end" ? 1 : 2;
  if (!tokens.is(index, "link", "of")) return undefined;
  index++;
  const later = whichAt(tokens, index);
  if (tokens.is(index, "link", "the")) index++;
  const month = tokens.key(index, "month");
  if (month !== undefined)
    return { day: { type: "monthEdge", edge, monthOffset: 0, month: Number(month) }, to: index + 1 };
  if (later?.offset !== undefined && tokens.is(later.to, "unit", "month"))
    return { day: { type: "monthEdge", edge, monthOffset: later.offset }, to: later.to + 1 };
  return tokens.is(index, "unit", "month")
    ? { day: { type: "monthEdge", edge, monthOffset: 0 }, to: index + 1 }
    : undefined;
}
