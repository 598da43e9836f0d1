import type { DaySpec, Meaning, Part, Piece, Reading, Relation } from "./piece.ts";

export type Of<K extends Meaning["kind"]> = Extract<Meaning, { kind: K }>;

/** One alternative, as said. */
export interface Moment {
  readonly days: readonly DaySpec[];
  readonly stretch?: Of<"days">;
  readonly part?: Part;
  readonly partRelation?: Relation;
  readonly clock?: Of<"clock">;
  readonly range?: Of<"range">;
  readonly offset?: number;
  readonly soon?: Of<"stretch">;
  readonly now?: boolean;
}

/** Splits at "or", and at "and" or a comma between two days or two times; what one alternative leaves out, the others say. */
export function alternatives(pieces: readonly Piece[], reading: Reading): Moment[] {
  const groups: Piece[][] = [[]];
  for (const piece of pieces) {
    const group = groups.at(-1) ?? [];
    const last = group.findLast(({ meaning }) => meaning.kind === piece.meaning.kind);
    const isListed =
      last !== undefined &&
      (isTouching(last, piece) ||
        (piece.from - last.to === 1 && /^(,|、|\/|和|与|及|and|&|跟)$/.test(reading.tokens.text(last.to))));
    if (piece.meaning.kind === "or") groups.push([]);
    else if (isListed && isRivalDay(last, piece)) groups.push([piece]);
    else group.push(piece);
  }
  const moments = groups.map(momentOf).filter((moment, index) => index === 0 || isTimed(moment));
  const [first, ...rest] = moments;
  if (first === undefined || rest.length === 0) return moments;
  const last = rest.at(-1) ?? first;
  const whole = lend(first, last);
  return [whole, ...rest.map((moment) => lend(moment, whole))];
}

/** 周四周五, and days that one word gives: 明后天. */
function isTouching(last: Piece, piece: Piece): boolean {
  const isWeekday = piece.meaning.kind === "day" && piece.meaning.day.type === "weekday";
  return piece.from < last.to || (piece.from === last.to && isWeekday);
}

/** "Friday, 15th" is one day said twice; "Thursday, Friday" are two. */
function isRivalDay(last: Piece, piece: Piece): boolean {
  if (last.meaning.kind !== "day" || piece.meaning.kind !== "day") return false;
  return last.meaning.day.type === piece.meaning.day.type;
}

function momentOf(pieces: readonly Piece[]): Moment {
  const meanings = pieces.map(({ meaning }) => meaning);
  const find = <K extends Meaning["kind"]>(kind: K): Of<K> | undefined =>
    meanings.find((meaning): meaning is Of<K> => meaning.kind === kind);
  const part = find("part");
  const days = meanings.flatMap((meaning) =>
    meaning.kind === "day"
      ? [meaning.day]
      : meaning.kind === "part" && meaning.day !== undefined
        ? [meaning.day]
        : [],
  );
  const rulePart = find("recurrence")?.part;
  const offset = find("offset")?.minutes;
  const defined = {
    stretch: find("days"),
    part: part?.part ?? rulePart,
    partRelation: part?.relation,
    clock: find("clock"),
    range: find("range"),
    offset,
    soon: find("stretch"),
    now: find("now") === undefined ? undefined : true,
  };
  return {
    days,
    ...(Object.fromEntries(Object.entries(defined).filter(([, value]) => value !== undefined)) as Omit<
      Moment,
      "days"
    >),
  };
}

const hasTime = (moment: Moment): boolean =>
  moment.clock !== undefined ||
  moment.range !== undefined ||
  moment.part !== undefined ||
  moment.offset !== undefined;
const isTimed = (moment: Moment): boolean =>
  moment.days.length > 0 || hasTime(moment) || moment.now === true || moment.stretch !== undefined;

/** Gives `moment` the day or the time that only `other` says; a part of the day too, for a time that has no half. */
function lend(moment: Moment, other: Moment): Moment {
  const withDay =
    moment.days.length > 0 || moment.offset !== undefined || moment.now === true
      ? moment
      : { ...moment, days: other.days };
  const isClocked = withDay.clock !== undefined || withDay.range !== undefined;
  if (!hasTime(withDay) && withDay.now !== true) {
    const { days: _, ...time } = other;
    return { ...withDay, ...time };
  }
  const part =
    isClocked && withDay.part === undefined && other.part !== undefined && other.clock !== undefined
      ? { part: other.part }
      : {};
  return { ...withDay, ...part };
}
