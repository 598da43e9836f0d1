import type { Tokens } from "../token.ts";
import { runOfWeekdays } from "./weekday.ts";

/** The weekdays listed from `at` on: "Monday and Wednesday", 周一、周三, 周一三五, 周一到周五. */
export function weekdayList(tokens: Tokens, at: number): { values: number[]; to: number } {
  const values: number[] = [];
  let index = at;
  let to = at;
  let isWrapped = false;
  while (index - at < 24) {
    const key = tokens.key(index, "weekday") ?? tokens.key(index, "plural");
    if (key === undefined) {
      if (tokens.is(index, "weekPrefix") && tokens.at(index + 1).number !== undefined) {
        const run = runOfWeekdays(tokens, index + 1);
        values.push(...run.values);
        index = run.to;
      } else if (values.length > 0 && isListedDay(tokens, index)) {
        values.push(tokens.at(index).number ?? 7);
        index++;
      } else break;
    } else {
      values.push(Number(key));
      index++;
      const run = runOfWeekdays(tokens, index);
      values.push(...run.values);
      index = run.to;
    }
    if (tokens.text(index) === "日" && tokens.glued(index) && values.at(-1) === 6) {
      values.push(7);
      index++;
    }
    to = index;
    if (
      tokens.is(index, "link", "to") &&
      (tokens.is(index + 1, "weekday") || tokens.is(index + 1, "plural"))
    ) {
      const last = Number(tokens.key(index + 1, "weekday") ?? tokens.key(index + 1, "plural"));
      isWrapped ||= last < (values.at(-1) ?? 1);
      values.push(...daysBetween(values.at(-1) ?? 1, last));
      index += 2;
      to = index;
    }
    while (
      index - to < 3 &&
      (tokens.is(index, "link", "and", "or", "on") ||
        /^[,、&/+]$/.test(tokens.text(index)) ||
        tokens.is(index, "which", "every"))
    )
      index++;
  }
  const days = [...new Set(values)];
  return { values: isWrapped ? days : days.sort((a, b) => a - b), to };
}

/** The days after `first` up to `last`, over the end of the week where need be: 周日到周四. */
function daysBetween(first: number, last: number): number[] {
  const span = (last - first + 7) % 7;
  return Array.from({ length: span }, (_, index) => ((first + index) % 7) + 1);
}

/** 三 in 周一、三、五. */
function isListedDay(tokens: Tokens, at: number): boolean {
  const number = tokens.text(at) === "日" ? 7 : tokens.at(at).number;
  const isListed =
    /^[、,]$/.test(tokens.text(at - 1)) &&
    tokens.glued(at) &&
    number !== undefined &&
    number >= 1 &&
    number <= 7;
  return (
    isListed &&
    !tokens.is(at + 1, "mark") &&
    !tokens.is(at + 1, "unit") &&
    !tokens.is(at + 1, "person") &&
    tokens.text(at + 1) !== ":"
  );
}
