import type { Parser, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";

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
    const quote = tokens.text(index);
    if (quote === '"' || (isMark && quote === "'")) {
      const start = tokens.at(index).end;
      const close = text.slice(start, start + 200).indexOf(quote);
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
        to: Math.max(reading.tokens.after(from, end), from + 1),
        meaning: { kind: "title", title: said },
      };
}
