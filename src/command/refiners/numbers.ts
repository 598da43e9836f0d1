import { clockAt, isCounted } from "../parsers/clock.ts";
import type { Piece, Refiner } from "../piece.ts";
import { merge, Owners } from "./range.ts";

/**
 * A number beside a word for a time of day is an hour: "9 tomorrow morning", "tonight 815", 下午3, "Sunday 1925".
 * Beside a day alone it must look like a time.
 */
export const numbers: Refiner = {
  name: "numbers beside times",
  refine(pieces, { tokens }) {
    if (pieces.some(({ meaning }) => meaning.kind === "clock" || meaning.kind === "choice")) return pieces;
    const owners = new Owners(pieces);
    const made: Piece[] = [];
    for (let at = 0; at < tokens.length && made.length === 0; at++) {
      if (tokens.at(at).number === undefined || owners.of(at) !== undefined) continue;
      const read = clockAt(tokens, at);
      const isLinked =
        tokens.is(at + 1, "link", "to") ||
        tokens.is(at - 1, "link", "to", "and") ||
        tokens.is(at - 1, "link", "minus") ||
        tokens.text(at - 1) === "#";
      if (read === undefined || read.invalid === true || isLinked || isCounted(tokens, read.to)) continue;
      const skip = tokens.is(read.to, "link", "in", "of") ? 1 : 0;
      const neighbours = [
        owners.of(at - 1),
        owners.of(at - 2),
        owners.of(read.to + skip),
        owners.of(read.to + 1),
      ];
      const next = owners.of(read.to);
      const isPart = (piece: Piece | undefined): boolean => piece?.meaning.kind === "part";
      const isDay = (piece: Piece | undefined): boolean => piece?.meaning.kind === "day";
      const afterDay = isDay(next) && isPart(owners.of(next?.to ?? -1));
      const isFour = (tokens.at(at).digits?.length ?? 0) >= 3;
      const byPart = isPart(neighbours[0]) || isPart(neighbours[2]) || afterDay;
      const byDay = isDay(neighbours[0]) || isDay(next);
      const roundMinute = read.clock.minute % 5 === 0;
      const isLate = read.clock.hour >= 7 || read.clock.hour <= 6;
      if (
        byPart ||
        (byDay && (isFour ? roundMinute : isLate && read.clock.hour >= 1 && read.clock.hour <= 24))
      )
        made.push({
          rule: "number beside a time",
          from: at,
          to: read.to,
          meaning: { kind: "clock", clock: read.clock },
        });
    }
    return merge(pieces, made);
  },
};
