import { isDigit, isHan, isLatin } from "../normalise.ts";
import type { Parser, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { unitAt } from "./amount.ts";

/** The token index after the character offset `end`. */
function tokenAfter(tokens: Tokens, from: number, end: number): number {
  let index = from;
  while (index < tokens.length && tokens.at(index).at < end) index++;
  return index;
}

/** 标题:周会, title: Q3 plan, called "Sprint review", 叫“周会”, “…” alone. */
export const title: Parser = {
  name: "title",
  find(reading, at) {
    const { tokens, text } = reading;
    const isMark = tokens.is(at, "titleMark") || tokens.text(at) === "叫";
    const isQuote = tokens.text(at) === '"';
    if (!isMark && !isQuote) return undefined;
    let index = isMark ? at + 1 : at;
    const hasColon = /^[:=]$/.test(tokens.text(index)) || /^(是|为|叫|as)$/.test(tokens.text(index));
    const isOpen = isMark && /[是叫为]$/.test(tokens.text(at));
    if (isMark && hasColon) index++;
    if (tokens.text(index) === '"') {
      const start = tokens.at(index).end;
      const close = text.slice(start, start + 200).indexOf('"');
      if (close > 0) return titled(reading, index, start, start + close, start + close + 1);
      if (isQuote) return undefined;
    }
    const isWord = /^(called|named|titled|entitled|叫做|名为|name it|call it|title it|名叫)$/.test(
      tokens.text(at),
    );
    if (
      !isMark ||
      (!hasColon && !isWord && !isOpen) ||
      (hasColon && tokens.text(at) === "re" && !/^:$/.test(tokens.text(at + 1)))
    )
      return undefined;
    const start = tokens.at(index).at;
    if (start < 0) return undefined;
    const rest = reading.original.slice(start, start + 200);
    const stop = /[,，;；。\n]|(?<=\p{Script=Han}) | (?=@)/u.exec(rest)?.index ?? rest.length;
    const words =
      isWord || !/\p{Script=Han}/u.test(rest.slice(0, stop))
        ? englishTitle(tokens, index, start + stop)
        : start + stop;
    return titled(reading, index, start, words, words);
  },
};

/** A title without quotes ends where the time begins: called standup tomorrow 3pm. */
function englishTitle(tokens: Tokens, from: number, limit: number): number {
  for (let index = from + 1; index < tokens.length && tokens.at(index).at < limit; index++) {
    const isTime =
      tokens.is(index, "dayOffset") ||
      tokens.is(index, "weekday") ||
      tokens.is(index, "dayOffsetPart") ||
      (tokens.is(index, "link", "at", "on", "for", "from", "with") && index > from) ||
      (tokens.at(index).number !== undefined &&
        (tokens.is(index + 1, "meridiem") || tokens.text(index + 1) === ":"));
    if (isTime) return tokens.at(index - 1).end;
  }
  return limit;
}

function titled(
  reading: Reading,
  from: number,
  start: number,
  stop: number,
  end: number,
): ReturnType<Parser["find"]> {
  const said = reading.original.slice(start, stop).trim();
  return said === ""
    ? undefined
    : {
        to: Math.max(tokenAfter(reading.tokens, from, end), from + 1),
        meaning: { kind: "title", title: said },
      };
}

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
    : { to: tokenAfter(tokens, at + 1, end), meaning: { kind: "people", names: [name] } };
}

function withNames(reading: Reading, at: number): ReturnType<Parser["find"]> {
  const { tokens } = reading;
  if (
    !/^(和|与|跟|同|with|together with|along with|以及|and with|叫上|带上|邀请|约上|拉上|请上|invite|inviting)$/.test(
      tokens.text(at),
    )
  )
    return undefined;
  const names: string[] = [];
  let to = at;
  let index = at + 1;
  while (names.length < 20) {
    const read =
      /^[a-z]/.test(tokens.text(at)) || /^[a-z]/.test(tokens.text(index))
        ? latinName(reading, index)
        : hanName(reading, index);
    if (read === undefined) break;
    names.push(read.name);
    to = read.to;
    if (!(tokens.is(to, "link", "and", "with") || /^[,、和与跟&]$/.test(tokens.text(to)))) break;
    index = tokens.text(to) === "," && tokens.is(to + 1, "link", "and") ? to + 2 : to + 1;
  }
  return names.length === 0 ? undefined : { to, meaning: { kind: "people", names } };
}

/** Words with a capital that the lexicon does not know. */
function latinName({ tokens, original }: Reading, at: number): { name: string; to: number } | undefined {
  let index = at;
  while (index - at < 3) {
    const token = tokens.at(index);
    const first = original.charAt(token.at);
    const isName =
      token.senses.length === 0 &&
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

/** A room's name from the list, or as a number or letter: room 301, 301会议室, 会议室B. */
export const roomName: Parser = {
  name: "room name",
  find({ tokens, original }, at) {
    const known = tokens.key(at, "roomName");
    if (known !== undefined) {
      const to = tokens.is(at + 1, "room") && !tokens.is(at + 1, "number") ? at + 2 : at + 1;
      return { to, meaning: { kind: "roomName", name: known } };
    }
    const token = tokens.at(at);
    const isNumber = token.digits !== undefined && token.digits.length >= 3;
    const hao = tokens.text(at + 1) === "号" ? 1 : 0;
    if (
      isNumber &&
      tokens.is(at + 1 + hao, "room") &&
      /^(会议室|会议厅|室|房间|房|会议间)$/.test(tokens.text(at + 1 + hao))
    )
      return { to: at + 2 + hao, meaning: { kind: "roomName", name: token.text } };
    if (
      /^[a-z]$/.test(token.text) &&
      tokens.glued(at + 1) &&
      tokens.at(at + 1).digits !== undefined &&
      tokens.is(at + 2, "room") &&
      tokens.glued(at + 2)
    )
      return {
        to: at + 3,
        meaning: {
          kind: "roomName",
          name: original.slice(token.at, tokens.at(at + 1).end).normalize("NFKC"),
        },
      };
    const isRoom = /^(room|会议室|meeting room|conference room|rm)$/.test(token.text);
    const next = tokens.at(at + 1);
    if (
      isRoom &&
      next.digits !== undefined &&
      next.digits.length >= 3 &&
      tokens.text(at + 2) !== ":" &&
      !tokens.is(at + 2, "meridiem") &&
      unitAt(tokens, at + 2) === undefined &&
      !(tokens.is(at + 2, "link", "to") && tokens.at(at + 3).digits !== undefined)
    )
      return { to: at + 2, meaning: { kind: "roomName", name: next.text } };
    return undefined;
  },
};

/** A choice from a list: 1, book 2, 第二个, option 3, the last one, #2, 选3, "the second one". */
export const choice: Parser = {
  name: "choice",
  find({ tokens }, at) {
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
        tokens.is(index + 1, "choiceWord") ||
        tokens.text(index + 1) === "one" ||
        tokens.is(index + 1, "room");
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
  },
};

/** "book 2", "option 3", 选3, 订1号, "no. 2", "#2", "2号" after a verb; and a number that is the whole text. */
function ledNumber(tokens: Tokens, at: number): ReturnType<Parser["find"]> {
  const isWord = tokens.is(at, "choiceWord") && !tokens.is(at, "number");
  const isVerb =
    tokens.is(at, "verb", "book", "cancel", "extend", "shorten", "move", "swap") ||
    isWord ||
    (tokens.is(at, "room") && /^room$|^会议室$/.test(tokens.text(at)));
  let index = at + 1;
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
  const isOther =
    !noun &&
    (isOtherNumber(tokens, next) || (tokens.is(index + 1, "mark") && true) || tokens.is(index + 1, "room"));
  const isOrdinal = /^(st|nd|rd|th)$/.test(tokens.text(index + 1));
  if (!noun && tokens.glued(next) && tokens.at(next).senses.length === 0 && isHan(tokens.text(next)))
    return undefined;
  if (isOther || isOrdinal || (noun && (tokens.is(next, "dayPart") || tokens.at(next).number !== undefined)))
    return undefined;
  return { to: next, meaning: { kind: "choice", choice: number, bare: false } };
}

function isOtherNumber(tokens: Tokens, next: number): boolean {
  return (
    unitAt(tokens, next) !== undefined ||
    tokens.is(next, "person") ||
    tokens.is(next, "meridiem") ||
    (/^[:/.%-]$/.test(tokens.text(next)) && tokens.glued(next) && tokens.at(next + 1).number !== undefined) ||
    (/^[apfh]$/.test(tokens.text(next)) && tokens.glued(next)) ||
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
    const isPolite = /^(please|pls|plz|thanks|吧|谢谢|请|号|啊|哈|thx|了)$/.test(tokens.text(index));
    if (!isQuiet && !isPolite) return true;
  }
  return false;
}
