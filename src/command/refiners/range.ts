import { unitAt } from "../parsers/amount.ts";
import { clockAt, isCounted } from "../parsers/clock.ts";
import type { Clock, DaySpec, Part, Piece, RangeEnd, Reading, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

interface Side extends RangeEnd {
  readonly from: number;
  readonly to: number;
  readonly isNumber?: boolean;
  /** Pieces that this side took in. */
  readonly used: readonly Piece[];
}

/** Which piece each token belongs to. */
export class Owners {
  readonly #byToken = new Map<number, Piece>();
  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces)
      for (let index = piece.from; index < piece.to; index++) this.#byToken.set(index, piece);
  }
  of(index: number): Piece | undefined {
    return this.#byToken.get(index);
  }
}

/** Joins two times into a range: 3-4pm, from 2 to 4, between 10 and 11:30, 三点到五点, 现在到五点, 3pm until 5. */
export const range: Refiner = {
  name: "range",
  refine(pieces, reading) {
    const { tokens } = reading;
    const owners = new Owners(pieces);
    const made: Piece[] = [];
    const used = new Set<Piece>();
    let taken = -1;
    for (let index = 0; index < tokens.length; index++) {
      if (index < taken) continue;
      const joint = jointAt(tokens, owners, index);
      if (joint === undefined) continue;
      const left = leftSide(reading, owners, index, taken);
      const right = left === undefined ? undefined : rightSide(reading, owners, joint.to);
      if (left === undefined || right === undefined || !plausible(tokens, left, right)) continue;
      for (const piece of [...left.used, ...right.used]) used.add(piece);
      if (isMinutesTo(left, right) && right.clock !== undefined && /^to$/.test(tokens.text(index))) {
        const total = right.clock.hour * 60 - (left.clock?.hour ?? 0);
        made.push({
          rule: "minutes to",
          from: left.from,
          to: right.to,
          meaning: { kind: "clock", clock: { hour: Math.floor(total / 60), minute: total % 60 } },
        });
        taken = right.to;
        continue;
      }
      const between = joint.between || tokens.is(right.to, "suffix", "between");
      made.push({
        rule: "range",
        from: left.from,
        to: right.to,
        meaning: { kind: "range", start: sideOf(left), end: sideOf(right), between },
      });
      taken = right.to;
    }
    const joined = merge(
      pieces.filter((piece) => !used.has(piece)),
      made,
    );
    return untilRanges(joined, reading);
  },
};

export function merge(kept: readonly Piece[], made: readonly Piece[]): Piece[] {
  return made.length === 0 ? [...kept] : [...kept, ...made].sort((a, b) => a.from - b.from);
}

function sideOf(side: Side): RangeEnd {
  return {
    ...(side.clock === undefined ? {} : { clock: side.clock }),
    ...(side.day === undefined ? {} : { day: side.day }),
    ...(side.part === undefined ? {} : { part: side.part }),
    ...(side.now === undefined ? {} : { now: side.now }),
    ...(side.isNextDay === undefined ? {} : { isNextDay: side.isNextDay }),
  };
}

/** "to", "-", 到; "and" after "between"; 和 before 之间. */
function jointAt(tokens: Tokens, owners: Owners, at: number): { to: number; between: boolean } | undefined {
  const isTo = tokens.is(at, "link", "to") && owners.of(at) === undefined;
  const hasBetween = betweenBefore(tokens, at);
  if (isTo) {
    let to = at + 1;
    while (to - at < 4 && tokens.is(to, "link", "to") && owners.of(to) === undefined) to++;
    return { to, between: hasBetween };
  }
  return tokens.is(at, "link", "and") && (hasBetween || betweenAfter(tokens, at))
    ? { to: at + 1, between: true }
    : undefined;
}

function betweenBefore(tokens: Tokens, at: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 8); index--)
    if (tokens.is(index, "link", "between")) return true;
  return false;
}

function betweenAfter(tokens: Tokens, at: number): boolean {
  for (let index = at + 1; index <= at + 5; index++) if (tokens.is(index, "suffix", "between")) return true;
  return false;
}

function leftSide(reading: Reading, owners: Owners, joint: number, taken: number): Side | undefined {
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
    if (!/^[,，]$/.test(tokens.text(index)) && !tokens.is(index, "link", "around", "of")) return undefined;
    index--;
  }
  return undefined;
}

const hasDay = (piece: Piece): boolean => piece.meaning.kind === "part" && piece.meaning.day !== undefined;

function partOf(piece: Piece | undefined): { part?: Part } {
  return piece?.meaning.kind === "part" ? { part: piece.meaning.part } : {};
}

function rightSide(reading: Reading, owners: Owners, from: number): Side | undefined {
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
function plausible(tokens: Tokens, left: Side, right: Side): boolean {
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

/** "20 to 3" is twenty minutes to three. */
function isMinutesTo(left: Side, right: Side): boolean {
  const minutes = left.clock?.hour ?? 0;
  return (
    left.isNumber === true &&
    right.isNumber === true &&
    minutes >= 20 &&
    minutes <= 25 &&
    minutes % 5 === 0 &&
    (right.clock?.hour ?? 24) <= 12
  );
}

/** "3pm until 5", "now till noon": a time that ends what an earlier one starts. */
function untilRanges(pieces: readonly Piece[], { tokens }: Reading): Piece[] {
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
