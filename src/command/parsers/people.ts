import { isDigit, isHan, isLatin } from "../normalise.ts";
import type { Parser, Reading } from "../piece.ts";
import { mayBeNamed } from "./first-names.ts";

const isNameChar = (char: string): boolean =>
  isHan(char) || isLatin(char) || isDigit(char) || char === "_" || char === "." || char === "-";

/** @张三 anywhere but first; 和李雷, 跟小王, with Alice and Bob Smith. */
export const people: Parser = {
  name: "people",
  find(reading, at) {
    return mention(reading, at) ?? withNames(reading, at);
  },
};

function mention({ tokens, text, original }: Reading, at: number): ReturnType<Parser["find"]> {
  if (tokens.text(at) !== "@" || !tokens.glued(at + 1)) return undefined;
  if (
    isDigit(text.charAt(tokens.at(at).end)) ||
    tokens.is(at + 1, "clockWord") ||
    tokens.is(at + 1, "dayPart")
  )
    return undefined;
  const start = tokens.at(at).end;
  let end = start;
  while (end - start < 40 && isNameChar(text.charAt(end))) end++;
  const name = original.slice(start, end).replace(/[.-]+$/, "");
  return name === ""
    ? undefined
    : { to: tokens.after(at + 1, end), meaning: { kind: "people", names: [name] } };
}

function withNames(reading: Reading, at: number): ReturnType<Parser["find"]> {
  const { tokens } = reading;
  const isMeAnd = /^(me|us|myself)$/.test(tokens.text(at)) && tokens.text(at + 1) === "and";
  if (
    !isMeAnd &&
    !/^(和|与|跟|同|with|together with|along with|以及|and with|叫上|带上|邀请|约上|拉上|请上|invite|inviting)$/.test(
      tokens.text(at),
    )
  )
    return undefined;
  const names: string[] = [];
  let to = at;
  let index = at + (isMeAnd ? 2 : 1);
  while (names.length < 20) {
    const read = /^[a-z]/.test(tokens.text(index)) ? latinName(reading, index) : hanName(reading, index);
    if (read === undefined) break;
    names.push(read.name);
    to = read.to;
    if (!(tokens.is(to, "link", "and", "with") || /^[,、和与跟&]$/.test(tokens.text(to)))) break;
    index = tokens.text(to) === "," && tokens.is(to + 1, "link", "and") ? to + 2 : to + 1;
  }
  return names.length === 0 ? undefined : { to, meaning: { kind: "people", names } };
}

/** Words with a capital that the lexicon does not know, or knows to be names too. */
function latinName(reading: Reading, at: number): { name: string; to: number } | undefined {
  const { tokens, original } = reading;
  let index = at;
  while (index - at < 3) {
    const token = tokens.at(index);
    const first = original.charAt(token.at);
    const isName =
      (index === at ? mayBeNamed(reading, index) : token.senses.length === 0) &&
      /^[a-z]/.test(token.text) &&
      first !== first.toLowerCase() &&
      token.text.length > 1;
    if (!isName || (index > at && !token.gap)) break;
    index++;
  }
  if (index === at) return undefined;
  return { name: original.slice(tokens.at(at).at, tokens.at(index - 1).end), to: index };
}

/** Two to four characters in a row that are no words of ours: 小西, 李雷, 王经理. */
function hanName({ tokens, original }: Reading, at: number): { name: string; to: number } | undefined {
  let index = at;
  let length = 0;
  while (length < 4) {
    const token = tokens.at(index);
    const isPlain = token.senses.length === 0 && isHan(token.text.charAt(0)) && token.number === undefined;
    const isStart =
      index === at &&
      token.text.length === 1 &&
      isHan(token.text) &&
      (tokens.text(index) === "小" || tokens.text(index) === "老" || tokens.text(index) === "大") &&
      tokens.glued(index + 1);
    const isRank = index > at && /^(总|老师|经理|总监|老板|哥|姐|工)$/.test(token.text);
    if ((!isPlain && !isStart && !isRank) || (index > at && token.gap)) break;
    length += token.text.length;
    index++;
    if (isRank) break;
  }
  if (length < 2) return undefined;
  return { name: original.slice(tokens.at(at).at, tokens.at(index - 1).end), to: index };
}
