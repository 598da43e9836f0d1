import { isHan } from "../normalise.ts";
import type { Tokens } from "../token.ts";
import { type Amount, amountAt, fractionAt, minutesOf, unitAt } from "./amount.ts";

const isHalf = (tokens: Tokens, at: number): boolean => tokens.is(at, "half");

/** Skips 个 and 的, "of an", "an": what may stand between an amount and its unit. */
export function skipLinks(tokens: Tokens, at: number): number {
  let index = at;
  while (
    index - at < 3 &&
    (tokens.is(index, "mark", "ge", "duo") ||
      /^(more|extra|additional)$/.test(tokens.text(index)) ||
      tokens.is(index, "link", "of", "a", "the") ||
      (tokens.text(index) === "-" && tokens.glued(index) && tokens.glued(index + 1)))
  )
    index++;
  return index;
}

/** A stretch in minutes: 90 min, 1h30m, an hour and a half, 一个半小时, three quarters of an hour. */
export function lengthAt(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  const first = simpleLength(tokens, at);
  if (first === undefined) return undefined;
  if (first.unit !== "hour" && first.unit !== "day") return first;
  const joint =
    tokens.is(first.to, "link", "and") || tokens.text(first.to) === "零" || tokens.text(first.to) === "又"
      ? first.to + 1
      : first.to;
  if (isHalf(tokens, joint) || (tokens.is(joint, "link", "a") && isHalf(tokens, joint + 1))) {
    const to = joint + (isHalf(tokens, joint) ? 1 : 2);
    if (unitAt(tokens, skipLinks(tokens, to)) === undefined) {
      const unit = minutesOf(first.unit) ?? 60;
      if (joint > first.to || !tokens.at(joint).gap) return { ...first, value: first.value + unit / 2, to };
    }
  }
  const quarters = joint > first.to ? quartersAt(tokens, joint) : undefined;
  if (quarters !== undefined) return { ...first, value: first.value + quarters.value * 15, to: quarters.to };
  const isComma = tokens.text(joint) === "," && tokens.glued(joint);
  const second = simpleLength(tokens, isComma ? joint + 1 : joint);
  if (
    second !== undefined &&
    (!isComma || second.value < 60) &&
    (second.unit === "minute" ||
      second.unit === "quarter" ||
      (first.unit === "day" && second.unit === "hour"))
  )
    return { ...first, value: first.value + second.value, to: second.to };
  const rest = tokens.at(joint);
  const isBareRest =
    joint > first.to
      ? tokens.at(first.to).text !== "&"
      : tokens.glued(joint) || isRoundMinutes(tokens, joint);
  if (
    isBareRest &&
    rest.number !== undefined &&
    rest.number > 0 &&
    rest.number < 60 &&
    !tokens.is(joint + 1, "person") &&
    tokens.text(joint + 1) !== ":" &&
    !tokens.is(joint + 1, "mark", "dian", "ge", "wei")
  ) {
    const isFen = tokens.is(joint + 1, "mark", "fen");
    if (first.unit === "hour")
      return { ...first, value: first.value + rest.number, to: joint + (isFen ? 2 : 1) };
  }
  return first;
}

/** "a quarter", "three quarters", "quarter": how many. */
function quartersAt(tokens: Tokens, at: number): Amount | undefined {
  const { number } = tokens.at(at);
  const isCounted = tokens.is(at, "link", "a") || (number !== undefined && number >= 1 && number <= 3);
  const index = isCounted ? at + 1 : at;
  return tokens.is(index, "quarterWord") && tokens.text(index + 1) !== "钟"
    ? { value: number ?? 1, to: index + 1 }
    : undefined;
}

/** "1 hour 30": round minutes with nothing after them that could claim the number. */
function isRoundMinutes(tokens: Tokens, at: number): boolean {
  const next = tokens.text(at + 1);
  return (
    /^(15|20|30|40|45|50)$/.test(String(tokens.at(at).number)) &&
    (next === "" ||
      /^[,.;!?]$/.test(next) ||
      (isHan(next.charAt(0)) === false && tokens.is(at + 1, "link", "at", "on", "with", "for", "in")))
  );
}

/** Past a dash inside of a word: "two-and-a-half"; before `word` where one is given. */
function skipDash(tokens: Tokens, at: number, word?: string): number {
  const isDash = tokens.text(at) === "-" && tokens.glued(at) && tokens.glued(at + 1);
  return isDash && (word === undefined || tokens.is(at + 1, "link", word)) ? at + 1 : at;
}

export function simpleLength(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  if (isHalf(tokens, at) || (tokens.is(at, "link", "a") && isHalf(tokens, at + 1))) {
    const from = isHalf(tokens, at) ? at + 1 : at + 2;
    const unitIndex = skipLinks(tokens, from);
    const unit = unitAt(tokens, unitIndex);
    const minutes = unit === "day" ? 480 : minutesOf(unit ?? "");
    return unit === undefined || minutes === undefined
      ? undefined
      : { value: minutes / 2, to: unitIndex + 1, unit };
  }
  if (tokens.text(at) === "个" && isHalf(tokens, at + 1) && tokens.at(at - 1).number === undefined) {
    const unitIndex = skipLinks(tokens, at + 2);
    if (unitAt(tokens, unitIndex) === "hour") return { value: 90, to: unitIndex + 1, unit: "hour" };
  }
  const partHour = chineseFraction(tokens, at);
  if (partHour !== undefined) return partHour;
  const quarter = quarterHour(tokens, at);
  if (quarter !== undefined) return quarter;
  if (tokens.text(at) === "hour") return hourAnd(tokens, at);
  if (tokens.text(at - 1) === ":" && tokens.glued(at)) return undefined;
  const clocked = hoursAndMinutes(tokens, at);
  if (clocked !== undefined) return clocked;
  const amount = amountAt(tokens, at, true);
  if (amount === undefined || isFrenchClock(tokens, at)) return undefined;
  let { value, to } = amount;
  to = skipDash(tokens, to, "and");
  const and = tokens.is(to, "link", "and");
  if (and || tokens.is(to, "mark", "ge")) {
    // "two and a half hours", "one and three quarter hours", 两个半小时
    const article = skipDash(tokens, to + 1, "a");
    const after = and && tokens.is(article, "link", "a") ? skipDash(tokens, article + 1) : to + 1;
    const quarters = and ? quartersAt(tokens, to + 1) : undefined;
    if (isHalf(tokens, after) && unitAt(tokens, skipLinks(tokens, after + 1)) !== undefined) {
      value += 0.5;
      to = after + 1;
    } else if (quarters !== undefined) {
      value += quarters.value / 4;
      to = quarters.to;
    } else if (and) {
      const part = fractionAt(tokens, after);
      if (part === undefined) return undefined;
      value += part.value;
      to = part.to;
    }
  } else if (
    isHalf(tokens, to) &&
    unitAt(tokens, to + 1) !== undefined &&
    tokens.at(at).digits !== undefined &&
    tokens.text(to) === "½"
  ) {
    value += 0.5;
    to += 1;
  }
  const unitIndex = skipLinks(tokens, to);
  const unit = unitAt(tokens, unitIndex);
  const minutes = minutesOf(unit ?? "");
  if (unit === undefined || minutes === undefined) return undefined;
  const half =
    tokens.is(unitIndex + 1, "half") &&
    unit === "hour" &&
    tokens.glued(unitIndex + 1) &&
    unitAt(tokens, skipLinks(tokens, unitIndex + 2)) === undefined;
  return { value: Math.round(value * minutes) + (half ? 30 : 0), to: unitIndex + (half ? 2 : 1), unit };
}

/** "hour and a half", "hour and 15 minutes": the article is left out. */
function hourAnd(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  if (!tokens.is(at + 1, "link", "and")) return undefined;
  if (isHalf(tokens, at + 3) && tokens.is(at + 2, "link", "a"))
    return { value: 90, to: at + 4, unit: "minute" };
  const quarters = quartersAt(tokens, at + 2);
  if (quarters !== undefined) return { value: 60 + quarters.value * 15, to: quarters.to, unit: "minute" };
  const { number } = tokens.at(at + 2);
  return number !== undefined && number < 60 && unitAt(tokens, at + 3) === "minute"
    ? { value: 60 + number, to: at + 4, unit: "minute" }
    : undefined;
}

/** 四分之三小时, 三分之一个小时, 个把小时. */
function chineseFraction(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  if (tokens.text(at) === "个把" && unitAt(tokens, at + 1) === "hour")
    return { value: 60, to: at + 2, unit: "hour" };
  const under = tokens.at(at).number;
  const isOf =
    tokens.text(at + 1) === "分之" || (tokens.text(at + 1) === "分" && tokens.text(at + 2) === "之");
  const over = at + (tokens.text(at + 1) === "分之" ? 2 : 3);
  const { number } = tokens.at(over);
  if (under === undefined || !isOf || number === undefined || number < 1 || number >= under) return undefined;
  const unitIndex = skipLinks(tokens, over + 1);
  return unitAt(tokens, unitIndex) === "hour"
    ? { value: Math.round((60 * number) / under), to: unitIndex + 1, unit: "minute" }
    : undefined;
}

/** 1:30 hours. */
function hoursAndMinutes(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  const [hours, minutes] = [tokens.at(at), tokens.at(at + 2)];
  const isPair =
    hours.digits !== undefined &&
    minutes.digits?.length === 2 &&
    tokens.text(at + 1) === ":" &&
    tokens.glued(at + 1) &&
    tokens.glued(at + 2);
  if (
    !isPair ||
    (hours.number ?? 24) > 8 ||
    !(tokens.is(at + 3, "unit", "hour") || tokens.text(at + 3) === "h")
  )
    return undefined;
  return { value: (hours.number ?? 0) * 60 + (minutes.number ?? 0), to: at + 4, unit: "minute" };
}

/** "Fourteen hundred" in words. */
export function isMilitary(tokens: Tokens, at: number): boolean {
  const { number = 0, digits, text } = tokens.at(at);
  return (
    digits === undefined && number % 100 === 0 && number >= 1000 && number <= 2400 && /^[a-z]/.test(text)
  );
}

/** 17h, 9h30, 9h-10h, 2100 hours, "fourteen hundred hours": hours of the day, not a length. */
function isFrenchClock(tokens: Tokens, at: number): boolean {
  const { number = 0, digits } = tokens.at(at);
  if ((digits?.length === 4 || isMilitary(tokens, at)) && unitAt(tokens, at + 1) === "hour") return true;
  const isH =
    digits !== undefined &&
    tokens.text(at + 1) === "h" &&
    tokens.glued(at + 1) &&
    number >= 9 &&
    number <= 24;
  const goesOn =
    tokens.is(at + 2, "link", "to") && tokens.at(at + 3).digits !== undefined && tokens.text(at + 4) === "h";
  const comesFrom = tokens.is(at - 1, "link", "to") && tokens.text(at - 2) === "h";
  return (
    isH &&
    (number > 12 || goesOn || comesFrom || (tokens.at(at + 2).digits?.length === 2 && tokens.glued(at + 2)))
  );
}

/** "a quarter of an hour", "three quarters of an hour", 一刻钟, 三刻钟. */
function quarterHour(tokens: Tokens, at: number): (Amount & { readonly unit: string }) | undefined {
  const amount = amountAt(tokens, at, true);
  const quarterIndex =
    tokens.is(at, "quarterWord") || amount === undefined ? at : skipDash(tokens, amount.to);
  if (!tokens.is(quarterIndex, "quarterWord")) return undefined;
  const count = quarterIndex === at ? 1 : (amount?.value ?? 1);
  if (tokens.text(quarterIndex + 1) === "钟")
    return { value: count * 15, to: quarterIndex + 2, unit: "minute" };
  const unitIndex = skipLinks(tokens, quarterIndex + 1);
  const isHour = unitAt(tokens, unitIndex) === "hour";
  return isHour ? { value: count * 15, to: unitIndex + 1, unit: "minute" } : undefined;
}
