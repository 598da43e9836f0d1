import { whichOne } from "./change.ts";
import type { Intent } from "./command.ts";
import type { Meaning, Piece, Reading } from "./piece.ts";
import type { Tokens } from "./token.ts";

/** What of a change says which booking is meant, and what says how it is to be. */
export interface Parted {
  readonly of: readonly Piece[];
  readonly wanted: readonly Piece[];
}

const TIMES: ReadonlySet<Meaning["kind"]> = new Set([
  "clock",
  "range",
  "part",
  "day",
  "days",
  "offset",
  "stretch",
  "now",
]);

export const isTime = ({ meaning }: Piece): boolean => TIMES.has(meaning.kind);

/** "Move my 3pm to 5", "extend the 3pm by 30 min", 三点的会换到长城: parts the times of a change. */
export function partTimes(intent: Intent, pieces: readonly Piece[], reading: Reading): Parted {
  const part = PARTS[intent];
  if (part === undefined) return { of: [], wanted: pieces };
  const said = pieces.flatMap(({ meaning, ...rest }) =>
    meaning.kind === "which" ? [{ ...rest, meaning: meaning.said }] : [],
  );
  const others = pieces.filter(({ meaning }) => meaning.kind !== "which");
  const { of, wanted } = part(others, reading.tokens);
  // 现在的会 says which, and no time.
  const isNamed = whichOne(reading.text) === "current";
  const times = isNamed ? of.filter(({ meaning }) => meaning.kind !== "now") : of;
  return { of: [...said, ...times], wanted };
}

const PARTS: { readonly [K in Intent]?: (pieces: readonly Piece[], tokens: Tokens) => Parted } = {
  // A swap keeps its time.
  swap: (pieces) => partBy(pieces, isTime),
  move: partMove,
  extend: partStay,
  shorten: partStay,
};

const partBy = (pieces: readonly Piece[], isOf: (piece: Piece) => boolean): Parted => ({
  of: pieces.filter(isOf),
  wanted: pieces.filter((piece) => !isOf(piece)),
});

/** "Delay my 3pm by 30 min", "reschedule tomorrow's meeting": no time is aimed at. */
function partMove(said: readonly Piece[], tokens: Tokens): Parted {
  const pieces = said.map(fromThenOn);
  const times = pieces.filter(isTime);
  if (times.some((piece) => isAimed(tokens, piece))) return { of: [], wanted: pieces };
  const isShift = pieces.some(({ meaning }) => meaning.kind === "length");
  return partBy(pieces, (piece) => isTime(piece) && (isShift || isOfMeeting(tokens, piece)));
}

/** "Delay it till 4:30" says when it begins. */
function fromThenOn(piece: Piece): Piece {
  const { meaning } = piece;
  if (meaning.kind !== "clock" || meaning.relation !== "until") return piece;
  return { ...piece, meaning: { kind: "clock", clock: meaning.clock } };
}

/** Of a stay only the end changes: "extend my 3pm until 5", 三点的会延长半小时. */
function partStay(pieces: readonly Piece[], tokens: Tokens): Parted {
  const split = pieces.flatMap(endOfRange);
  const clocks = split.filter(
    ({ meaning }) => meaning.kind === "clock" || meaning.kind === "part" || meaning.kind === "now",
  );
  const isBy = split.some(({ meaning }) => meaning.kind === "length");
  const end =
    clocks.findLast(
      (piece) => isUntil(piece) || isAimed(tokens, piece) || tokens.is(piece.to, "verb", "end"),
    ) ?? (isBy ? undefined : clocks.findLast((piece) => !isOfMeeting(tokens, piece)));
  if (end === undefined) return partBy(split, isTime);
  // 延长到明天三点: the day that the end is on is aimed at with it.
  const isOfEnd = (piece: Piece): boolean =>
    piece === end || (piece.meaning.kind === "day" && piece.to <= end.from && isAimed(tokens, piece));
  const of = split.filter((piece) => isTime(piece) && !isOfEnd(piece));
  // "Tomorrow until noon": the end is on the booking's own day.
  const days = of.filter(({ meaning }) => meaning.kind === "day" || meaning.kind === "part");
  // 提前半小时，四点结束: the end says it all.
  const isSaidTwice = (piece: Piece): boolean => piece.meaning.kind === "length" && !isUntil(end);
  const wanted = split.filter((piece) => !of.includes(piece) || days.includes(piece));
  return { of, wanted: wanted.filter((piece) => !isSaidTwice(piece)) };
}

const isUntil = ({ meaning }: Piece): boolean =>
  (meaning.kind === "clock" || meaning.kind === "part") && meaning.relation !== undefined;

/** The start of a range is the booking's, its end the new one. */
function endOfRange(piece: Piece): Piece[] {
  const { meaning } = piece;
  if (meaning.kind !== "range" || meaning.end.clock === undefined) return [piece];
  const end: Piece = { ...piece, meaning: { kind: "clock", clock: meaning.end.clock, relation: "until" } };
  const start = meaning.start.clock;
  return start === undefined ? [end] : [{ ...piece, meaning: { kind: "clock", clock: start } }, end];
}

/** Whether "to", 到 or the like stands before the piece. */
export function isAimed(tokens: Tokens, { from }: Piece): boolean {
  let index = from - 1;
  while (from - index < 5 && tokens.is(index, "link", "at", "on", "the", "around", "in")) index--;
  return isJoint(tokens, index);
}

const isJoint = (tokens: Tokens, at: number): boolean =>
  /^(to|into|到|至|成|为|在)$/.test(tokens.text(at)) ||
  tokens.is(at, "link", "until") ||
  (tokens.is(at, "verb") && /([到至成为在]| to| it)$/.test(tokens.text(at)));

/** "My 3pm", "tomorrow's meeting", 三点的会. */
function isOfMeeting(tokens: Tokens, { from, to }: Piece): boolean {
  return (
    /^(my|our|the)$/.test(tokens.text(from - 1)) ||
    /^('s|的)$/.test(tokens.text(to)) ||
    tokens.is(to, "meeting") ||
    tokens.is(to, "choiceWord")
  );
}

/** The room that a booking has, and not the one that is wanted in its place. */
export function roomOf(intent: Intent, pieces: readonly Piece[], { tokens }: Reading): string | undefined {
  const rooms = pieces.flatMap((piece) =>
    piece.meaning.kind === "roomName" ? [{ piece, name: piece.meaning.name }] : [],
  );
  const [first, second] = rooms;
  if (first === undefined || second !== undefined || intent === "extend" || intent === "shorten")
    return first?.name;
  const isWanted = intent === "move" ? isAimed(tokens, first.piece) : isSwappedIn(tokens, first.piece);
  return isWanted ? undefined : first.name;
}

/** "Swap to K2", "swap my room for K2", 换长城; not "swap K2 for a bigger one", 把珠峰换成大的, 换掉珠峰. */
function isSwappedIn(tokens: Tokens, piece: Piece): boolean {
  const before = tokens.text(piece.from - 1) === "the" ? piece.from - 2 : piece.from - 1;
  if (/掉$/.test(tokens.text(before))) return false;
  if (isJoint(tokens, before) || tokens.is(before, "link", "for", "with")) return true;
  const hasMore = tokens.list.some(
    (_, index) => index >= piece.to && tokens.is(index, "link", "for", "to", "with"),
  );
  const verb = tokens.list.findIndex((_, index) => tokens.is(index, "verb", "swap", "move"));
  return !hasMore && verb < piece.from;
}
