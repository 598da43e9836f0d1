import { clockAt } from "../parsers/clock-forms.ts";
import type { Clock, Part, Piece, RangeEnd, Reading } from "../piece.ts";

/** "3pm until 5", "now till noon": a time that ends what an earlier one starts. */
export function untilRanges(pieces: readonly Piece[], { tokens }: Reading): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const { meaning } = piece;
    const index = result.findLastIndex(
      ({ meaning: earlier }) =>
        (earlier.kind === "clock" && (earlier.relation === undefined || earlier.relation === "from")) ||
        earlier.kind === "now",
    );
    const start = result[index];
    const isUntil = (meaning.kind === "clock" || meaning.kind === "part") && meaning.relation === "until";
    const isLate =
      meaning.kind === "clock" &&
      meaning.relation === "before" &&
      start?.meaning.kind === "clock" &&
      start.meaning.relation === "from";
    const bare =
      isUntil && start === undefined && result.at(-1)?.to !== piece.from
        ? clockAt(tokens, piece.from - 1)
        : undefined;
    if (bare !== undefined && bare.to === piece.from && meaning.kind === "clock") {
      result.push({
        rule: "range",
        from: piece.from - 1,
        to: piece.to,
        meaning: {
          kind: "range",
          start: { clock: bare.clock },
          end: { clock: meaning.clock },
          between: false,
        },
      });
      continue;
    }
    if (!(isUntil || isLate) || start === undefined) {
      result.push(piece);
      continue;
    }
    const end: RangeEnd =
      meaning.kind === "clock"
        ? { clock: meaning.clock }
        : meaning.kind === "part"
          ? { clock: PART_START[meaning.part] }
          : {};
    const before = result[index - 1];
    const part =
      before !== undefined && before.to === start.from && before.meaning.kind === "part"
        ? before.meaning.part
        : undefined;
    const first: RangeEnd =
      start.meaning.kind === "clock"
        ? { clock: start.meaning.clock, ...(part === undefined ? {} : { part }) }
        : { now: true };
    result[index] = {
      rule: "range",
      from: start.from,
      to: piece.to,
      meaning: { kind: "range", start: first, end, between: false },
    };
  }
  return result;
}

/** When a part of the day begins, as the end of something: "until lunch". */
export const PART_START: Readonly<Record<Part, Clock>> = {
  dawn: { hour: 0, minute: 0, exact: true },
  early: { hour: 7, minute: 0, exact: true },
  morning: { hour: 9, minute: 0, exact: true },
  lateMorning: { hour: 11, minute: 0, exact: true },
  noon: { hour: 12, minute: 0, exact: true },
  earlyAfternoon: { hour: 13, minute: 0, exact: true },
  afternoon: { hour: 13, minute: 0, exact: true },
  lateAfternoon: { hour: 16, minute: 0, exact: true },
  evening: { hour: 18, minute: 0, exact: true },
  night: { hour: 18, minute: 0, exact: true },
};
