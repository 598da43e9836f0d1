import { civil, DAY_MINUTES, dayNumber, daysInMonth, monthAfter } from "../calendar.ts";
import type { Meaning, Parser, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { type Amount, amountAt, unitAt } from "./amount.ts";
import { lengthAt, skipLinks } from "./length-forms.ts";

/** "in two hours", 半小时后, "3 days from now", "the next 2 hours", 两小时内. Whole days and weeks give a date. */
export const offset: Parser = {
  name: "offset",
  find(reading, at) {
    return ahead(reading, at) ?? stretch(reading.tokens, at) ?? later(reading, at);
  },
};

type Found = ReturnType<Parser["find"]>;

function ahead({ tokens, now }: Reading, at: number): Found {
  let from = at;
  if (!tokens.is(at, "link", "in", "after", "past") && !tokens.is(at, "link", "within")) return undefined;
  if (tokens.is(at, "link", "past") && tokens.text(at) !== "过") return undefined;
  from++;
  while (
    from - at < 4 &&
    (tokens.is(from, "link", "around", "the", "past") ||
      /^(个|just|only|another|like)$/.test(tokens.text(from)))
  )
    from++;
  const next = tokens.is(from, "which", "next");
  if (next) from++;
  const found: Whole | undefined = whole(tokens, from) ?? minutesAlone(tokens, from, at);
  if (found === undefined) return undefined;
  const isAtOnce =
    /^(未来|接下来|接下去|往后)$/.test(tokens.text(at)) &&
    found.value < 1440 &&
    !tokens.is(found.to, "suffix", "within");
  const suffix = tokens.is(found.to, "suffix", "after") ? 1 : 0;
  const to = found.to + suffix;
  if (next || tokens.is(at, "link", "within") || tokens.is(found.to, "suffix", "within"))
    return {
      to: found.to + (tokens.is(found.to, "suffix", "within") ? 1 : 0),
      meaning: {
        kind: "stretch",
        minutes: minutesFrom(now, found),
        window: found.months !== undefined || (!next && !isAtOnce),
      },
    };
  return { to, meaning: offsetMeaning(found) };
}

/** "in 15": minutes go without saying. */
function minutesAlone(
  tokens: Tokens,
  from: number,
  at: number,
): (Amount & { readonly unit: string }) | undefined {
  const { number } = tokens.at(from);
  if (
    !tokens.is(at, "link", "in") ||
    number === undefined ||
    ![5, 10, 15, 20, 30, 45, 60, 90].includes(number)
  )
    return undefined;
  const isAlone = tokens.at(from + 1).text === "" || tokens.is(from + 1, "link", "for");
  return isAlone ? { value: number, to: from + 1, unit: "minute" } : undefined;
}

export function stretch(tokens: Tokens, at: number): Found {
  let from = tokens.is(at, "link", "the", "for", "during") ? at + 1 : at;
  if (tokens.is(from, "link", "the")) from++;
  if (!tokens.is(from, "which", "next", "coming")) return undefined;
  const found = lengthAt(tokens, from + 1) ?? bareHour(tokens, from + 1);
  if (found === undefined || found.value >= 1440 || found.unit === "day") return undefined;
  return { to: found.to, meaning: { kind: "stretch", minutes: found.value, window: false } };
}

function bareHour(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  return tokens.is(at, "unit", "hour") ? { value: 60, to: at + 1, unit: "hour" } : undefined;
}

function later({ tokens, now }: Reading, at: number): Found {
  const found = whole(tokens, at);
  if (found === undefined) return undefined;
  if (tokens.is(found.to, "suffix", "after")) return { to: found.to + 1, meaning: offsetMeaning(found) };
  if (tokens.is(found.to, "suffix", "ago") || (tokens.text(found.to) === "前" && found.unit !== "quarter"))
    return { to: found.to + 1, meaning: offsetMeaning({ ...found, value: -found.value }) };
  if (tokens.is(found.to, "suffix", "within"))
    return { to: found.to + 1, meaning: { kind: "stretch", minutes: minutesFrom(now, found), window: true } };
  const isFrom = tokens.is(found.to, "link", "from") && tokens.is(found.to + 1, "now");
  return isFrom ? { to: found.to + 2, meaning: offsetMeaning(found) } : undefined;
}

/** How long it is from now: months have no length of their own. */
function minutesFrom(now: number, { value, months }: Whole): number {
  if (months === undefined) return value;
  const today = Math.floor(now / DAY_MINUTES);
  const { year, month } = monthAfter(today, months);
  const then = dayNumber(year, month, Math.min(civil(today).day, daysInMonth(year, month))) ?? today;
  return (then - today) * DAY_MINUTES;
}

interface Whole extends Amount {
  readonly unit: string;
  readonly months?: number;
}

/** 三日 before 后, 半个月, 半年. */
function chineseDays(tokens: Tokens, at: number): Whole | undefined {
  const { number } = tokens.at(at);
  if (number !== undefined && tokens.text(at + 1) === "日" && tokens.is(at + 2, "suffix", "after"))
    return { value: number * 1440, to: at + 2, unit: "day" };
  if (!tokens.is(at, "half") || tokens.text(at) !== "半") return undefined;
  if (tokens.text(at + 1) === "年") return { value: 0, months: 6, to: at + 2, unit: "month" };
  const isMonth = tokens.is(at + 1, "mark", "ge") && tokens.text(at + 2) === "月";
  return isMonth ? { value: 15 * 1440, to: at + 3, unit: "day" } : undefined;
}

/** A length, or a number of months. */
export function whole(tokens: Tokens, at: number): Whole | undefined {
  const days = chineseDays(tokens, at);
  if (days !== undefined) return days;
  const found = lengthAt(tokens, at);
  if (found !== undefined) return found;
  const amount = amountAt(tokens, at, true);
  if (amount === undefined) return undefined;
  const index = skipLinks(tokens, amount.to);
  const isMonths =
    unitAt(tokens, index) === "month" && (tokens.is(index - 1, "mark", "ge") || tokens.text(index) !== "月");
  return isMonths ? { value: 0, months: amount.value, to: index + 1, unit: "month" } : undefined;
}

function offsetMeaning(found: Whole): Meaning {
  if (found.months !== undefined)
    return { kind: "day", day: { type: "offset", days: found.months, unit: "month" } };
  const isDays =
    found.unit !== "minute" && found.unit !== "hour" && found.unit !== "quarter" && found.value % 1440 === 0;
  if (!isDays) return { kind: "offset", minutes: found.value };
  const days = found.value / 1440;
  const isWeeks = found.unit !== "day";
  return {
    kind: "day",
    day: { type: "offset", days: isWeeks ? days / 7 : days, unit: isWeeks ? "week" : "day" },
  };
}
