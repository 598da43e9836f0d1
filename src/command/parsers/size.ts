import { isRoughPair } from "../numerals.ts";
import type { Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";
import { lengthAt } from "./length-forms.ts";

/** How many people: 8人, 5-8人, 十来个人, 8 ppl, for 8, party of 6, seats 10, room for 12. */
export const capacity: Parser = {
  name: "capacity",
  find({ tokens }, at) {
    return countedPeople(tokens, at) ?? led(tokens, at) ?? forPeople(tokens, at);
  },
};

type Found = ReturnType<Parser["find"]>;
const size = (to: number, from: number, upTo?: number): Found =>
  from < 1 || from > 100_000
    ? undefined
    : {
        to,
        meaning: { kind: "capacity", from, ...(upTo !== undefined && upTo > from ? { to: upTo } : {}) },
      };

interface Count {
  readonly from: number;
  readonly upTo?: number;
  readonly to: number;
}

/** 8, 5-8, 5到8, 七八, 十来, 十几, 8+. */
function countAt(tokens: Tokens, at: number): Count | undefined {
  const { number, text, digits } = tokens.at(at);
  if (number === undefined || tokens.is(at - 1, "mark", "di") || (digits?.length ?? 0) > 5) return undefined;
  if (digits === undefined && isRoughPair(text))
    return { from: Math.floor(number / 10), upTo: number % 10, to: at + 1 };
  const next = tokens.at(at + 2);
  const isRange =
    (tokens.is(at + 1, "link", "to", "or") || tokens.text(at + 1) === "、") &&
    next.number !== undefined &&
    next.number > number;
  if (isRange && next.number !== undefined) return { from: number, upTo: next.number, to: at + 3 };
  if (tokens.is(at + 1, "mark", "duo")) return { from: number, to: at + 2 };
  if (tokens.text(at + 1) === "几个" && number % 10 === 0)
    return { from: number + 1, upTo: number + 9, to: at + 2 };
  if (tokens.is(at + 1, "mark", "some") && number % 10 === 0)
    return { from: number + 1, upTo: number + 9, to: at + 2 };
  return { from: number, to: tokens.text(at + 1) === "+" ? at + 2 : at + 1 };
}

/** "between 8 and 10". */
function betweenAt(tokens: Tokens, at: number): Count | undefined {
  const [from, upTo] = [tokens.at(at + 1).number, tokens.at(at + 3).number];
  const isPair = tokens.text(at) === "between" && tokens.is(at + 2, "link", "and");
  return isPair && from !== undefined && upTo !== undefined && upTo > from
    ? { from, upTo, to: at + 4 }
    : undefined;
}

function countedPeople(tokens: Tokens, at: number): Found {
  const start = tokens.is(at, "link", "for") ? at + 1 : at;
  const pairs = meAnd(tokens, start);
  if (pairs !== undefined) return pairs;
  const count = betweenAt(tokens, start) ?? countAt(tokens, start);
  if (count === undefined) return undefined;
  let index = count.to;
  while (
    index - count.to < 3 &&
    (tokens.is(index, "mark", "ge", "wei", "duo") ||
      (tokens.text(index) === "-" && tokens.glued(index)) ||
      (/^(or|so|more|other|of|left|右|左)$/.test(tokens.text(index)) && !tokens.is(index, "person")))
  )
    index++;
  const isMark = tokens.is(index - 1, "mark", "wei");
  if (tokens.is(index, "person")) {
    const to = tokens.is(index + 1, "seat") && tokens.glued(index + 1) ? index + 2 : index + 1;
    return size(to, count.from, count.upTo);
  }
  if (tokens.is(index, "seat") && !/^(rooms? for|capacity|能坐|容纳|坐得下|坐下)$/.test(tokens.text(index)))
    return size(index + 1, count.from, count.upTo);
  if (
    tokens.text(index) === "p" &&
    tokens.glued(index) &&
    tokens.at(index + 1).text === "" &&
    count.from > 12
  )
    return size(index + 1, count.from, count.upTo);
  return isMark ? size(index, count.from, count.upTo) : undefined;
}

/** "me and 3 others", "I plus two". */
function meAnd(tokens: Tokens, at: number): Found {
  if (/^(just|only)$/.test(tokens.text(at)) && /^(me|myself)$/.test(tokens.text(at + 1)))
    return size(at + 2, 1);
  if (!/^(me|i|myself|我)$/.test(tokens.text(at)) || !tokens.is(at + 1, "link", "and", "with"))
    return undefined;
  const count = countAt(tokens, at + 2);
  if (count === undefined || !(tokens.is(count.to, "person") || tokens.is(count.to, "mark", "ge", "wei")))
    return undefined;
  const to = tokens.is(count.to, "person")
    ? count.to + 1
    : tokens.is(count.to + 1, "person")
      ? count.to + 2
      : count.to + 1;
  return size(to, count.from + 1);
}

/** seats 10, party of 6, 容纳10, capacity: 8, "at least 6", 人数:8. */
function led(tokens: Tokens, at: number): Found {
  const isLed =
    tokens.is(at, "seat") ||
    (/^(人数|headcount|people|ppl|pax|attendees|participants)$/.test(tokens.text(at)) &&
      /^[:=是]$/.test(tokens.text(at + 1)));
  if (!isLed) return undefined;
  let index = at + 1;
  while (
    index - at < 4 &&
    (/^[:=>]$/.test(tokens.text(index)) ||
      tokens.is(index, "link", "for", "of", "until", "around", "a") ||
      /^(at least|least|minimum|min|max|maximum|at most|是|为|下|个|至少|大约|大概|up to)$/.test(
        tokens.text(index),
      ))
  )
    index++;
  const count = countAt(tokens, index);
  if (count === undefined || unitAt(tokens, count.to) !== undefined) return undefined;
  if (/ for$/.test(tokens.text(at)) && isTime(tokens, count.to)) return undefined;
  const to =
    tokens.is(count.to, "mark", "ge", "wei") && tokens.is(count.to + 1, "person")
      ? count.to + 2
      : tokens.is(count.to, "person")
        ? count.to + 1
        : count.to;
  return size(to, count.from, count.upTo);
}

/** "for 8": people, unless it goes on as a length or a time. */
function forPeople(tokens: Tokens, at: number): Found {
  const isUs =
    /^(我们|咱们|一共|共|总共|我们一共|一行|大概|we are|we're)$/.test(tokens.text(at)) ||
    (/^(we)$/.test(tokens.text(at)) && /^(are|'re)$/.test(tokens.text(at + 1)));
  if (!tokens.is(at, "link", "for") && !isUs) return undefined;
  let index = at + (tokens.text(at) === "we" ? 2 : 1);
  while (
    index - at < 4 &&
    (tokens.is(index, "link", "around", "until", "a") ||
      (/^(at least|least|up to|about|minimum|max|一共|总共|共|有|大概)$/.test(tokens.text(index)) &&
        !tokens.is(index, "number")))
  )
    index++;
  const count = countAt(tokens, index);
  if (count === undefined || count.from > 200) return undefined;
  if (isUs && lengthAt(tokens, index) !== undefined) return undefined;
  const next = count.to;
  if (
    isUs &&
    !tokens.is(at, "link", "for") &&
    !tokens.is(next, "mark", "ge", "wei") &&
    !/^we/.test(tokens.text(at))
  )
    return undefined;
  return isTime(tokens, next)
    ? undefined
    : size(tokens.is(next, "mark", "ge", "wei") ? next + 1 : next, count.from, count.upTo);
}

/** Whether what follows a number makes it a time of day, a length or a place. */
function isTime(tokens: Tokens, next: number): boolean {
  return (
    unitAt(tokens, next) !== undefined ||
    tokens.is(next, "meridiem") ||
    tokens.text(next) === ":" ||
    (tokens.text(next) === "." && tokens.glued(next + 1) && tokens.at(next + 1).digits !== undefined) ||
    tokens.is(next, "half") ||
    tokens.is(next, "oclock") ||
    (tokens.is(next, "mark") && !tokens.is(next, "mark", "ge", "wei")) ||
    tokens.is(next, "room") ||
    tokens.is(next, "quarterWord") ||
    (/^[ap]$/.test(tokens.text(next)) && tokens.glued(next)) ||
    tokens.is(next, "floor") ||
    tokens.text(next) === "/" ||
    tokens.is(next, "month") ||
    (tokens.is(next, "link", "in") && tokens.is(next + 1, "link", "the") && tokens.is(next + 2, "dayPart")) ||
    tokens.is(next, "dayPart") ||
    (tokens.is(next, "link", "and", "past") && tokens.is(next + 1, "half"))
  );
}

/** Two rooms, 两间会议室, 2个会议室. One room is what everybody wants and says nothing. */
export const roomCount: Parser = {
  name: "room count",
  find({ tokens }, at) {
    const { number } = tokens.at(at);
    if (number === undefined || number < 2 || number > 50) return undefined;
    let index = at + 1;
    const isJian = tokens.is(index, "mark", "jian");
    while (
      index - at < 4 &&
      (tokens.is(index, "mark", "ge", "jian") ||
        tokens.is(index, "available") ||
        /^(small|big|large|different|separate|meeting|小|大|的|empty)$/.test(tokens.text(index)))
    )
      index++;
    // "Two rooms for 4": the size is said by the same words.
    if (tokens.is(index, "room", "") && tokens.is(index, "seat"))
      return { to: index, meaning: { kind: "roomCount", count: number } };
    if (tokens.is(index, "room") && tokens.text(index) !== "booth")
      return { to: index + 1, meaning: { kind: "roomCount", count: number } };
    return isJian ? { to: at + 2, meaning: { kind: "roomCount", count: number } } : undefined;
  },
};
