import { EQUIPMENT, type Equipment } from "../../core/model.ts";
import { isLatin } from "../normalise.ts";
import type { Parser, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { isoZone } from "./iso-zone.ts";

const isEquipment = (key: string): key is Equipment => (EQUIPMENT as readonly string[]).includes(key);

/** A thing the room should have; "no projector needed" and 不要投影 are read and dropped. */
export const equipment: Parser = {
  name: "equipment",
  find({ tokens }, at) {
    const negated = tokens.is(at, "negation") && !tokens.is(at + 1, "question");
    let index = negated ? at + 1 : at;
    while (
      negated &&
      index - at < 4 &&
      (tokens.is(index, "link", "a", "the") || /^(need|for|要|有|带|need for|的)$/.test(tokens.text(index)))
    )
      index++;
    const key = tokens.key(index, "equipment");
    return key !== undefined && isEquipment(key)
      ? { to: index + 1, meaning: { kind: "equipment", equipment: key, negated } }
      : undefined;
  },
};

/** 12F, F12, 5/F, 12th floor, level 3, 12楼, 十二层, B1, 地下一层, ground floor: digits alone, or B and digits. */
export const floor: Parser = {
  name: "floor",
  find({ tokens }, at) {
    const read = floorAt(tokens, at);
    return read === undefined ? undefined : { to: read.to, meaning: { kind: "floor", floor: read.floor } };
  },
};

function floorAt(tokens: Tokens, at: number): { floor: string; to: number } | undefined {
  const start = tokens.is(at, "link", "on", "at", "in") ? at + 1 : at;
  const from = tokens.is(start, "link", "the") ? start + 1 : start;
  const { number } = tokens.at(from);
  const ordinal = tokens.key(from, "ordinal");
  const value = number ?? (ordinal === undefined ? undefined : Number(ordinal));
  if (value !== undefined && value > 0 && value < 200) {
    const suffix = /^(st|nd|rd|th)$/.test(tokens.text(from + 1)) ? from + 2 : from + 1;
    const slash = tokens.text(suffix) === "/" ? suffix + 1 : suffix;
    const letter = tokens.text(slash);
    if ((letter === "f" || letter === "fl" || letter === "flr") && (tokens.glued(slash) || letter !== "f"))
      return { floor: String(value), to: slash + 1 };
    if (slash === suffix && tokens.is(suffix, "floor") && !/^(level|l|lvl)$/.test(letter))
      return { floor: String(value), to: suffix + 1 };
  }
  const word = tokens.text(from);
  const next = tokens.at(from + 1);
  const isCode = next.digits !== undefined && next.digits.length <= 2 && tokens.glued(from + 1);
  if (/^b$/.test(word) && isCode) return { floor: `B${next.digits}`, to: skipFloorWord(tokens, from + 2) };
  if (/^(f|l)$/.test(word) && isCode && !(word === "l" && tokens.text(from + 2) === ":"))
    return { floor: String(next.number), to: skipFloorWord(tokens, from + 2) };
  // 下一 is also a word of its own
  if (word === "地" && tokens.text(from + 1) === "下一" && tokens.is(from + 2, "floor"))
    return { floor: "B1", to: from + 3 };
  const basement =
    /^(basement)$/.test(word) || tokens.is(from, "mark", "under") || tokens.is(from, "link", "minus");
  const isTime = tokens.is(from + 2, "meridiem") || tokens.text(from + 2) === ":";
  if (
    basement &&
    !isTime &&
    next.number !== undefined &&
    (tokens.is(from + 2, "floor") || word === "basement")
  )
    return { floor: `B${next.number}`, to: skipFloorWord(tokens, from + 2) };
  if (/^(floor|level|fl|flr|lvl|楼层)$/.test(word)) {
    const colon = tokens.text(from + 1) === ":" || tokens.is(from + 1, "choiceWord") ? from + 2 : from + 1;
    const after = tokens.at(colon);
    if (tokens.text(colon) === "b" && tokens.glued(colon + 1) && tokens.at(colon + 1).digits !== undefined)
      return { floor: `B${tokens.text(colon + 1)}`, to: colon + 2 };
    if (
      after.number !== undefined &&
      after.number > 0 &&
      after.number < 200 &&
      tokens.text(colon + 1) !== ":"
    )
      return { floor: String(after.number), to: colon + 1 };
  }
  if (word === "ground" && tokens.is(from + 1, "floor")) return { floor: "G", to: from + 2 };
  return undefined;
}

const skipFloorWord = (tokens: Tokens, at: number): number => (tokens.is(at, "floor") ? at + 1 : at);

/** A座, 3号楼, B栋, building A, tower 2, "B block", 西塔: without the word for building. */
export const building: Parser = {
  name: "building",
  find(reading, at) {
    const found = wordAfter(reading, at) ?? wordBefore(reading, at);
    if (found === undefined) return undefined;
    return {
      to: at + 2,
      meaning: { kind: "building", building: found.length === 1 ? found.toUpperCase() : found },
    };
  },
};

const isLetter = (text: string): boolean => /^[a-z]$/.test(text);

const written = ({ tokens, original }: Reading, at: number): string =>
  original.slice(tokens.at(at).at, tokens.at(at).end).normalize("NFKC");

/** A座, 3号楼, 西塔, "B block", "North Tower": the name, then the word for building. */
function wordAfter(reading: Reading, at: number): string | undefined {
  const { tokens, original } = reading;
  const { text, number } = tokens.at(at);
  const word = tokens.text(at + 1);
  const isNamed = isLetter(text) || tokens.is(at, "direction");
  if (word === "楼")
    return isNamed && (tokens.is(at, "direction") || tokens.glued(at + 1)) ? written(reading, at) : undefined;
  if (!tokens.is(at + 1, "building")) return undefined;
  if (isLatin(word.charAt(0))) {
    const isArticle = text === "a" && original.charAt(tokens.at(at).at) !== "A";
    return isNamed && !isArticle ? written(reading, at) : undefined;
  }
  if (isNamed) return written(reading, at);
  return number !== undefined && !/^[座区期]$/.test(word) ? String(number) : undefined;
}

/** "building A", "tower 2": the word for building, then the name. */
function wordBefore(reading: Reading, at: number): string | undefined {
  const { tokens } = reading;
  if (!tokens.is(at, "building") || !isLatin(tokens.text(at).charAt(0))) return undefined;
  const { text, number } = tokens.at(at + 1);
  const after = at + 2;
  const isNumber = number !== undefined && tokens.text(after) !== ":" && !tokens.is(after, "meridiem");
  const isArticle =
    text === "a" &&
    tokens.at(after).senses.length > 0 &&
    !tokens.is(after, "link") &&
    !tokens.is(after, "floor");
  return isNumber || (isLetter(text) && !isArticle) ? written(reading, at + 1) : undefined;
}

export const zone: Parser = {
  name: "zone",
  find({ tokens, text }, at) {
    const key = tokens.key(at, "zone");
    if (key !== undefined) {
      const isName =
        tokens.is(at + 1, "zoneWord") ||
        /时间|time|^(pst|pdt|est|edt|cst|cdt|mst|mdt|bst|gmt|utc|cet|cest|eet|eest|msk|ist|jst|kst|sgt|hkt|bjt|gst|aest|aedt|ict|brt|hst|nzst|nzdt|zulu|pacific|eastern|世界时|美东|美西)/.test(
          tokens.text(at),
        );
      const shift =
        /^(utc|gmt)$/.test(tokens.text(at)) && /^[+-]$/.test(tokens.text(at + 1))
          ? tokens.at(at + 2).number
          : undefined;
      if (shift !== undefined && shift <= 14 && tokens.at(at + 2).digits !== undefined) {
        const minutes = tokens.text(at + 3) === ":" ? tokens.at(at + 4).digits : undefined;
        const name = `UTC${tokens.text(at + 1)}${shift}${minutes === undefined ? "" : `:${minutes}`}`;
        return { to: at + (minutes === undefined ? 3 : 5), meaning: { kind: "zone", zone: name } };
      }
      return isName
        ? { to: at + (tokens.is(at + 1, "zoneWord") ? 2 : 1), meaning: { kind: "zone", zone: key } }
        : undefined;
    }
    const fixed = isoZone(tokens, at);
    if (fixed !== undefined) return fixed;
    const letters = tokens.text(at);
    const isShort =
      /^(pt|et|ct|mt|cst)$/.test(letters) &&
      tokens.at(at - 1).text !== "" &&
      (tokens.is(at - 1, "meridiem") || tokens.at(at - 1).number !== undefined);
    if (isShort) return { to: at + 1, meaning: { kind: "zone", zone: SHORT[letters] ?? "CST" } };
    const iana =
      /^(africa|america|asia|australia|europe|pacific|atlantic|indian)\/[a-z_]{2,30}(?:\/[a-z_]{2,30})?/.exec(
        text.slice(tokens.at(at).at, tokens.at(at).at + 64),
      );
    if (iana === null || tokens.text(at + 1) !== "/") return undefined;
    const end = tokens.at(at).at + iana[0].length;
    let to = at + 1;
    while (to < tokens.length && tokens.at(to).end <= end) to++;
    return {
      to,
      meaning: { kind: "zone", zone: iana[0].replace(/(^|[/_])[a-z]/g, (letter) => letter.toUpperCase()) },
    };
  },
};

/** Zones by two letters, which count only beside a time. */
const SHORT: Readonly<Record<string, string>> = {
  pt: "America/Los_Angeles",
  et: "America/New_York",
  ct: "America/Chicago",
  mt: "America/Denver",
};
