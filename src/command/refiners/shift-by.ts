import { DAY_MINUTES } from "../calendar.ts";
import type { Piece, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

/** "Move it an hour later": by how much, not when. "Move it to an hour from now" says when. */
export const shiftBy: Refiner = {
  name: "shift of a move",
  refine(pieces, { tokens }) {
    const isMove = tokens.list.some(({ senses }) =>
      senses.some(({ kind, key }) => kind === "verb" && key === "move"),
    );
    if (!isMove) return pieces;
    return pieces.map((piece) => {
      const minutes = isLater(tokens, piece) ? minutesOf(piece) : undefined;
      return minutes === undefined ? piece : { ...piece, meaning: { kind: "length", minutes } };
    });
  },
};

const isLater = (tokens: Tokens, { from, to }: Piece): boolean =>
  tokens.text(to - 1) === "later" && !tokens.is(from, "link", "in", "after");

function minutesOf({ meaning }: Piece): number | undefined {
  if (meaning.kind === "offset") return meaning.minutes > 0 ? meaning.minutes : undefined;
  if (meaning.kind !== "day" || meaning.day.type !== "offset" || meaning.day.days <= 0) return undefined;
  const { days, unit = "day" } = meaning.day;
  return unit === "month" ? undefined : days * (unit === "week" ? 7 : 1) * DAY_MINUTES;
}
