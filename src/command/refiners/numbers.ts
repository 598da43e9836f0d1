import { isCounted } from "../parsers/clock.ts";
import { type ClockRead, clockAt } from "../parsers/clock-forms.ts";
import type { Meaning, Piece, Reading, Refiner } from "../piece.ts";
import { weekdayAndMonthDay } from "../resolve-day.ts";
import type { Tokens } from "../token.ts";
import { merge, Owners } from "./owners.ts";

/**
 * A number beside a word for a time of day is an hour: "9 tomorrow morning", "tonight 815", 下午3, "Sunday 1925".
 * After a weekday it is the day of the month where that fits or where the text has another time: "Friday 23 at 4".
 */
export const numbers: Refiner = {
  name: "numbers beside times",
  refine(pieces, reading) {
    const owners = new Owners(pieces);
    const isClocked = pieces.some(({ meaning }) => meaning.kind === "clock" || meaning.kind === "choice");
    for (let at = 0; at < reading.tokens.length; at++) {
      if (reading.tokens.at(at).number === undefined || owners.of(at) !== undefined) continue;
      const found =
        monthDay(reading, owners, at, isClocked) ?? (isClocked ? undefined : hour(reading, owners, at));
      if (found !== undefined) return merge(pieces, [found]);
    }
    return pieces;
  },
};

const isKind = (piece: Piece | undefined, kind: Meaning["kind"]): boolean => piece?.meaning.kind === kind;

/** How far ahead "Friday 23" may lie to be a date without another time beside it. */
const NEAR_DAYS = 45;

function monthDay(
  { tokens, now }: Reading,
  owners: Owners,
  at: number,
  isClocked: boolean,
): Piece | undefined {
  const comma = tokens.text(at - 1) === "," ? 1 : 0;
  const before = owners.of(at - 1 - comma)?.meaning;
  const { number, digits } = tokens.at(at);
  if (
    before?.kind !== "day" ||
    before.day.type !== "weekday" ||
    before.day.week !== undefined ||
    digits === undefined
  )
    return undefined;
  if (
    number === undefined ||
    number < 1 ||
    number > 31 ||
    isCounted(tokens, at + 1) ||
    tokens.is(at + 1, "link", "to")
  )
    return undefined;
  const today = Math.floor(now / 1440);
  const day = weekdayAndMonthDay(before.day.weekday, number, today);
  const fits = day !== undefined && (number > 24 || isClocked || (number > 12 && day - today <= NEAR_DAYS));
  return fits
    ? {
        rule: "number after a weekday",
        from: at,
        to: at + 1,
        meaning: { kind: "day", day: { type: "monthDay", day: number } },
      }
    : undefined;
}

function hour({ tokens }: Reading, owners: Owners, at: number): Piece | undefined {
  const read = clockAt(tokens, at);
  if (isTarget(tokens, at) && read?.invalid !== true && !isCounted(tokens, read?.to ?? at))
    return timed(at, read);
  const isLinked =
    tokens.is(at + 1, "link", "to") ||
    tokens.is(at - 1, "link", "to", "and", "minus") ||
    tokens.text(at - 1) === "#";
  if (read === undefined || read.invalid === true || isLinked || isCounted(tokens, read.to)) return undefined;
  const skip = tokens.is(read.to, "link", "in", "of") ? 1 : 0;
  const before = owners.of(behind(tokens, at));
  const next = owners.of(read.to);
  const afterDay = isKind(next, "day") && isKind(owners.of(next?.to ?? -1), "part");
  const byPart = isKind(before, "part") || isKind(owners.of(read.to + skip), "part") || afterDay;
  const isFour = (tokens.at(at).digits?.length ?? 0) >= 3;
  const byItself = isFour && reads24(tokens, at, read);
  const byDay = isKind(before, "day") || isKind(next, "day");
  const looksRight = isFour ? read.clock.minute % 5 === 0 : read.clock.hour >= 1 && read.clock.hour <= 24;
  if (!byPart && !byItself && !(byDay && looksRight && !tokens.is(at - 1, "link", "for"))) return undefined;
  return timed(at, read);
}

function timed(at: number, read: ClockRead | undefined): Piece | undefined {
  return read === undefined
    ? undefined
    : { rule: "number beside a time", from: at, to: read.to, meaning: { kind: "clock", clock: read.clock } };
}

/** The token before the number at `at`, past "maybe around" and a comma. */
function behind(tokens: Tokens, at: number): number {
  let index = at - 1;
  while (at - index < 5 && (tokens.is(index, "link", "around") || tokens.text(index) === ",")) index--;
  return index;
}

/** "push my meeting to 4", "extend to 5". */
function isTarget(tokens: Tokens, at: number): boolean {
  const isTo = tokens.text(at - 1) === "to" || tokens.text(at - 1) === "到";
  return (
    isTo &&
    tokens.list.some(({ senses }) =>
      senses.some(({ kind, key }) => kind === "verb" && /^(move|extend|shorten)$/.test(key)),
    )
  );
}

/** 1430 with nothing else in the way: four digits that are a round time in the hours of a day's work. */
function reads24(tokens: Tokens, at: number, { clock }: ClockRead): boolean {
  const isRound =
    tokens.at(at).digits?.length === 4 && clock.minute % 5 === 0 && clock.hour >= 7 && clock.hour <= 22;
  return isRound && tokens.length <= 10 && !tokens.is(at - 1, "roomName") && !tokens.is(at - 1, "choiceWord");
}
