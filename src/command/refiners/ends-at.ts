import { place } from "../halves.ts";
import { clockAt } from "../parsers/clock-forms.ts";
import type { Clock, Piece, Reading, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { merge } from "./owners.ts";

const ENDING = /^(?:and )?(?:ending|ends|end|finishing|finishes|finish)(?: at)?$|^end time$/;
/** Beside these an end and a length are of a booking that there is: 提前半小时，四点结束. */
const CHANGES = ["move", "extend", "shorten", "delay", "early", "another", "add"];
const DAY_MINUTES = 1440;

/** "One hour ending at 5", 五点结束 一个小时: the end is said, and the length tells when it begins. */
export const endsAt: Refiner = {
  name: "end and length",
  refine(pieces, { tokens }: Reading) {
    const length = pieces.find(({ meaning }) => meaning.kind === "length")?.meaning;
    if (length?.kind !== "length" || length.minutes <= 0) return pieces;
    if (tokens.list.some((_, index) => tokens.is(index, "verb", ...CHANGES))) return pieces;
    const end = endAmong(pieces, tokens);
    if (end === undefined) return pieces;
    const part = pieces.find(({ to, meaning }) => to === end.from && meaning.kind === "part")?.meaning;
    const { minute } = place(end.clock, part?.kind === "part" ? part.part : undefined);
    const start = minute - length.minutes;
    if (start < 0 || minute >= DAY_MINUTES) return pieces;
    const range: Piece = {
      rule: "end and length",
      from: end.from,
      to: end.to,
      meaning: {
        kind: "range",
        start: { clock: clockOf(start) },
        end: { clock: clockOf(minute) },
        between: false,
      },
    };
    return merge(
      pieces.filter(({ from }) => from !== end.from),
      [range],
    );
  },
};

interface End {
  readonly from: number;
  readonly to: number;
  readonly clock: Clock;
}

/** The one time of the text, where it is said to be an end; the word for that belongs to it. */
function endAmong(pieces: readonly Piece[], tokens: Tokens): End | undefined {
  const [only, ...others] = pieces.filter(({ meaning }) => TIMES.has(meaning.kind));
  if (others.length > 0) return undefined;
  if (only === undefined) return bareEnd(tokens);
  if (only.meaning.kind !== "clock") return undefined;
  const { clock } = only.meaning;
  if (ENDING.test(tokens.text(only.from - 1))) return { from: only.from, to: only.to, clock };
  const after = /^(前|之前|以前)$/.test(tokens.text(only.to)) ? only.to + 1 : only.to;
  return tokens.is(after, "verb", "end") ? { from: only.from, to: after + 1, clock } : undefined;
}

const TIMES: ReadonlySet<Piece["meaning"]["kind"]> = new Set(["clock", "range", "now", "offset", "stretch"]);

/** "Ending at 5": a number alone. */
function bareEnd(tokens: Tokens): End | undefined {
  const at = tokens.list.findIndex(({ text }) => ENDING.test(text));
  const read = at < 0 || tokens.at(at + 1).number === undefined ? undefined : clockAt(tokens, at + 1);
  return read === undefined || read.invalid === true
    ? undefined
    : { from: at + 1, to: read.to, clock: read.clock };
}

const clockOf = (minute: number): Clock => ({
  hour: Math.floor(minute / 60),
  minute: minute % 60,
  exact: true,
});
