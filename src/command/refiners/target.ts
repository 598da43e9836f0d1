import type { Meaning, Piece, Refiner } from "../piece.ts";

const TIMES: ReadonlySet<Meaning["kind"]> = new Set(["clock", "range", "part"]);

/** "Move the 3pm meeting to Friday 10am": what stands after "to" is asked for, what stands before says which meeting. */
export const target: Refiner = {
  name: "target of a move",
  refine(pieces, { tokens }) {
    const verb = tokens.list.findIndex(({ senses }) =>
      senses.some(({ kind, key }) => kind === "verb" && key === "move"),
    );
    if (verb < 0) return pieces;
    for (let index = 0; index < tokens.length; index++) {
      const isTo =
        /^(to|到|至)$/.test(tokens.text(index)) ||
        (tokens.is(index, "verb", "move") && /[到为成在]$/.test(tokens.text(index)));
      if (!isTo) continue;
      const after = pieces.filter((piece) => piece.from > index && isTime(piece));
      const before = pieces.filter((piece) => piece.to <= index && isTime(piece));
      if (after.length === 0) continue;
      if (before.length === 0) return pieces;
      if (verb > (before.at(-1)?.from ?? 0) && index !== verb) continue;
      const hasDay = after.some(({ meaning }) => meaning.kind === "day");
      return pieces.filter((piece) => !(before.includes(piece) && (TIMES.has(piece.meaning.kind) || hasDay)));
    }
    return pieces;
  },
};

const isTime = ({ meaning }: Piece): boolean => TIMES.has(meaning.kind) || meaning.kind === "day";
