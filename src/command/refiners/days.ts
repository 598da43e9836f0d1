import type { DaySpec, Piece, Reading, Refiner } from "../piece.ts";

/** Two days joined by "to" are a stretch: 周一到周三, March 16-18, 16 to 18 March. */
export const days: Refiner = {
  name: "days",
  refine(pieces, reading) {
    const result: Piece[] = [];
    for (const piece of pieces) {
      const last = result.at(-1);
      const isJoined = last !== undefined && piece.from - last.to === 1 && isTo(reading, last.to);
      if (isJoined && last.meaning.kind === "day" && piece.meaning.kind === "day") {
        result[result.length - 1] = stretch(last.from, piece.to, last.meaning.day, piece.meaning.day);
      } else
        result.push(
          piece.meaning.kind === "day"
            ? withNumber(piece, piece.meaning.day, reading, last?.to ?? 0, pieces)
            : piece,
        );
    }
    return result;
  },
};

const isTo = ({ tokens }: Reading, at: number): boolean =>
  tokens.is(at, "link", "to", "until") ||
  (tokens.is(at, "link", "and") && [2, 3, 4, 5].some((back) => tokens.is(at - back, "link", "between")));

const stretch = (from: number, to: number, first: DaySpec, last: DaySpec): Piece => ({
  rule: "days",
  from,
  to,
  meaning: { kind: "days", from: first, to: last },
});

/** A date with a plain number on the other side of "to": the month is said once. */
function withNumber(
  piece: Piece,
  day: DaySpec,
  reading: Reading,
  from: number,
  pieces: readonly Piece[],
): Piece {
  const { tokens } = reading;
  if (day.type !== "date") return piece;
  const after = tokens.at(piece.to + 1);
  const isOwned = pieces.some(
    (other) => other !== piece && other.from <= piece.to + 1 && other.to > piece.to + 1,
  );
  if (
    isTo(reading, piece.to) &&
    !isOwned &&
    isLater(after.number, day.day) &&
    !tokens.is(piece.to + 2, "meridiem")
  )
    return stretch(piece.from, piece.to + 2, day, { ...day, day: after.number ?? day.day });
  const before = tokens.at(piece.from - 2);
  if (piece.from - 2 >= from && isTo(reading, piece.from - 1) && isLater(day.day, before.number))
    return stretch(piece.from - 2, piece.to, { ...day, day: before.number ?? day.day }, day);
  return piece;
}

const isLater = (day: number | undefined, than: number | undefined): boolean =>
  day !== undefined && than !== undefined && than >= 1 && day > than && day <= 31;
