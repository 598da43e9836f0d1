import { digitsOf } from "../numerals.ts";
import type { DaySpec } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { type DayRead, weekdayName, whichAt } from "./day-words.ts";

export function weekday(tokens: Tokens, at: number): DayRead | undefined {
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
    return { day: { type: "shifted", base: bare, days: 7 }, to: to + 1 };
  if (tokens.is(to, "link", "after") && tokens.is(to + 1, "which", "next"))
    return { day: { ...bare, week: 2 }, to: to + 2 };
  return { day: bare, to, ...(weak && at === index ? { weak } : {}) };
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
