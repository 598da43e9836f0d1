import type { Change, Intent, TimeWish } from "./command.ts";
import type { Piece, Reading } from "./piece.ts";
import { Owners } from "./refiners/owners.ts";
import type { Times } from "./times.ts";
import type { Tokens } from "./token.ts";

const CHANGES: ReadonlySet<Intent> = new Set(["cancel", "extend", "shorten", "move", "swap"]);

/** What is known of the booking that is meant. */
export interface Meant {
  readonly times: TimeWish;
  readonly assumed: readonly string[];
  readonly room: string | undefined;
}

/** What a change says besides what is wanted; `undefined` where it says nothing more. */
export function changeOf(
  intent: Intent,
  meant: Meant,
  pieces: readonly Piece[],
  { tokens, text }: Reading,
): Change | undefined {
  if (intent === "watch") {
    const isStop = tokens.list.some((_, index) => tokens.is(index, "verb", "unwatch"));
    return isStop ? { isStop } : undefined;
  }
  // "A big room for 15" says by the number how big.
  const isSized =
    intent === "swap" || (intent === "find" && !pieces.some(({ meaning }) => meaning.kind === "capacity"));
  const size = isSized ? sizeWanted(pieces, tokens) : undefined;
  if (!CHANGES.has(intent)) return size && { size };
  const which = whichOne(text);
  const of = intent === "cancel" ? {} : ofBooking(meant);
  const choices = choicesOf(pieces, tokens);
  const lengthIs = lengthMeans(intent, pieces, tokens);
  const change: Change = {
    ...(Object.keys(of).length > 0 && { of }),
    ...(which && { which }),
    ...(choices.length > 1 && { choices }),
    ...(tokens.list.some(({ text }) => ALL.test(text)) && { isAll: true as const }),
    ...(lengthIs && { lengthIs }),
    ...(size && { size }),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

const MEETING = "(?:meeting|booking|reservation|call|event|appointment|session|sync|standup|one)";
const WHICH: readonly (readonly [RegExp, NonNullable<Change["which"]>])[] = [
  [new RegExp(`\\bnext ${MEETING}\\b`), "next"],
  [/下(?:一)?[个场次](?:会|预订|预定|预约|日程)/, "next"],
  [new RegExp(`\\b(?:current|ongoing|running|this) ${MEETING}\\b`), "current"],
  [/(?:现在|当前|目前|正在开|正在进行|手上|手头)的?(?:这[个场])?会|这[个场]会/, "current"],
];

/** "My next meeting", 现在的会. */
export const whichOne = (text: string): Change["which"] => WHICH.find(([pattern]) => pattern.test(text))?.[1];

const ALL = /^(everything|all|all of them|all of it|both|each of them|所有|所有的|全部|全都|都|全|两个都)$/;

function ofBooking({ times, assumed, room }: Meant): NonNullable<Change["of"]> {
  const kept = assumed.filter((key) => key in times || key === "date");
  return { ...times, ...(room !== undefined && { room }), ...(kept.length > 0 && { assumed: kept }) };
}

/** "1 and 2", 第1个和第3个: the numbers in their order. */
function choicesOf(pieces: readonly Piece[], tokens: Tokens): number[] {
  const numbers: number[] = [];
  for (const { meaning, to } of pieces) {
    if (meaning.kind !== "choice") continue;
    numbers.push(meaning.choice);
    for (let index = to; isJoint(tokens, index) && isPlain(tokens, index + 1); index += 2)
      numbers.push(tokens.at(index + 1).number ?? 0);
  }
  return [...new Set(numbers)];
}

const isJoint = (tokens: Tokens, at: number): boolean =>
  /^(and|&|\+|,|、|和|跟|与|plus)$/.test(tokens.text(at));

/** A number and nothing that it counts. */
function isPlain(tokens: Tokens, at: number): boolean {
  const { number, digits } = tokens.at(at);
  const next = at + 1;
  const isOther =
    tokens.is(next, "unit") ||
    tokens.is(next, "meridiem") ||
    tokens.is(next, "mark") ||
    tokens.text(next) === ":" ||
    tokens.is(next, "person");
  return number !== undefined && number >= 1 && number <= 99 && (digits?.length ?? 0) <= 2 && !isOther;
}

const TOTAL = /^(to|into|到|至|成|为)$|[到至成为]$|^make (it|that)$| to$/;
const SHIFTED = /^(earlier|later|sooner|longer|shorter)$/;
const EARLIER =
  /^(earlier|sooner|early|forward|forwards|forward by|ahead|提前|提早|提前到|早|早点|往前|往前挪|往前提|前|bring forward|pull forward|bring .* forward|pull it forward)$/;

/** By how much, or how long in all. */
function lengthMeans(intent: Intent, pieces: readonly Piece[], tokens: Tokens): Change["lengthIs"] {
  const length = pieces.find(({ meaning }) => meaning.kind === "length");
  const isSpan = pieces.some(({ meaning }) => meaning.kind === "range");
  if (intent === "cancel" || intent === "swap" || (length === undefined && !(isSpan && intent === "move")))
    return undefined;
  const isTotal = length !== undefined && isAllTold(tokens, length);
  if (isTotal) return "total";
  if (intent === "extend") return "longer";
  if (intent === "shorten") return "shorter";
  const isAt = pieces.some(
    ({ meaning }) => meaning.kind === "clock" || meaning.kind === "range" || meaning.kind === "part",
  );
  if (isAt) return "total";
  return tokens.list.some(({ text }) => EARLIER.test(text)) ? "earlier" : "later";
}

/** "Make it 2 hours", "make K2 2 hours", 延长到两小时. */
function isAllTold(tokens: Tokens, { from }: Piece): boolean {
  const before = tokens.text(from - 1) === "a" ? from - 2 : from - 1;
  if (tokens.list.some(({ text }) => SHIFTED.test(text))) return false;
  return TOTAL.test(tokens.text(before)) || tokens.list.some(({ text }) => text === "make");
}

const SIZES: readonly (readonly [RegExp, NonNullable<Change["size"]>])[] = [
  [/^(too big|太大了?)$/, "smaller"],
  [/^(too small|太小了?|坐不下|太挤|不够大|不够坐)$/, "bigger"],
  [
    /^(?:a |an |something |somewhere |move to a )?(?:bigg|larg)er(?: room| one)?$|^(?:big|large|huge|biggest|largest)$/,
    "bigger",
  ],
  [
    /^(?:a |an |something |somewhere |move to a )?smaller(?: room| one)?$|^(?:small|tiny|smallest)$/,
    "smaller",
  ],
  [/^(?:再|更|换|换个|换间|换更)?大(?:的|型|间|一点|一点点|点|一些|些|会议室|房间)?的?$/, "bigger"],
  [/^(?:再|更|换|换个|换间)?小(?:的|型|间|一点|点|一些|些|会议室|房间)?的?$/, "smaller"],
];
/** What somebody is called is no size: 和小王. */
const NAMES: ReadonlySet<Piece["meaning"]["kind"]> = new Set(["people", "title", "roomName", "building"]);

/** "A big room", "something bigger", 换间大的, 太小了. */
function sizeWanted(pieces: readonly Piece[], tokens: Tokens): Change["size"] {
  const owners = new Owners(pieces);
  for (const [index, { text }] of tokens.list.entries()) {
    const owner = owners.of(index);
    if (owner !== undefined && NAMES.has(owner.meaning.kind)) continue;
    const size = SIZES.find(([pattern]) => pattern.test(text))?.[1];
    if (size !== undefined) return size;
  }
  return undefined;
}

const STAYS: ReadonlySet<Intent> = new Set(["extend", "shorten"]);

/**
 * The times of a command as they are printed. What is said of a stay is its end: "extend until 5", "end at 4". Where a
 * stay or a swap names its booking by a time, that is the command's own too, for no other can be meant.
 */
export function timesOfChange(intent: Intent, wanted: Times, meant: Meant): Times {
  const times = STAYS.has(intent) ? endOfStay(wanted) : { ...wanted, assumed: named(wanted.assumed) };
  if (!STAYS.has(intent) && intent !== "swap") return times;
  const { end: _, ...said } = meant.times;
  return {
    ...times,
    wish: { ...said, ...times.wish },
    assumed: unique([...times.assumed, ...meant.assumed]),
  };
}

function endOfStay(times: Times): Times {
  const { start, end } = times.wish;
  const isFromNow = times.assumed.includes("now");
  if (start === undefined || (end !== undefined && !isFromNow))
    return { ...times, assumed: named(times.assumed) };
  const { durationMinutes, ...rest } = times;
  const assumed = named(times.assumed.map((key) => (key === "start" ? "end" : key)));
  return {
    ...rest,
    ...(!isFromNow && durationMinutes !== undefined && { durationMinutes }),
    wish: { end: end ?? start },
    assumed: isFromNow ? assumed.filter((key) => key !== "start" && key !== "end") : assumed,
  };
}

/** A stretch that was taken to begin now has an assumed start. */
const named = (assumed: readonly string[]): string[] =>
  unique(assumed.map((key) => (key === "now" ? "start" : key)));

const unique = (keys: readonly string[]): string[] => [...new Set(keys)];
