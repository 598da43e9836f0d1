import { isHan } from "../normalise.ts";
import { runOfWeekdays } from "../parsers/weekday.ts";
import type { DaySpec, Piece, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

type Weekday = DaySpec & { readonly type: "weekday" };

const isJoint = (text: string): boolean => /^(、|,|和|与|及|跟|或|或者|还是)$/.test(text);

/** 下周一二三, 下周二、四, 下周一、周三, 明后两天: every day of a list is one of its own, and 下 holds for all of them. */
export const weekdayList: Refiner = {
  name: "list of days",
  refine(pieces, { tokens }) {
    const result: Piece[] = [];
    for (const piece of pieces) {
      const last = result.findLast(({ meaning }) => meaning.kind === "day");
      const spec = weekdayOf(piece, tokens);
      const carried =
        spec !== undefined && last !== undefined && isNext(last, piece, tokens)
          ? weekOf(spec, weekdayOf(last, tokens))
          : undefined;
      const day = carried ?? spec;
      result.push(carried === undefined ? piece : { ...piece, meaning: { kind: "day", day: carried } });
      if (day !== undefined) result.push(...further(tokens, piece.to, day));
      else if (/^(明后|今明)/.test(tokens.text(piece.from))) result.push(...secondDay(piece));
    }
    return result;
  },
};

/** The weekday of a piece in Chinese. */
function weekdayOf({ meaning, to }: Piece, tokens: Tokens): Weekday | undefined {
  if (meaning.kind !== "day" || meaning.day.type !== "weekday") return undefined;
  return isHan(tokens.text(to - 1).charAt(0)) ? meaning.day : undefined;
}

const isNext = (last: Piece, piece: Piece, tokens: Tokens): boolean =>
  piece.from === last.to || (piece.from === last.to + 1 && isJoint(tokens.text(last.to)));

/** The same week as the day before it in the list, where none is said. */
function weekOf(spec: Weekday, last: Weekday | undefined): Weekday | undefined {
  return last?.week !== undefined && spec.week === undefined ? { ...last, weekday: spec.weekday } : undefined;
}

/** 二三 in 下周一二三, 、四 in 周二、四. */
function further(tokens: Tokens, at: number, first: Weekday): Piece[] {
  const found: Piece[] = [];
  let index = at;
  while (index - at < 14) {
    const from = isJoint(tokens.text(index)) ? index + 1 : index;
    const isRun = from > index || first.week !== undefined;
    if (!isRun || tokens.at(from).digits !== undefined) break;
    const { values, to } = runOfWeekdays(tokens, from);
    if (values.length === 0) break;
    for (const weekday of values)
      found.push({
        rule: "weekday of a list",
        from,
        to,
        meaning: { kind: "day", day: { ...first, weekday } },
      });
    index = to;
  }
  return found;
}

function secondDay(piece: Piece): Piece[] {
  const { meaning } = piece;
  if (meaning.kind !== "day" || meaning.day.type !== "offset") return [];
  return [{ ...piece, meaning: { kind: "day", day: { ...meaning.day, days: meaning.day.days + 1 } } }];
}
