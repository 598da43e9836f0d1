import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { type DayRead, dayNumberAt, isYear, skipDot, yearAfter } from "./day-words.ts";

export function relativeDay(tokens: Tokens, at: number): DayRead | undefined {
  const key = tokens.key(at, "dayOffset");
  if (key === undefined) return undefined;
  const weak = /^(tom|翌日|day after|the day after|morrow)$/.test(tokens.text(at));
  return { day: { type: "offset", days: Number(key) }, to: at + 1, ...(weak ? { weak } : {}) };
}

/** Christmas, 元旦, 明年元旦: the feasts with a fixed date. */
export function holiday(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
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

/** 12 March, March 12th 2026, the 12th of March, 29.Sept, Oct. 1st, 2009 May 22nd, 15Sep. */
export function namedMonth(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
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
export function chineseDate(tokens: Tokens, at: number, thisYear: number): DayRead | undefined {
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
  if (tokens.is(index + 2, "mark", "lastDay") && month <= 12)
    return { day: { type: "monthEdge", edge: "end", monthOffset: 0, month }, to: index + 3 };
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
