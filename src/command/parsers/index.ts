import type { Parser, Piece, Reading } from "../piece.ts";
import { choice } from "./choice.ts";
import { clock } from "./clock.ts";
import { clockOffset } from "./clock-offset.ts";
import { day } from "./day.ts";
import { length } from "./length.ts";
import { offset } from "./offset.ts";
import { anytime, now, or, part } from "./part.ts";
import { people } from "./people.ts";
import { building, equipment, floor, zone } from "./place.ts";
import { recurrence } from "./recurrence.ts";
import { roomName } from "./room-name.ts";
import { seriesEnd } from "./series-end.ts";
import { capacity, roomCount } from "./size.ts";
import { title } from "./title.ts";

/** In order of preference where two read equally much. */
export const PARSERS: readonly Parser[] = [
  title,
  recurrence,
  offset,
  length,
  day,
  clockOffset,
  clock,
  part,
  now,
  capacity,
  roomCount,
  roomName,
  floor,
  building,
  equipment,
  zone,
  people,
  choice,
  anytime,
  or,
];

/** Beside a rule, "for 4 weeks" and "until June" say how long it holds, not when. */
const SERIES_PARSERS: readonly Parser[] = [seriesEnd, ...PARSERS];

export function readPieces(reading: Reading): Piece[] {
  const pieces = readWith(PARSERS, reading);
  return pieces.some(({ meaning }) => meaning.kind === "recurrence")
    ? readWith(SERIES_PARSERS, reading)
    : pieces;
}

/** Reads pieces from left to right, at each place the one that takes the most tokens. */
function readWith(parsers: readonly Parser[], reading: Reading): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < reading.tokens.length) {
    let best: Piece | undefined;
    for (const parser of parsers) {
      const found = parser.find(reading, at);
      if (found !== undefined && found.to > (best?.to ?? at))
        best = { rule: parser.name, from: at, to: found.to, meaning: found.meaning };
    }
    if (best !== undefined) pieces.push(best);
    at = best?.to ?? at + 1;
  }
  return pieces;
}
