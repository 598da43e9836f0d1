import { isSomebody } from "../parsers/first-names.ts";
import type { Refiner } from "../piece.ts";

/** "Is Tom free at 3?", "Dawn and I": a name that is also a time says nothing of when. */
export const firstNames: Refiner = {
  name: "first names",
  refine: (pieces, reading) =>
    pieces.filter(
      ({ meaning, from, to }) =>
        (meaning.kind !== "day" && meaning.kind !== "part") || to - from > 1 || !isSomebody(reading, from),
    ),
};
