import { digitsOf } from "../numerals.ts";
import type { DaySpec, Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { clockAt } from "./clock.ts";

export interface DayRead {
  readonly day: DaySpec;
  readonly to: number;
  readonly weak?: boolean;
  /** The text names a date that no calendar has. */
  readonly impossible?: boolean;
}

/** A day at `at`: 明天, next Friday, 12 March, 3/12, 12号, the third Tuesday of September, 月底 … */
export function dayAt(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  let best: DayRead | undefined;
  for (const read of READERS) {
    const found = read(tokens, at, thisYear);
    if (found !== undefined && found.to > (best?.to ?? 0)) best = found;
  }
  return best;
}

const READERS: readonly ((tokens: Tokens, at: number, thisYear: number) => DayRead | undefined)[] = [
  relativeDay,
  weekday,
  digitDate,
  namedMonth,
  chineseDate,
  dayOfMonth,
  nthWeekday,
  monthEdge,
  span,
  afterNext,
  weekEnd,
  holiday,
];

function relativeDay(tokens: Tokens, at: number): DayRead | undefined {
  const key = tokens.key(at, "dayOffset");
  if (key === undefined) return undefined;
  const weak = /^(tom|翌日|day after|the day after|morrow)$/.test(tokens.text(at));
  return { day: { type: "offset", days: Number(key) }, to: at + 1, ...(weak ? { weak } : {}) };
}

/** Christmas, 元旦, 明年元旦: the feasts with a fixed date. */
function holiday(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const shift = YEARS[tokens.key(at, "mark") ?? ""];
  const index = shift === undefined ? at : at + 1;
  const [month, day] = (tokens.key(index, "holiday") ?? "").split("-").map(Number);
  if (month === undefined || day === undefined || month === 0) return undefined;
  return {
    day: { type: "date", month, day, ...(shift === undefined ? {} : { year: thisYear + shift }) },
    to: index + 1,
  };
}

const YEARS: Readonly<Record<string, number>> = { yearWord: 0, nextYear: 1, lastYear: -1 };

const WEEKS: Readonly<Record<string, number>> = { this: 0, next: 1, last: -1 };

/** 这, 下, 下下, 上个, this, next, "the coming": how many weeks (or months) on. */
function whichAt(tokens: Tokens, at: number): { offset: number | undefined; to: number } | undefined {
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

function weekday(tokens: Tokens, at: number): DayRead | undefined {
  const which = whichAt(tokens, at);
  let index = which?.to ?? at;
  // "this week Friday", "next week on Wednesday"
  if (which !== undefined && tokens.is(index, "unit", "week") && !tokens.is(index, "weekPrefix")) {
    const after =
      tokens.is(index + 1, "link", "on", "of") ||
      tokens.text(index + 1) === "'s" ||
      tokens.text(index + 1) === ","
        ? index + 2
        : index + 1;
    if (tokens.is(after, "weekday")) index = after;
  } else if (
    which !== undefined &&
    tokens.is(index, "weekPrefix") &&
    tokens.is(index + 1, "link", "of") &&
    tokens.is(index + 2, "weekday")
  )
    index += 2;
  const read = weekdayName(tokens, index);
  if (read === undefined) return undefined;
  const { value, to, weak } = read;
  if (which !== undefined && which.offset !== undefined) {
    const strict = which.offset === 0;
    return { day: { type: "weekday", weekday: value, week: which.offset, strict }, to };
  }
  const bare: DaySpec = { type: "weekday", weekday: value };
  if (which !== undefined) return { day: bare, to };
  // "Wednesday next week", "Friday week", "the Monday after next"
  const later = tokens.is(to, "link", "of") ? to + 1 : to;
  const week = whichAt(tokens, later);
  if (week?.offset !== undefined && tokens.is(week.to, "unit", "week"))
    return { day: { ...bare, week: week.offset }, to: week.to + 1 };
  if (tokens.text(to) === "week" && tokens.at(to - 1).text !== "week")
    return { day: { ...bare, week: 1 }, to: to + 1 };
  if (tokens.is(to, "link", "after") && tokens.is(to + 1, "which", "next"))
    return { day: { ...bare, week: 2 }, to: to + 2 };
  return { day: bare, to, ...(weak && at === index ? { weak } : {}) };
}

const WEAK = /^(sat|sun|mon|mo|tu|wed|thr|拜一|拜二|拜三|拜四|拜五|拜六)$/;

function weekdayName(tokens: Tokens, at: number): { value: number; to: number; weak: boolean } | undefined {
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

const isYear = (value: number | undefined, digits: string | undefined): value is number =>
  value !== undefined && value >= 1900 && value <= 2200 && (digits === undefined || digits.length === 4);

/** 2026-03-12, 2026/3/12, 2026.3.12, 20260312, 3/12, 3-12, 12/31/2026, 21-04-2016, 22/04. */
function digitDate(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const first = tokens.at(at);
  if (first.digits === undefined) return undefined;
  if (first.digits.length === 8) {
    const value = Number(first.digits);
    const year = Math.floor(value / 10_000);
    const month = Math.floor(value / 100) % 100;
    const isDate =
      isYear(year, undefined) && month >= 1 && month <= 12 && value % 100 >= 1 && value % 100 <= 31;
    return isDate ? { day: { type: "date", year, month, day: value % 100 }, to: at + 1 } : undefined;
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
    const to = tokens.text(at + 5) === "t" && tokens.glued(at + 5) ? at + 6 : at + 5;
    return {
      day: { type: "date", year: a, month: b, day: third.number },
      to,
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

/** 3.5 is a date where a time of day follows: 3.5下午, 3.5 15:00. */
function isDotDate(tokens: Tokens, at: number): boolean {
  if (tokens.text(at) === "." && tokens.glued(at)) return true;
  if (tokens.is(at, "dayPart") || (tokens.is(at, "mark", "hao") && tokens.glued(at))) return true;
  return tokens.at(at).number !== undefined && tokens.at(at).gap && clockAt(tokens, at)?.bare === false;
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

/** A year after a date: ", 2026", "2026". Four digits that go on as a range, or lie far off, are a time. */
function yearAfter(tokens: Tokens, at: number, thisYear: number): { year: number; to: number } | undefined {
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
function dayNumberAt(tokens: Tokens, at: number): { value: number; to: number; nth: boolean } | undefined {
  const nth = tokens.key(at, "ordinal");
  if (nth !== undefined) return { value: Number(nth), to: at + 1, nth: true };
  const { number, digits } = tokens.at(at);
  if (number === undefined || (digits?.length ?? 0) > 2) return undefined;
  const isNth =
    /^(st|nd|rd|th)$/.test(tokens.text(at + 1)) && (tokens.glued(at + 1) || tokens.text(at + 1) === "th");
  return { value: number, to: isNth ? at + 2 : at + 1, nth: isNth };
}

const skipDot = (tokens: Tokens, at: number): number =>
  tokens.text(at) === "." && tokens.glued(at) ? at + 1 : at;

/** 12 March, March 12th 2026, the 12th of March, 29.Sept, Oct. 1st, 2009 May 22nd, 15Sep. */
function namedMonth(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const lead = tokens.at(at);
  if (isYear(lead.number, lead.digits) && tokens.is(at + 1, "month")) {
    const rest = namedMonth(tokens, at + 1, thisYear);
    if (rest?.day.type === "date") return { ...rest, day: { ...rest.day, year: lead.number } };
  }
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const month = tokens.key(start, "month");
  if (month !== undefined) {
    let index = skipDot(tokens, start + 1);
    while (
      index - start < 4 &&
      (tokens.text(index) === "," ||
        tokens.is(index, "link", "the") ||
        (/^[-/]$/.test(tokens.text(index)) && tokens.glued(index)))
    )
      index++;
    const day = dayNumberAt(tokens, index);
    if (day === undefined || !validDay(tokens, day)) return undefined;
    const year = yearAfter(tokens, day.to, thisYear);
    return {
      day: {
        type: "date",
        month: Number(month),
        day: day.value,
        ...(year === undefined ? {} : { year: year.year }),
      },
      to: year?.to ?? day.to,
    };
  }
  const day = dayNumberAt(tokens, start);
  if (day === undefined || day.value < 1 || day.value > 31) return undefined;
  let index = skipDot(tokens, day.to);
  if (tokens.is(index, "link", "of") && tokens.text(index) === "of") index++;
  if (tokens.is(index, "link", "the")) index++;
  const named = tokens.key(index, "month");
  if (
    named === undefined ||
    (tokens.text(index) === "may" && /^(i|we|you|be|have)$/.test(tokens.text(index + 1)))
  )
    return undefined;
  const after = skipDot(tokens, index + 1);
  const end = after > index + 1 && !tokens.glued(after) ? after : index + 1;
  const year = yearAfter(tokens, end, thisYear);
  return {
    day: {
      type: "date",
      month: Number(named),
      day: day.value,
      ...(year === undefined ? {} : { year: year.year }),
    },
    to: year?.to ?? end,
  };
}

/** "March 3" but not "March 3pm", "March 15:00", "May 4 people". */
function validDay(tokens: Tokens, day: { value: number; to: number; nth: boolean }): boolean {
  if (day.value < 1 || day.value > 31) return false;
  if (day.nth) return true;
  const next = tokens.text(day.to);
  const isClock =
    tokens.is(day.to, "meridiem") ||
    (next === ":" && tokens.glued(day.to)) ||
    (/^[ap]$/.test(next) && tokens.glued(day.to));
  return !isClock && !tokens.is(day.to, "person") && unitAt(tokens, day.to) === undefined;
}

/** 2026年3月12日, 3月12号, 三月十二, 下个月二十号, 二零零四年八月十五, 明年1月2日. */
function chineseDate(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  let index = at;
  let year: number | undefined;
  if (tokens.at(at).number !== undefined && tokens.is(at + 1, "mark", "nian")) {
    const number = tokens.at(at).number ?? 0;
    year = number < 100 ? 2000 + number : number;
    index += 2;
  } else if (tokens.is(at, "mark", "yearWord", "nextYear", "lastYear")) {
    year = thisYear + (tokens.is(at, "mark", "nextYear") ? 1 : tokens.is(at, "mark", "lastYear") ? -1 : 0);
    index += tokens.is(at + 1, "link", "of") ? 2 : 1;
  }
  const month = tokens.at(index).number;
  if (month === undefined || !tokens.is(index + 1, "mark", "yue")) return undefined;
  if (tokens.is(index + 2, "link", "of")) index++;
  const edge = tokens.text(index + 2);
  if (edge === "底" || edge === "末" || edge === "初")
    return month > 12
      ? undefined
      : {
          day: { type: "monthEdge", edge: edge === "初" ? "start" : "end", monthOffset: 0, month },
          to: index + 3,
        };
  const day = tokens.at(index + 2).number;
  if (day === undefined || tokens.is(index + 3, "mark", "dian") || tokens.text(index + 3) === ":")
    return undefined;
  const hasMark = tokens.is(index + 3, "mark", "hao");
  return {
    day: { type: "date", month, day, ...(year === undefined ? {} : { year }) },
    to: index + (hasMark ? 4 : 3),
    impossible: month < 1 || month > 12 || day < 1 || day > 31,
  };
}

/** 12号, 这个月20号, 下月15日, the 24th, "on the first", "the 24". */
function dayOfMonth(tokens: Tokens, at: number): DayRead | undefined {
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
  const isTaken = tokens.is(at - 1, "verb", "book") && tokens.at(to).text === "";
  const isOther = isTaken || isCountedDay(tokens, to);
  if (isOther || (!day.nth && (!hasThe || tokens.is(to, "meridiem")))) {
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
    (tokens.is(to, "filler", "") && /^(one|ones|time)$/.test(tokens.text(to))) ||
    tokens.is(to, "person") ||
    unitAt(tokens, to) !== undefined ||
    (tokens.is(to, "weekday") && !tokens.is(to + 1, "link")) ||
    tokens.is(to, "choiceWord") ||
    tokens.is(to, "room") ||
    tokens.is(to, "building")
  );
}

/** "third Tuesday of September 2014", 十月第一个星期一, 八月份的第一个周二, "last Friday of the month". */
function nthWeekday(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const day = dayNumberAt(tokens, start);
  const isLast = tokens.is(start, "which", "last");
  const nth = isLast ? -1 : day !== undefined && day.nth && day.value <= 5 ? day.value : undefined;
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

/** 月底, 下月底, 月初, end of month, "the end of next month". */
function monthEdge(tokens: Tokens, at: number): DayRead | undefined {
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

/** "the week after next", "the weekend after next". */
function afterNext(tokens: Tokens, at: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  const unit = tokens.is(start, "weekend", "once")
    ? "weekend"
    : tokens.is(start, "unit", "week")
      ? "week"
      : undefined;
  const isLater = tokens.is(start + 1, "link", "after") && tokens.is(start + 2, "which", "next");
  return unit !== undefined && isLater
    ? { day: { type: "span", unit, offset: 2 }, to: start + 3 }
    : undefined;
}

/** "end of next week" is its Friday. */
function weekEnd(tokens: Tokens, at: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  if (tokens.text(start) !== "end" || !tokens.is(start + 1, "link", "of")) return undefined;
  const which = whichAt(tokens, start + 2);
  const index = which?.to ?? (tokens.is(start + 2, "link", "the") ? start + 3 : start + 2);
  return tokens.is(index, "unit", "week")
    ? { day: { type: "weekday", weekday: 5, week: which?.offset ?? 0 }, to: index + 1 }
    : undefined;
}

/** This week, 下周, next weekend, 本月: a stretch of days. */
function span(tokens: Tokens, at: number): DayRead | undefined {
  const which = whichAt(tokens, at);
  if (which === undefined) {
    const start = tokens.is(at, "link", "the") ? at + 1 : at;
    return tokens.is(start, "weekend", "once")
      ? { day: { type: "span", unit: "weekend", offset: 0 }, to: start + 1 }
      : undefined;
  }
  const offset = which.offset ?? 0;
  if (tokens.is(which.to, "weekend", "once"))
    return { day: { type: "span", unit: "weekend", offset }, to: which.to + 1 };
  if (tokens.is(which.to, "unit", "week") || tokens.is(which.to, "weekPrefix"))
    return { day: { type: "span", unit: "week", offset }, to: which.to + 1 };
  if (tokens.is(which.to, "unit", "month") && !tokens.is(which.to + 1, "mark", "ge"))
    return { day: { type: "span", unit: "month", offset }, to: which.to + 1 };
  return undefined;
}

/** 一三五 after 周: further weekdays run together. */
export function runOfWeekdays(tokens: Tokens, at: number): { values: number[]; to: number } {
  const values: number[] = [];
  let index = at;
  while (
    index - at < 6 &&
    tokens.glued(index) &&
    tokens.at(index).number !== undefined &&
    !tokens.is(index + 1, "mark") &&
    unitAt(tokens, index + 1) === undefined &&
    !tokens.is(index + 1, "person") &&
    tokens.text(index + 1) !== ":" &&
    !tokens.is(index + 1, "meridiem")
  ) {
    values.push(...digitsOf(tokens.text(index)).filter((value) => value >= 1 && value <= 7));
    index++;
  }
  if (values.length > 0 && tokens.text(index) === "日") {
    values.push(7);
    index++;
  }
  return { values, to: index };
}

export const day: Parser = {
  name: "day",
  find({ tokens, now }, at) {
    const thisYear = new Date(now * 60_000).getUTCFullYear();
    const ahead = fromDay(tokens, at, thisYear);
    if (ahead !== undefined) return ahead;
    const read = dayAt(tokens, at, thisYear);
    if (read === undefined) return undefined;
    if (read.impossible === true) return { to: read.to, meaning: { kind: "error", error: "date" } };
    return {
      to: read.to,
      meaning: { kind: "day", day: read.day, ...(read.weak === true ? { weak: true } : {}) },
    };
  },
};

/** "three weeks from tomorrow", "a week after tomorrow", "2 days after Friday": an offset from a day that is itself relative. */
function fromDay(tokens: Tokens, at: number, thisYear: number): ReturnType<Parser["find"]> {
  const isArticle = tokens.is(at, "link", "a");
  const amount = isArticle ? 1 : tokens.at(at).number;
  const unit = tokens.key(at + 1, "unit");
  if (
    amount === undefined ||
    (unit !== "day" && unit !== "week") ||
    !tokens.is(at + 2, "link", "from", "after")
  )
    return undefined;
  const base = dayAt(tokens, at + 3, thisYear);
  if (base?.day.type === "offset")
    return {
      to: base.to,
      meaning: {
        kind: "day",
        day: { type: "offset", days: base.day.days + amount * (unit === "week" ? 7 : 1) },
      },
    };
  if (base?.day.type === "weekday" && unit === "week")
    return {
      to: base.to,
      meaning: { kind: "day", day: { ...base.day, week: (base.day.week ?? 0) + amount } },
    };
  return undefined;
}
