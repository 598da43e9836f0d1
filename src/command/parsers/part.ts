import type { Parser, Part, Relation } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { SUFFIXES } from "./clock.ts";
import { lengthAt } from "./length-forms.ts";

const PARTS: ReadonlySet<string> = new Set([
  "dawn",
  "early",
  "morning",
  "lateMorning",
  "noon",
  "earlyAfternoon",
  "afternoon",
  "lateAfternoon",
  "evening",
  "night",
]);
const isPart = (key: string): key is Part => PARTS.has(key);

const LEADS: Readonly<Record<string, Relation>> = {
  before: "before",
  until: "until",
  after: "after",
  by: "before",
};

/** A part of the day: 下午, in the morning, before lunch, 午饭前. */
export const part: Parser = {
  name: "part",
  find({ tokens }, at) {
    let index = at;
    let relation: Relation | undefined;
    while (
      index - at < 3 &&
      (tokens.is(
        index,
        "link",
        "in",
        "at",
        "during",
        "on",
        "the",
        "around",
        "before",
        "until",
        "after",
        "by",
      ) ||
        tokens.is(index, "anytime"))
    ) {
      relation = LEADS[tokens.key(index, "link") ?? ""] ?? relation;
      index++;
    }
    const both = tokens.key(index, "dayOffsetPart")?.split(":");
    const isThis =
      both === undefined &&
      tokens.is(index, "which", "this", "next") &&
      (tokens.is(index + 1, "dayPart") || tokens.is(index + 1, "meridiem"));
    const days =
      both !== undefined ? Number(both[0]) : isThis ? (tokens.is(index, "which", "next") ? 1 : 0) : undefined;
    if (isThis) index++;
    const half = index === at || isThis ? halfAlone(tokens, index) : undefined;
    const key = half ?? both?.[1] ?? tokens.key(index, "dayPart");
    if (key === undefined || !isPart(key)) return undefined;
    if (/^[早晚]$/.test(tokens.text(index)) && lengthAt(tokens, index + 1) !== undefined) return undefined;
    if (index > at && tokens.is(at, "anytime")) return undefined;
    const said = relation ?? SUFFIXES[tokens.key(index + 1, "suffix") ?? ""];
    const suffixed = relation === undefined && said !== undefined;
    return {
      to: index + (suffixed ? 2 : 1),
      meaning: {
        kind: "part",
        part: key,
        ...(days === undefined ? {} : { day: { type: "offset", days } }),
        ...(said === undefined ? {} : { relation: said }),
      },
    };
  },
};

/** "tomorrow pm", "this am": a half of the day with no number before it. */
function halfAlone(tokens: Tokens, at: number): Part | undefined {
  const key = tokens.key(at, "meridiem");
  const isDay =
    tokens.is(at - 1, "dayOffset") ||
    tokens.is(at - 1, "weekday") ||
    tokens.is(at - 1, "which") ||
    tokens.is(at - 1, "ordinal");
  return key === undefined || !isDay ? undefined : key === "am" ? "morning" : "afternoon";
}

export const now: Parser = {
  name: "now",
  find({ tokens }, at) {
    if (tokens.text(at) === "from now") return { to: at + 1, meaning: { kind: "now", soon: false } };
    const from = tokens.is(at, "link", "from", "in", "at") && tokens.is(at + 1, "now") ? at + 1 : at;
    const key = tokens.key(from, "now");
    if (key === undefined) return undefined;
    const to = tokens.is(from + 1, "suffix", "from") ? from + 2 : from + 1;
    return { to, meaning: { kind: "now", soon: key === "asap" } };
  },
};

export const anytime: Parser = {
  name: "anytime",
  find: ({ tokens }, at) =>
    tokens.is(at, "anytime") ? { to: at + 1, meaning: { kind: "anytime" } } : undefined,
};

export const or: Parser = {
  name: "or",
  find: ({ tokens }, at) =>
    tokens.is(at, "link", "or") ? { to: at + 1, meaning: { kind: "or" } } : undefined,
};
