import type { Tokens } from "../token.ts";
import { type DayRead, whichAt } from "./day-words.ts";

/** "the week after next", "the weekend after next". */
export function afterNext(tokens: Tokens, at: number): DayRead | undefined {
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
export function weekEnd(tokens: Tokens, at: number): DayRead | undefined {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  if (tokens.text(start) === "eow") return { day: { type: "weekday", weekday: 5, week: 0 }, to: start + 1 };
  if (tokens.text(start) !== "end" || !tokens.is(start + 1, "link", "of")) return undefined;
  const which = whichAt(tokens, start + 2);
  const index = which?.to ?? (tokens.is(start + 2, "link", "the") ? start + 3 : start + 2);
  return tokens.is(index, "unit", "week")
    ? { day: { type: "weekday", weekday: 5, week: which?.offset ?? 0 }, to: index + 1 }
    : undefined;
}

/** This week, 下周, next weekend, 本月: a stretch of days. */
export function span(tokens: Tokens, at: number): DayRead | undefined {
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
