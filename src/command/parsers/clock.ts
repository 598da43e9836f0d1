import type { Parser, Relation } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { clockAt } from "./clock-forms.ts";
import { lengthAt } from "./length-forms.ts";

const RELATIONS: Readonly<Record<string, Relation | "at">> = {
  at: "at",
  around: "at",
  from: "from",
  until: "until",
  by: "before",
  before: "before",
  after: "after",
};

/** What would make a bare number after "at" something else than an hour. */
export function isCounted(tokens: Tokens, to: number): boolean {
  const isDate =
    /^[-/.]$/.test(tokens.text(to)) && tokens.text(to + 2) === tokens.text(to) && tokens.glued(to + 2);
  return (
    isDate ||
    tokens.is(to, "person") ||
    unitAt(tokens, to) !== undefined ||
    tokens.is(to, "room") ||
    tokens.is(to, "seat") ||
    tokens.is(to, "floor") ||
    tokens.is(to, "mark", "ge", "wei", "jian", "hao", "yue", "nian") ||
    tokens.text(to) === "%" ||
    (tokens.text(to) === "/" && tokens.at(to + 1).number !== undefined) ||
    tokens.is(to, "month")
  );
}

/** A time, with what stands before it: at 3, @2, until 5, before noon, after 15:00, from 2. */
export const clock: Parser = {
  name: "clock",
  find({ tokens }, at) {
    let index = at;
    let relation: Relation | undefined;
    let isLed = false;
    while (index - at < 3) {
      const key = tokens.key(index, "link");
      const found = key === undefined ? undefined : RELATIONS[key];
      if (found === undefined) break;
      if (found !== "at") relation = found;
      isLed ||= key !== "around";
      index++;
    }
    const read = clockAt(tokens, index);
    if (read === undefined) return undefined;
    const isVague =
      tokens.is(index - 1, "link", "around") && index > at && tokens.is(index, "clockWord", "noon");
    if (isVague) return { to: read.to, meaning: { kind: "part", part: "noon" } };
    const suffixed = tokens.is(read.to, "suffix", "from") && tokens.glued(read.to);
    if (read.bare === true && (!isLed || isCounted(tokens, read.to))) return undefined;
    if (read.bare === true && lengthAt(tokens, index) !== undefined) return undefined;
    if (tokens.is(read.to, "unit", "hour") && tokens.text(read.to - 2) === ":") return undefined;
    if (read.clock.dotted === true && !isLed && unitAt(tokens, read.to) !== undefined) return undefined;
    if (read.invalid === true) return { to: read.to, meaning: { kind: "error", error: "time" } };
    const after = suffixed ? undefined : tokens.key(read.to, "suffix");
    const suffix = relation === undefined ? SUFFIXES[after ?? ""] : undefined;
    const said = relation ?? suffix;
    return {
      to: read.to + (suffix !== undefined || suffixed ? 1 : 0),
      meaning: { kind: "clock", clock: read.clock, ...(said === undefined ? {} : { relation: said }) },
    };
  },
};

export const SUFFIXES: Readonly<Record<string, Relation>> = {
  after: "after",
  onwards: "after",
  before: "before",
};
