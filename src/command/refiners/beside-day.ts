import type { DaySpec, Piece, Reading, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

const SAME_TIME = /^(此时|这个时候|这时候|这个时间点|这个点|这会儿)$/;

/**
 * What a day means by what stands beside it: 明天这个时候 is this minute of tomorrow, 下周今天 a week from today, 元旦前一天
 * the day before; in 国庆节后的10月8号 the feast only says where to look.
 */
export const besideDay: Refiner = {
  name: "beside a day",
  refine(pieces, reading) {
    const { tokens } = reading;
    const result: Piece[] = [];
    for (const piece of pieces) {
      const last = result.at(-1);
      const isNear = last !== undefined && piece.from - last.to <= (tokens.is(last.to, "link", "of") ? 1 : 0);
      if (isNear && last.meaning.kind === "day") {
        const { day } = last.meaning;
        if (isSameTime(piece, tokens)) {
          result.push({ ...piece, meaning: { kind: "clock", clock: clockOf(reading) } });
          continue;
        }
        if (day.type === "span" && day.unit === "week" && isToday(piece)) {
          result[result.length - 1] = { ...last, meaning: { kind: "aside" } };
          result.push({ ...piece, meaning: { kind: "day", day: { type: "offset", days: 7 * day.offset } } });
          continue;
        }
      }
      if (last !== undefined && isDate(piece) && isFeastBefore(last, piece, tokens))
        result[result.length - 1] = { ...last, meaning: { kind: "aside" } };
      result.push(shiftedFeast(piece, tokens) ?? piece);
    }
    return result;
  },
};

const isSameTime = ({ meaning, from }: Piece, tokens: Tokens): boolean =>
  meaning.kind === "now" && SAME_TIME.test(tokens.text(from));

const isToday = ({ meaning }: Piece): boolean =>
  meaning.kind === "day" &&
  meaning.day.type === "offset" &&
  meaning.day.days === 0 &&
  meaning.day.unit === undefined;

const isDate = ({ meaning }: Piece): boolean =>
  meaning.kind === "day" && (meaning.day.type === "date" || meaning.day.type === "monthDay");

function clockOf({ now }: Reading): { hour: number; minute: number; exact: true } {
  return { hour: Math.floor(now / 60) % 24, minute: now % 60, exact: true };
}

const feastOf = ({ meaning, to }: Piece, tokens: Tokens): DaySpec | undefined =>
  meaning.kind === "day" && tokens.is(to - 1, "holiday") ? meaning.day : undefined;

/** 国庆节后的 before a date. */
function isFeastBefore(last: Piece, piece: Piece, tokens: Tokens): boolean {
  if (feastOf(last, tokens) === undefined || !tokens.is(last.to, "suffix", "after", "before")) return false;
  return piece.from - last.to <= (tokens.is(last.to + 1, "link", "of") ? 2 : 1);
}

/** 元旦前一天, 国庆节后三天. */
function shiftedFeast(piece: Piece, tokens: Tokens): Piece | undefined {
  const base = feastOf(piece, tokens);
  const { number } = tokens.at(piece.to + 1);
  const direction = tokens.is(piece.to, "suffix", "before")
    ? -1
    : tokens.is(piece.to, "suffix", "after")
      ? 1
      : 0;
  if (base === undefined || direction === 0) return undefined;
  if (tokens.text(piece.to + 1) === "一天")
    return {
      ...piece,
      to: piece.to + 2,
      meaning: { kind: "day", day: { type: "shifted", base, days: direction } },
    };
  if (number === undefined || number > 30) return undefined;
  if (!tokens.is(piece.to + 2, "unit", "day")) return undefined;
  const day: DaySpec = { type: "shifted", base, days: direction * number };
  return { ...piece, to: piece.to + 3, meaning: { kind: "day", day } };
}
