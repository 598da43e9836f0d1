import type { Meaning, Piece, Refiner } from "../piece.ts";
import { merge } from "./owners.ts";

/** What a piece speaks of; a later piece about the same replaces an earlier one. */
const SUBJECTS: Partial<Record<Meaning["kind"], string>> = {
  clock: "time",
  range: "time",
  offset: "time",
  stretch: "time",
  now: "time",
  day: "day",
  days: "day",
  part: "part",
  length: "length",
  capacity: "capacity",
  roomCount: "roomCount",
  floor: "floor",
  building: "building",
  roomName: "roomName",
  choice: "choice",
};

/** 下午3点，不对，4点: what is said again after a slip of the tongue stands, the rest of what came before stays. */
export const correction: Refiner = {
  name: "correction",
  refine(pieces, { tokens }) {
    for (let at = 1; at < tokens.length; at++) {
      if (!tokens.is(at, "correction")) continue;
      let to = at + 1;
      while (to - at < 5 && (/^[,，。.!]$/.test(tokens.text(to)) || tokens.text(to) === "还是")) to++;
      const after = pieces.filter((piece) => piece.from >= to);
      const before = pieces.filter((piece) => piece.to <= at);
      const anew = new Set(after.flatMap(({ meaning }) => SUBJECTS[meaning.kind] ?? []));
      const replaced = before.filter(({ meaning }) => anew.has(SUBJECTS[meaning.kind] ?? ""));
      const isNear = tokens.at(to).number !== undefined || after.some(({ from }) => from - to <= 2);
      if (replaced.length === 0 || !isNear) continue;
      const kept = before.map((piece) => (replaced.includes(piece) ? takenBack(piece, anew) : piece));
      return merge([...kept, ...after], [{ rule: "correction", from: at, to, meaning: { kind: "aside" } }]);
    }
    return pieces;
  },
};

/** Of 今晚 the day stays where only the part of the day is said anew. */
function takenBack(piece: Piece, anew: ReadonlySet<string>): Piece {
  const { meaning } = piece;
  return meaning.kind === "part" && meaning.day !== undefined && !anew.has("day")
    ? { ...piece, meaning: { kind: "day", day: meaning.day } }
    : { ...piece, meaning: { kind: "aside" } };
}
