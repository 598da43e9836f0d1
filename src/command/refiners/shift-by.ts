import type { Refiner } from "../piece.ts";

/** "Move it an hour later": by how much, not when. "Move it to an hour from now" says when. */
export const shiftBy: Refiner = {
  name: "shift of a move",
  refine(pieces, { tokens }) {
    const isMove = tokens.list.some(({ senses }) =>
      senses.some(({ kind, key }) => kind === "verb" && key === "move"),
    );
    if (!isMove) return pieces;
    return pieces.map((piece) =>
      piece.meaning.kind === "offset" &&
      piece.meaning.minutes > 0 &&
      tokens.text(piece.to - 1) === "later" &&
      !tokens.is(piece.from, "link", "in", "after")
        ? { ...piece, meaning: { kind: "length", minutes: piece.meaning.minutes } }
        : piece,
    );
  },
};
