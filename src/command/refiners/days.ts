import type { Piece, Refiner } from "../piece.ts";

/** Two days joined by "to" are a stretch: 周一到周三, 20 to 22 March. */
export const days: Refiner = {
  name: "days",
  refine(pieces, { tokens }) {
    const result: Piece[] = [];
    for (const piece of pieces) {
      const last = result.at(-1);
      const gap = last === undefined ? 0 : piece.from - last.to;
      const isJoined = gap === 1 && tokens.is(piece.from - 1, "link", "to", "until");
      if (isJoined && last?.meaning.kind === "day" && piece.meaning.kind === "day") {
        result[result.length - 1] = {
          rule: "days",
          from: last.from,
          to: piece.to,
          meaning: { kind: "days", from: last.meaning.day, to: piece.meaning.day },
        };
      } else result.push(piece);
    }
    return result;
  },
};
