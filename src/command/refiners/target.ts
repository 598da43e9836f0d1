import { clockAt } from "../parsers/clock-forms.ts";
import type { Meaning, Piece, Reading, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

const TIMES: ReadonlySet<Meaning["kind"]> = new Set(["clock", "range", "part"]);
/** What a booking can be moved to besides a time. */
const PLACES: ReadonlySet<Meaning["kind"]> = new Set(["roomName", "floor", "building", "equipment"]);

/**
 * "Move the 3pm meeting to Friday 10am": what stands after "to" is asked for, what stands before says which meeting.
 * Where a day is asked for and no time, the time before it says which meeting all the same: it is kept by the move.
 */
export const target: Refiner = {
  name: "target of a move",
  refine(pieces, reading) {
    const { tokens } = reading;
    const verb = tokens.list.findIndex(({ senses }) =>
      senses.some(({ kind, key }) => kind === "verb" && key === "move"),
    );
    if (verb < 0) return pieces;
    for (let index = 0; index < tokens.length; index++) {
      const isTo =
        /^(to|到|至)$/.test(tokens.text(index)) ||
        (tokens.is(index, "verb", "move") && /([到为成在]| to)$/.test(tokens.text(index)));
      if (!isTo) continue;
      const before = pieces.filter((piece) => piece.to <= index && isTime(piece));
      const said = pieces.filter(
        (piece) => piece.from > index && (isTime(piece) || PLACES.has(piece.meaning.kind)),
      );
      const isSaid = before.length > 0 || pieces.some(({ meaning }) => meaning.kind === "choice");
      const hour = said.length === 0 && isSaid ? bareHour(reading, index + 1) : undefined;
      const after = hour === undefined ? said : [hour];
      if (after.length === 0) continue;
      if (before.length === 0) return hour === undefined ? pieces : withPiece(pieces, hour);
      if (verb > (before.at(-1)?.from ?? 0) && index !== verb) continue;
      const all = hour === undefined ? pieces : withPiece(pieces, hour);
      const isPlace = !after.some(isTime);
      const hasDay = after.some(({ meaning }) => meaning.kind === "day");
      const isOld = (piece: Piece): boolean =>
        before.includes(piece) && (isPlace || hasDay || TIMES.has(piece.meaning.kind));
      // "Move tomorrow 3pm to 4": the day is the booking's, and stays.
      const isKept = (piece: Piece): boolean => before.includes(piece) && piece.meaning.kind === "day";
      return all.flatMap((piece) =>
        isOld(piece) ? [which(piece)] : isKept(piece) ? [which(piece), piece] : [piece],
      );
    }
    return pieces;
  },
};

const isTime = ({ meaning }: Piece): boolean => TIMES.has(meaning.kind) || meaning.kind === "day";

const withPiece = (pieces: readonly Piece[], piece: Piece): Piece[] =>
  [...pieces, piece].sort((a, b) => a.from - b.from);

const which = (piece: Piece): Piece => ({ ...piece, meaning: { kind: "which", said: piece.meaning } });

/** "Move my 3pm to 5": a number that ends the text, or stands before a day. */
function bareHour({ tokens }: Reading, at: number): Piece | undefined {
  const start = tokens.is(at, "link", "at") ? at + 1 : at;
  const read = tokens.at(start).number === undefined ? undefined : clockAt(tokens, start);
  if (read === undefined || read.invalid === true || !isEnd(tokens, read.to)) return undefined;
  return { rule: "clock", from: start, to: read.to, meaning: { kind: "clock", clock: read.clock } };
}

const isEnd = (tokens: Tokens, at: number): boolean =>
  tokens.at(at).text === "" ||
  /^[.,!?。，！？]$/.test(tokens.text(at)) ||
  /^(please|pls|plz|thanks|instead|吧|谢谢)$/.test(tokens.text(at));
