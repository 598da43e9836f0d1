import type { Tokens } from "../token.ts";

export interface Amount {
  readonly value: number;
  readonly to: number;
}

/** A number at `at`: 8, eight, 八, "a" and "an" (one) where `article` allows it, 1.5, 一点五, "two and a half". */
export function amountAt(tokens: Tokens, at: number, article = false): Amount | undefined {
  const token = tokens.at(at);
  if (tokens.is(at, "mark", "some") && unitAt(tokens, afterGe(tokens, at + 1)) !== undefined)
    return { value: 3, to: at + 1 };
  if (token.number === undefined) {
    const tenths = tokens.at(at + 1);
    const isPointed = token.text === "." && tokens.glued(at + 1) && !isDigitBefore(tokens, at);
    if (isPointed && tenths.digits !== undefined && tenths.digits.length <= 2)
      return { value: Number(`0.${tenths.digits}`), to: at + 2 };
    const isAnother = tokens.text(at) === "another" && unitAt(tokens, at + 1) !== undefined;
    const isArticle = article && (tokens.is(at, "link", "a") || isAnother);
    const next = tokens.at(at + 1);
    if (isArticle && next.number !== undefined && next.digits === undefined)
      return { value: next.number, to: at + 2 };
    return isArticle ? { value: 1, to: at + 1 } : undefined;
  }
  const part = fractionAt(tokens, at) ?? fractionAt(tokens, at + 1);
  if (part !== undefined)
    return part.to === at + 3 ? part : { value: token.number + part.value, to: part.to };
  const fraction = tokens.at(at + 2);
  const point = tokens.text(at + 1);
  const isPoint =
    ((point === "." || (point === "," && unitAt(tokens, at + 3) === "hour")) &&
      tokens.glued(at + 1) &&
      tokens.glued(at + 2)) ||
    (point === "点" &&
      token.digits === undefined &&
      fraction.number === 5 &&
      tokens.glued(at + 1) &&
      tokens.glued(at + 2) &&
      unitAt(tokens, afterGe(tokens, at + 3)) === "hour");
  if (
    isPoint &&
    fraction.number !== undefined &&
    fraction.number < 100 &&
    (fraction.digits === undefined) === (token.digits === undefined)
  ) {
    const scale = 10 ** (fraction.digits?.length ?? String(fraction.number).length);
    return { value: token.number + fraction.number / scale, to: at + 3 };
  }
  const isRough = tokens.is(at + 1, "mark", "duo") && unitAt(tokens, afterGe(tokens, at + 2)) !== undefined;
  return { value: token.number, to: at + (isRough ? 2 : 1) };
}

const isDigitBefore = (tokens: Tokens, at: number): boolean =>
  tokens.glued(at) && tokens.at(at - 1).digits !== undefined;

/** 1/2, 3/4 before a unit. */
export function fractionAt(tokens: Tokens, at: number): Amount | undefined {
  const [over, under] = [tokens.at(at).digits, tokens.at(at + 2).digits];
  const isFraction =
    /^[123]$/.test(over ?? "") &&
    /^[24]$/.test(under ?? "") &&
    tokens.text(at + 1) === "/" &&
    tokens.glued(at + 1) &&
    tokens.glued(at + 2);
  const unit = tokens.is(at + 3, "link", "of") ? (tokens.is(at + 4, "link", "a") ? at + 5 : at + 4) : at + 3;
  return isFraction && (unitAt(tokens, unit) === "hour" || tokens.is(unit, "link", "a"))
    ? { value: Number(over) / Number(under), to: at + 3 }
    : undefined;
}

const afterGe = (tokens: Tokens, at: number): number => (tokens.is(at, "mark", "ge") ? at + 1 : at);

const MINUTES: Readonly<Record<string, number>> = {
  minute: 1,
  quarter: 15,
  hour: 60,
  day: 1440,
  week: 10_080,
  fortnight: 20_160,
};

/** A unit of time at `at`, whether in full or as the letter glued to a number (1h, 30m, 2d). */
export function unitAt(tokens: Tokens, at: number): string | undefined {
  const key = tokens.key(at, "unit");
  if (key !== undefined) return key;
  if (tokens.text(at) === "钟" && tokens.is(at - 1, "half")) return "hour";
  if (tokens.at(at - 1).number === undefined) return undefined;
  if (tokens.text(at) === "分" && !tokens.is(at - 2, "mark", "dian") && tokens.text(at - 2) !== ":")
    return "minute";
  const letter = tokens.text(at);
  if (letter === "h" || letter === "ｈ") return "hour";
  if (letter === "m" && tokens.glued(at)) return "minute";
  if (letter === "d" && tokens.glued(at)) return "day";
  return letter === "w" && tokens.glued(at) ? "week" : undefined;
}

export const minutesOf = (unit: string): number | undefined => MINUTES[unit];
