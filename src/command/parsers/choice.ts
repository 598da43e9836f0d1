import { isHan, isLatin } from "../normalise.ts";
import type { Parser, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";

/** A choice from a list: 1, book 2, 第二个, option 3, the last one, #2, 选3, "the second one". */
export const choice: Parser = {
  name: "choice",
  find(reading, at) {
    const found = choiceAt(reading, at);
    return found === undefined || countsOther(reading, at, found.to) ? undefined : found;
  },
};

/** 第一点, 第二名, 最后一个问题, "PR #12": numbers of other things than what the bot lists. */
const OTHER =
  /^(?:个|条|间|项)?(?:问题|同学|同事|小时|分钟|月|工作日|机会|需求|任务|事|步|环节|议题|版|季度|阶段|方面|原因|建议|想法|要求|字|人(?!间)|bug)|^(?:点|名|章|页|届|季|期|轮|年|句|段|行|题|代|次|遍|杯|口|天|周|批|手|时间)/;

function countsOther({ tokens, text }: Reading, at: number, to: number): boolean {
  const isNumbered = tokens.text(at) === "#" && isLatin(tokens.text(at - 1).charAt(0));
  if (isNumbered && tokens.at(at - 1).senses.length === 0) return true;
  const isOfList = tokens.is(at, "mark", "di") || (tokens.is(at, "last") && isHan(tokens.text(at).charAt(0)));
  return isOfList && OTHER.test(text.slice(tokens.at(to - 1).end, tokens.at(to - 1).end + 6));
}

function choiceAt({ tokens }: Reading, at: number): ReturnType<Parser["find"]> {
  const start = tokens.is(at, "link", "the") ? at + 1 : at;
  if (tokens.is(at, "last") || tokens.is(start, "last")) {
    const index = tokens.is(at, "last") ? at : start;
    if (
      !tokens.is(index + 1, "unit") &&
      !tokens.is(index + 1, "dayPart") &&
      !tokens.is(index + 1, "weekday") &&
      !tokens.is(index + 1, "room") &&
      tokens.text(index) !== "last" &&
      tokens.text(index) !== "最后"
    )
      return { to: index + 1, meaning: { kind: "choice", choice: -1, bare: false } };
    const noun =
      tokens.is(index + 1, "choiceWord") || tokens.text(index + 1) === "one" || tokens.is(index + 1, "room");
    if (noun) return { to: index + 2, meaning: { kind: "choice", choice: -1, bare: false } };
    return undefined;
  }
  const nth = tokens.key(start, "ordinal");
  const isDigitNth =
    tokens.at(start).digits !== undefined &&
    /^(st|nd|rd|th)$/.test(tokens.text(start + 1)) &&
    tokens.glued(start + 1);
  const ordinal = nth !== undefined ? Number(nth) : isDigitNth ? tokens.at(start).number : undefined;
  if (ordinal !== undefined) {
    const next = start + (isDigitNth ? 2 : 1);
    const isOne = /^(one|option|choice|room|result|item|booking)$/.test(tokens.text(next));
    const isEnd =
      tokens.at(next).text === "" ||
      /^[.!,]$/.test(tokens.text(next)) ||
      /^(please|pls|thanks|plz)$/.test(tokens.text(next));
    const isLed = tokens.is(at - 1, "verb") || tokens.is(at - 1, "link", "the");
    if (
      isOne ||
      (isEnd &&
        ordinal <= 20 &&
        (isLed || at === 0) &&
        !tokens.is(at - 1, "link", "on") &&
        (nth !== undefined || isLed))
    )
      return { to: isOne ? next + 1 : next, meaning: { kind: "choice", choice: ordinal, bare: false } };
    return undefined;
  }
  if (tokens.is(at, "mark", "di")) {
    const { number } = tokens.at(at + 1);
    const noun =
      tokens.is(at + 2, "mark", "ge", "jian") ||
      tokens.is(at + 2, "room") ||
      /^(条|项|家|号|场|间)$/.test(tokens.text(at + 2));
    if (number === undefined || number < 1 || number > 99) return undefined;
    if (
      tokens.is(at + 2, "unit") ||
      tokens.is(at + 2, "weekday") ||
      tokens.is(at + 3, "weekday") ||
      (tokens.is(at + 2, "mark", "ge") && tokens.is(at + 3, "unit"))
    )
      return undefined;
    return {
      to: at + (noun ? (tokens.is(at + 3, "room") && !tokens.is(at + 2, "room") ? 4 : 3) : 2),
      meaning: { kind: "choice", choice: number, bare: false },
    };
  }
  return ledNumber(tokens, at);
}

/** "book 2", "option 3", 选3, 订1号, "no. 2", "#2", "2号" after a verb; and a number that is the whole text. */
function ledNumber(tokens: Tokens, at: number): ReturnType<Parser["find"]> {
  const isWord = tokens.is(at, "choiceWord") && !tokens.is(at, "number");
  const isVerb =
    tokens.is(at, "verb", "book", "cancel", "extend", "shorten", "move", "swap") ||
    isWord ||
    (tokens.is(at, "room") && /^room$|^会议室$/.test(tokens.text(at))) ||
    (/^(就|那就)$/.test(tokens.text(at)) && !hasMore(tokens, at, at + 2));
  let index = at + 1;
  if (tokens.is(at, "verb") && / (at|by|to|until)$/.test(tokens.text(at))) return undefined;
  if (!isVerb) {
    const { number, digits } = tokens.at(at);
    const isWhole = number !== undefined && (digits?.length ?? 0) <= 2 && !hasMore(tokens, at, at + 1);
    if (isWhole && number >= 1)
      return { to: tokens.length, meaning: { kind: "choice", choice: number, bare: true } };
    return undefined;
  }
  while (
    index - at < 4 &&
    (tokens.is(index, "choiceWord") ||
      /^(the|number|#|my|个|no)$/.test(tokens.text(index)) ||
      (tokens.text(index) === "." && index > at + 1) ||
      (tokens.is(index, "room") && /^room$/.test(tokens.text(index)))) &&
    tokens.at(index).number === undefined
  )
    index++;
  const { number, digits } = tokens.at(index);
  if (number === undefined || number < 1 || number > 99 || (digits?.length ?? 0) > 2) return undefined;
  const noun =
    (tokens.is(index + 1, "mark", "hao") && tokens.text(index + 1) === "号") ||
    tokens.text(index + 1) === "#";
  const next = noun ? index + 2 : index + 1;
  // "Move 2 to 4pm": the booking's number, and what is wanted of it.
  const isMoved =
    index === at + 1 && tokens.is(at, "verb", "move", "extend", "shorten") && tokens.is(next, "link", "to");
  const isOther =
    !noun &&
    !isMoved &&
    (isOtherNumber(tokens, next) || tokens.is(index + 1, "mark") || tokens.is(index + 1, "room"));
  if (
    tokens.is(at, "room") &&
    !noun &&
    /^[\p{L}\p{N}@]/u.test(tokens.text(next)) &&
    !/^(please|pls|plz|吧|谢谢)$/.test(tokens.text(next))
  )
    return undefined;
  const isOrdinal = /^(st|nd|rd|th)$/.test(tokens.text(index + 1));
  if (!noun && tokens.glued(next) && tokens.at(next).senses.length === 0 && isHan(tokens.text(next)))
    return undefined;
  if (isOther || isOrdinal || (noun && (tokens.is(next, "dayPart") || tokens.at(next).number !== undefined)))
    return undefined;
  return { to: next, meaning: { kind: "choice", choice: number, bare: false } };
}

function isOtherNumber(tokens: Tokens, next: number): boolean {
  return (
    tokens.is(next, "oclock") ||
    unitAt(tokens, next) !== undefined ||
    tokens.is(next, "person") ||
    tokens.is(next, "meridiem") ||
    (/^[:/.%-]$/.test(tokens.text(next)) && tokens.glued(next) && tokens.at(next + 1).number !== undefined) ||
    (/^[apfh]$/.test(tokens.text(next)) && tokens.glued(next)) ||
    /^(more|extra|additional)$/.test(tokens.text(next)) ||
    tokens.is(next, "floor") ||
    tokens.is(next, "seat") ||
    tokens.is(next, "room") ||
    (tokens.is(next, "link", "to") && tokens.at(next + 1).number !== undefined) ||
    tokens.is(next, "month") ||
    tokens.is(next, "half")
  );
}

/** Whether anything but punctuation and courtesy stands besides tokens `from` to `to`. */
function hasMore(tokens: Tokens, from: number, to: number): boolean {
  if (tokens.length > 8) return true;
  for (let index = 0; index < tokens.length; index++) {
    if (index >= from && index < to) continue;
    const isQuiet =
      !isLatin(tokens.text(index).charAt(0)) &&
      !isHan(tokens.text(index).charAt(0)) &&
      tokens.at(index).number === undefined &&
      !/^[@:/+%-]$/.test(tokens.text(index));
    const isPolite = /^(please|pls|plz|thanks|吧|谢谢|请|号|啊|哈|thx|了|那|那就|就)$/.test(
      tokens.text(index),
    );
    if (!isQuiet && !isPolite) return true;
  }
  return false;
}
