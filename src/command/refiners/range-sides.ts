import { unitAt } from "../parsers/amount.ts";
import { isCounted } from "../parsers/clock.ts";
import { clockAt } from "../parsers/clock-forms.ts";
import type { Clock, DaySpec, Part, Piece, RangeEnd, Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import type { Owners } from "./owners.ts";

export interface Side extends RangeEnd {
  readonly from: number;
  readonly to: number;
  readonly isNumber?: boolean;
  /** Pieces that this side took in. */
  readonly used: readonly Piece[];
}

export function leftSide(reading: Reading, owners: Owners, joint: number, taken: number): Side | undefined {
  const { tokens } = reading;
  let index = joint - 1;
  const inner: Piece[] = [];
  for (let steps = 0; steps < 3 && index >= taken && index >= 0; steps++) {
    const piece = owners.of(index);
    const { meaning } = piece ?? {};
    if (piece !== undefined && meaning?.kind === "clock") {
      if (meaning.relation !== undefined && meaning.relation !== "from") return undefined;
      const before = owners.of(piece.from - 1);
      const part =
        inner.find((found) => found.meaning.kind === "part") ??
        (before?.meaning.kind === "part" ? before : undefined);
      return {
        clock: meaning.clock,
        ...partOf(part),
        from: piece.from,
        to: joint,
        used: [piece, ...(part === undefined || hasDay(part) ? [] : [part])],
      };
    }
    if (piece !== undefined && meaning?.kind === "now")
      return { now: true, from: piece.from, to: joint, used: [piece] };
    if (
      piece !== undefined &&
      (meaning?.kind === "day" || meaning?.kind === "part" || meaning?.kind === "zone")
    ) {
      inner.push(piece);
      index = piece.from - 1;
      continue;
    }
    if (piece !== undefined) return undefined;
    if (tokens.at(index).number !== undefined) {
      const read = clockAt(tokens, index);
      if (read === undefined || read.invalid || read.to !== index + 1) return undefined;
      const before = owners.of(index - 1);
      const part =
        before?.meaning.kind === "part" ? before : inner.find((found) => found.meaning.kind === "part");
      return {
        clock: read.clock,
        ...partOf(part),
        from: index,
        to: joint,
        isNumber: true,
        used: part === undefined || hasDay(part) ? [] : [part],
      };
    }
    if (
      !/^[,，]$/.test(tokens.text(index)) &&
      !tokens.is(index, "link", "around", "of", "on", "at", "in", "the")
    )
      return undefined;
    index--;
  }
  return undefined;
}

const hasDay = (piece: Piece): boolean => piece.meaning.kind === "part" && piece.meaning.day !== undefined;

function partOf(piece: Piece | undefined): { part?: Part } {
  return piece?.meaning.kind === "part" ? { part: piece.meaning.part } : {};
}

export function rightSide(reading: Reading, owners: Owners, from: number): Side | undefined {
  const { tokens } = reading;
  let index = from;
  let day: DaySpec | undefined;
  let part: Part | undefined;
  let isNextDay = false;
  const used: Piece[] = [];
  for (let steps = 0; steps < 4; steps++) {
    const piece = owners.of(index);
    const meaning = piece?.meaning;
    if (piece !== undefined && meaning?.kind === "clock") {
      if (meaning.relation !== undefined && meaning.relation !== "until") return undefined;
      return {
        clock: meaning.clock,
        ...(day === undefined ? {} : { day }),
        ...(part === undefined ? {} : { part }),
        ...(isNextDay ? { isNextDay } : {}),
        from,
        to: piece.to,
        used: [...used, piece],
      };
    }
    if (piece !== undefined && (meaning?.kind === "day" || meaning?.kind === "part")) {
      if (
        meaning.kind === "day" &&
        /^(次日|第二天|翌日|隔天|隔日|the next day|next day)$/.test(tokens.text(piece.from))
      )
        isNextDay = true;
      else if (meaning.kind === "day") day = meaning.day;
      else {
        part = meaning.part;
        day = meaning.day ?? day;
      }
      used.push(piece);
      index = piece.to;
      continue;
    }
    if (piece !== undefined) return undefined;
    if (tokens.at(index).number !== undefined) {
      const read = clockAt(tokens, index);
      if (read === undefined || read.invalid || isCounted(tokens, read.to) || tokens.is(read.to, "equipment"))
        return undefined;
      return {
        clock: read.clock,
        ...(day === undefined ? {} : { day }),
        ...(part === undefined ? {} : { part }),
        ...(isNextDay ? { isNextDay } : {}),
        from,
        to: read.to,
        ...(read.bare === true ? { isNumber: true } : {}),
        used,
      };
    }
    if (!tokens.is(index, "link", "around", "the", "at")) return undefined;
    index++;
  }
  return undefined;
}

/** Two plain numbers are hours only where nothing else claims them. */
export function plausible(tokens: Tokens, left: Side, right: Side): boolean {
  if (left.isNumber !== true || right.isNumber !== true)
    return left.isNumber !== true || isHourlike(left.clock, right.clock);
  if (
    tokens.text(right.to) === "-" ||
    tokens.text(left.from - 1) === "-" ||
    tokens.text(left.from - 1) === "/"
  )
    return false;
  if (
    tokens.is(left.from - 1, "choiceWord") ||
    tokens.is(left.from - 1, "floor") ||
    tokens.is(left.from - 1, "building")
  )
    return false;
  if (!isRound(tokens, left.from) || !isRound(tokens, right.from)) return false;
  return (
    (left.clock?.hour ?? 99) <= 24 &&
    (right.clock?.hour ?? 99) <= 24 &&
    unitAt(tokens, right.to) === undefined
  );
}

/** Hours and minutes run together are a time only where the minutes are round: 1430, not 1234. */
function isRound(tokens: Tokens, at: number): boolean {
  const { digits, number } = tokens.at(at);
  return (digits?.length ?? 0) < 3 || (number ?? 1) % 5 === 0;
}

const isHourlike = (left: Clock | undefined, right: Clock | undefined): boolean =>
  left === undefined || right === undefined || left.hour <= 24;
