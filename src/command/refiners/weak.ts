import type { Piece, Refiner } from "../piece.ts";

const TIMELY = new Set(["clock", "part", "day", "range", "length", "now"]);

/**
 * "sat", "sun", "tom", "the 2nd" are days only in company: beside another time, after on/this/by, or as the whole text.
 * A date written with a full stop (3.20) is a day where the text has another time, else a time.
 */
export const weak: Refiner = {
  name: "weak words",
  refine(pieces, { tokens }) {
    const clocks = pieces.filter(({ meaning }) => meaning.kind === "clock");
    return pieces.flatMap((piece, index): Piece[] => {
      const { meaning } = piece;
      if (
        meaning.kind === "clock" &&
        meaning.clock.dotted === true &&
        clocks.length > 1 &&
        clocks[0] === piece &&
        !tokens.is(piece.from, "link")
      ) {
        const { hour, minute } = meaning.clock;
        const [month, day] = hour > 12 ? [minute, hour] : [hour, minute];
        const isDate =
          month >= 1 &&
          month <= 12 &&
          day >= 1 &&
          day <= 31 &&
          meaning.clock.half === undefined &&
          !tokens.is(piece.to, "link", "to", "and") &&
          (!tokens.is(piece.from - 1, "link") || tokens.is(piece.from - 1, "link", "on"));
        return isDate ? [{ ...piece, meaning: { kind: "day", day: { type: "date", month, day } } }] : [piece];
      }
      if (meaning.kind !== "day" || meaning.weak !== true) return [piece];
      const isLed = tokens.is(piece.from - 1, "link") || tokens.is(piece.from - 1, "which");
      const isNear = [pieces[index - 1], pieces[index + 1]].some(
        (other) => other !== undefined && TIMELY.has(other.meaning.kind),
      );
      const isShort = tokens.length - (piece.to - piece.from) <= 3;
      return isLed || isNear || isShort ? [piece] : [];
    });
  },
};
