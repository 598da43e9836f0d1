import type { Parser, Part, Recurrence } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { habit } from "./habit.ts";
import { runOfWeekdays } from "./weekday.ts";
import { weekdayList } from "./weekdays.ts";

const UNIT_FREQ: Readonly<Record<string, Recurrence["freq"]>> = {
  day: "DAILY",
  week: "WEEKLY",
  month: "MONTHLY",
  year: "YEARLY",
};
const WORKING = [1, 2, 3, 4, 5];

type Found = { to: number; meaning: { kind: "recurrence"; recurrence: Recurrence; part?: Part } } | undefined;

const found = (to: number, recurrence: Recurrence): Found => ({
  to,
  meaning: { kind: "recurrence", recurrence },
});

/** 每周一三五, every other Tuesday, weekly on Tue, Thursdays, 工作日每天, 每月5号, each two days, on mornings. */
export const recurrence: Parser = {
  name: "recurrence",
  find({ tokens }, at) {
    const rule =
      ofEveryMonth(tokens, at) ??
      frequencyWord(tokens, at) ??
      every(tokens, at) ??
      everyWeekdays(tokens, at) ??
      plural(tokens, at) ??
      habit(tokens, at);
    return rule !== undefined && /^一[次回]$/.test(tokens.text(rule.to))
      ? { ...rule, to: rule.to + 1 }
      : rule;
  },
};

/** daily, weekly on Tue, 每周(一), 每两周周五, biweekly on Mondays, monthly on the 5th. */
function frequencyWord(tokens: Tokens, at: number): Found {
  const key = tokens.key(at, "frequency");
  if (key === undefined) return undefined;
  const [freq, interval] = key.split(":");
  const rule: Recurrence = { freq: freq as Recurrence["freq"], interval: Number(interval) };
  return refineRule(tokens, at + 1, rule);
}

/** Adds what follows a frequency: the weekdays of a week, the day of a month. */
function refineRule(tokens: Tokens, at: number, rule: Recurrence): Found {
  // 每周两次 says how often, not on which day.
  if (tokens.at(at).number !== undefined && /^[次回遍]$/.test(tokens.text(at + 1)))
    return found(at + 2, rule);
  let index = at;
  while (
    index - at < 3 &&
    (tokens.is(index, "link", "on", "of", "the", "at", "in") || /^[,]$/.test(tokens.text(index)))
  )
    index++;
  if (rule.freq === "WEEKLY") {
    const run = runOfWeekdays(tokens, at);
    if (run.values.length > 0) {
      const more = weekdayList(tokens, skipJoint(tokens, run.to));
      return found(more.values.length > 0 ? more.to : run.to, {
        ...rule,
        weekdays: unique([...run.values, ...more.values]),
      });
    }
    if (/^[日天]$/.test(tokens.text(at)) && tokens.glued(at))
      return found(at + 1, { ...rule, weekdays: [7] });
    if (tokens.text(at) === "末" || tokens.is(index, "weekend"))
      return found(tokens.text(at) === "末" ? at + 1 : index + 1, { ...rule, weekdays: [6, 7] });
    if (tokens.is(index, "weekdays")) return found(index + 1, { ...rule, weekdays: WORKING });
    const list = weekdayList(tokens, index);
    if (list.values.length > 0) return found(list.to, { ...rule, weekdays: list.values });
  }
  if (rule.freq === "DAILY" && tokens.is(index, "weekdays"))
    return found(index + 1, { freq: "WEEKLY", interval: 1, weekdays: WORKING });
  if (rule.freq === "MONTHLY" || rule.freq === "YEARLY") return monthRule(tokens, at, index, rule);
  return found(at, rule);
}

const skipJoint = (tokens: Tokens, at: number): number =>
  /^[,、和及与]$/.test(tokens.text(at)) ? at + 1 : at;
const unique = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

function monthRule(tokens: Tokens, at: number, index: number, rule: Recurrence): Found {
  // 每月第一个周一, "monthly on the first Monday"
  const isDi = tokens.is(index, "mark", "di") && tokens.at(index + 1).number !== undefined;
  const isLast = tokens.is(index, "which", "last") || tokens.text(index) === "最后一个";
  const nth = isLast ? -1 : isDi ? tokens.at(index + 1).number : ordinalAt(tokens, index)?.value;
  const after = isLast
    ? index + 1
    : isDi
      ? tokens.is(index + 2, "mark", "ge")
        ? index + 3
        : index + 2
      : (ordinalAt(tokens, index)?.to ?? index);
  const weekday = tokens.key(after, "weekday");
  if (nth !== undefined && weekday !== undefined)
    return found(after + 1, { ...rule, nth, weekdays: [Number(weekday)] });
  if (tokens.is(index, "mark", "lastDay")) return found(index + 1, { ...rule, monthDay: -1 });
  if (tokens.text(at) === "底" || tokens.text(at) === "末" || (isLast && tokens.is(after, "unit", "day")))
    return found(isLast ? after + 1 : at + 1, { ...rule, monthDay: -1 });
  if (tokens.text(at) === "初") return found(at + 1, { ...rule, monthDay: 1 });
  const dates = monthDays(tokens, index);
  const [monthDay, ...moreMonthDays] = dates.values;
  if (monthDay !== undefined)
    return found(dates.to, { ...rule, monthDay, ...(moreMonthDays.length > 0 ? { moreMonthDays } : {}) });
  const ordinal = ordinalAt(tokens, index);
  if (ordinal !== undefined && ordinal.value <= 31)
    return found(ordinal.to, { ...rule, monthDay: ordinal.value });
  return found(at, rule);
}

/** 1号、15号, 15日和30日. */
function monthDays(tokens: Tokens, at: number): { values: number[]; to: number } {
  const values: number[] = [];
  let [index, to] = [at, at];
  while (values.length < 31) {
    const { number } = tokens.at(index);
    if (number === undefined || number < 1 || number > 31 || !tokens.is(index + 1, "mark", "hao")) break;
    values.push(number);
    to = index + 2;
    index = /^[,、和及与跟]$/.test(tokens.text(to)) ? to + 1 : to;
  }
  return { values, to };
}

/** "the 15th of every month", "first Monday of each month". */
function ofEveryMonth(tokens: Tokens, at: number): Found {
  let index = tokens.is(at, "link", "on") ? at + 1 : at;
  if (tokens.is(index, "link", "the")) index++;
  const isLast = tokens.is(index, "which", "last");
  const nth = isLast ? { value: -1, to: index + 1 } : ordinalAt(tokens, index);
  if (nth === undefined) return undefined;
  const weekday = tokens.key(nth.to, "weekday");
  let end = weekday === undefined && !tokens.is(nth.to, "unit", "day") ? nth.to : nth.to + 1;
  if (tokens.is(end, "link", "of", "in")) end++;
  if (!tokens.is(end, "which", "every") || !tokens.is(end + 1, "unit", "month")) return undefined;
  const rule: Recurrence = { freq: "MONTHLY", interval: 1 };
  return found(
    end + 2,
    weekday === undefined
      ? { ...rule, monthDay: nth.value }
      : { ...rule, nth: nth.value, weekdays: [Number(weekday)] },
  );
}

function ordinalAt(tokens: Tokens, at: number): { value: number; to: number } | undefined {
  const key = tokens.key(at, "ordinal");
  if (key !== undefined) return { value: Number(key), to: at + 1 };
  const { number } = tokens.at(at);
  return number !== undefined && /^(st|nd|rd|th)$/.test(tokens.text(at + 1))
    ? { value: number, to: at + 2 }
    : undefined;
}

/** every day, every other Tuesday, each 2 weeks on Friday, every 1st of the month, 每个周一, 每三天, 每隔两周. */
function every(tokens: Tokens, at: number): Found {
  if (!tokens.is(at, "which", "every")) return undefined;
  let index = tokens.text(at + 1) === "single" ? at + 2 : at + 1;
  if (tokens.is(index, "clockWord", "noon", "midnight")) return found(index, { freq: "DAILY", interval: 1 });
  if (tokens.is(index, "which", "last") && tokens.is(index + 1, "weekday"))
    return ofMonth(tokens, monthRule(tokens, at + 1, index, { freq: "MONTHLY", interval: 1 }));
  let interval = 1;
  if (tokens.is(index, "mark", "ge")) index++;
  const { number } = tokens.at(index);
  const skips = tokens.text(index) === "隔";
  if (skips && tokens.at(index + 1).number !== undefined) {
    interval = (tokens.at(index + 1).number ?? 1) + 1;
    index += 2;
  } else if (tokens.is(index, "which", "other") && !isOrdinalDate(tokens, index)) {
    interval = 2;
    index++;
  } else if (
    number !== undefined &&
    number >= 1 &&
    number <= 12 &&
    !/^(st|nd|rd|th)$/.test(tokens.text(index + 1))
  ) {
    interval = number;
    index++;
  } else {
    const nth = ordinalAt(tokens, index);
    if (
      nth !== undefined &&
      (tokens.is(nth.to, "unit", "week", "month", "day") ||
        (tokens.is(nth.to, "weekday") && nth.value === 2 && !tokens.is(nth.to + 1, "link", "of")))
    ) {
      interval = nth.value;
      index = nth.to;
    } else if (nth !== undefined) return monthRule(tokens, at + 1, index, { freq: "MONTHLY", interval: 1 });
  }
  if (tokens.is(index, "mark", "ge")) index++;
  if (tokens.is(index, "weekdays")) return found(index + 1, { freq: "WEEKLY", interval, weekdays: WORKING });
  if (tokens.is(index, "weekend")) return found(index + 1, { freq: "WEEKLY", interval, weekdays: [6, 7] });
  const list = weekdayList(tokens, index);
  if (list.values.length > 0) return found(list.to, { freq: "WEEKLY", interval, weekdays: list.values });
  const part = tokens.key(index, "dayPart");
  if (part !== undefined)
    return {
      to: index + 1,
      meaning: { kind: "recurrence", recurrence: { freq: "DAILY", interval }, part: part as Part },
    };
  const unit = tokens.key(index, "unit");
  if (unit === "fortnight") return refineRule(tokens, index + 1, { freq: "WEEKLY", interval: 2 });
  const freq = unit === undefined ? undefined : UNIT_FREQ[unit];
  return freq === undefined ? undefined : refineRule(tokens, index + 1, { freq, interval });
}

/** "every last Friday of the month": the month goes without saying. */
function ofMonth(tokens: Tokens, rule: Found): Found {
  if (rule === undefined || !tokens.is(rule.to, "link", "of", "in")) return rule;
  const index = tokens.is(rule.to + 1, "link", "the", "a") ? rule.to + 2 : rule.to + 1;
  return tokens.is(index, "unit", "month") ? { ...rule, to: index + 1 } : rule;
}

const isOrdinalDate = (tokens: Tokens, at: number): boolean =>
  tokens.text(at) === "second" && tokens.is(at + 1, "weekday") && tokens.is(at + 2, "link", "of");

/** 工作日每天, 周一到周五每天, 工作日, 周一三五, "Mondays", "weekdays at 9". */
function everyWeekdays(tokens: Tokens, at: number): Found {
  if (tokens.is(at, "weekdays", "always")) {
    const to = tokens.is(at + 1, "frequency", "DAILY:1") ? at + 2 : at + 1;
    return found(to, { freq: "WEEKLY", interval: 1, weekdays: WORKING });
  }
  if (/^[双单]$/.test(tokens.text(at)) && tokens.is(at + 1, "weekday")) {
    const { values, to } = weekdayList(tokens, at + 1);
    return found(to, { freq: "WEEKLY", interval: 2, weekdays: values });
  }
  if (!tokens.is(at, "weekday")) return undefined;
  const run = runOfWeekdays(tokens, at + 1);
  if (run.values.length > 0) {
    const first = Number(tokens.key(at, "weekday"));
    return found(run.to, { freq: "WEEKLY", interval: 1, weekdays: unique([first, ...run.values]) });
  }
  const list = weekdayList(tokens, at);
  const isDaily =
    tokens.is(list.to, "frequency", "DAILY:1") ||
    (tokens.is(list.to, "which", "every") && tokens.is(list.to + 1, "unit", "week"));
  const isWeekly = tokens.is(list.to, "frequency", "WEEKLY:1", "WEEKLY:2");
  if (isDaily && list.values.length > 1)
    return found(list.to + (tokens.is(list.to, "frequency") ? 1 : 2), {
      freq: "WEEKLY",
      interval: 1,
      weekdays: list.values,
    });
  if (isWeekly || isDaily)
    return found(list.to + (tokens.is(list.to, "frequency") ? 1 : 2), {
      freq: "WEEKLY",
      interval: tokens.is(list.to, "frequency", "WEEKLY:2") ? 2 : 1,
      weekdays: list.values,
    });
  return undefined;
}

function plural(tokens: Tokens, at: number): Found {
  const start = tokens.is(at, "link", "on") ? at + 1 : at;
  if (tokens.is(start, "weekend", "always"))
    return found(start + 1, { freq: "WEEKLY", interval: 1, weekdays: [6, 7] });
  if (tokens.is(start, "plural")) {
    const list = weekdayList(tokens, start);
    return found(list.to, { freq: "WEEKLY", interval: 1, weekdays: list.values });
  }
  const list = tokens.is(start, "weekday") ? weekdayList(tokens, start) : undefined;
  const isPlural = list !== undefined && list.values.length > 1 && tokens.is(list.to - 1, "plural");
  return isPlural && list !== undefined
    ? found(list.to, { freq: "WEEKLY", interval: 1, weekdays: list.values })
    : undefined;
}
