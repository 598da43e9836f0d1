import { asksAboutRoom, isChat } from "./chat.ts";
import { isChineseChat } from "./chat-zh.ts";
import type { Kind } from "./lexicon/lexicon.ts";
import { isHan, isLatin } from "./normalise.ts";
import type { Meaning, Piece, Reading } from "./piece.ts";
import { Owners } from "./refiners/owners.ts";
import { keyOf, type Token } from "./token.ts";

/** What a text shows of itself, gathered once for all rules. */
export interface Signals {
  readonly verbs: ReadonlySet<string>;
  readonly replies: ReadonlySet<string>;
  readonly has: (kind: Meaning["kind"]) => boolean;
  readonly isTimed: boolean;
  readonly isReplyOnly: boolean;
  /** How much of the text says nothing to the grammar. */
  readonly strange: number;
  /** How much of it speaks of rooms, times and sizes. */
  readonly evidence: number;
  readonly room: boolean;
  readonly wish: boolean;
  readonly available: boolean;
  readonly question: boolean;
  /** 我 … 有哪些: asks for what is mine. */
  readonly asksOwn: boolean;
  /** Speaks of somebody else, or of what was. */
  readonly tells: boolean;
  /** Is said to colleagues, for all its times and rooms. */
  readonly chat: boolean;
  readonly book: boolean;
  readonly meeting: boolean;
}

const OPAQUE = new Set<Meaning["kind"]>(["title", "people", "roomName", "aside"]);
const TIMED: readonly Meaning["kind"][] = [
  "clock",
  "part",
  "day",
  "days",
  "range",
  "now",
  "offset",
  "stretch",
  "recurrence",
  "error",
];

/** Words that mean little alone: everybody wants and uses something. */
const FAINT =
  /^(要|用|选|来|有|看|想|挑|拿|留|锁|整个|登记|使用|use|want|have|get|what|which|give|what's|whats|see|show|check|any|schedule|hold|take|anything|want to|need|needs)$/;

/** Words of a story rather than a request. */
const STORY = /^(was|were|had|went|wants|he|she|they|his|her|their|他|她|他们|她们|人家)$/;

const WEIGHTS: Partial<Record<Meaning["kind"], number>> = {
  length: 0.9,
  capacity: 1,
  roomCount: 2,
  equipment: 1,
  floor: 1,
  building: 1,
  roomName: 2,
  choice: 1,
  people: 0.3,
  zone: 0.3,
  title: 0.5,
};

export function signalsOf(pieces: readonly Piece[], reading: Reading): Signals {
  const owners = new Owners(pieces);
  const verbs = new Set<string>();
  const replies = new Set<string>();
  const kinds = new Set(pieces.map(({ meaning }) => meaning.kind));
  const isTimed = TIMED.some((kind) => kinds.has(kind));
  let strange = 0;
  let owns = false;
  let evidence = isTimed ? 1.3 : 0;
  let isReplyOnly = pieces.every(({ meaning }) => meaning.kind === "or" || meaning.kind === "anytime");
  const flags = {
    tells: false,
    asksOwn: false,
    room: false,
    wish: false,
    available: false,
    question: false,
    meeting: false,
    book: false,
  };
  for (const kind of kinds) evidence += WEIGHTS[kind] ?? 0;
  for (let index = 0; index < reading.tokens.length; index++) {
    const token = reading.tokens.at(index);
    const owner = owners.of(index);
    if (owner !== undefined && OPAQUE.has(owner.meaning.kind)) {
      if (token.senses.some(({ kind }) => kind === "room")) flags.room = true;
      continue;
    }
    const isFaint = FAINT.test(token.text);
    for (const { kind, key } of token.senses) {
      if (
        kind === "verb" &&
        !isThing(reading, index) &&
        !(key === "end" && owner?.meaning.kind === "range")
      ) {
        verbs.add(key);
        if (key === "end" && clockBefore(owners, reading, index)) verbs.add("endAt");
        if (key === "finish" && isFirstVerb(reading, index)) verbs.add("finishIt");
        if (key === "cancel" && NOT.test(reading.tokens.text(index - 1))) verbs.add("keepIt");
        if (key === "book" && !isFaint) flags.book = true;
      }
      if (kind === "reply") replies.add(key);
      if (kind === "room") flags.room = true;
      if (kind === "wish" && !isFaint) flags.wish = true;
      if (kind === "available") flags.available = true;
      if (kind === "question") flags.question = true;
      if (kind === "meeting") flags.meeting = true;
    }
    const isOfRoom = owners.of(index + 1)?.meaning.kind === "roomName";
    if (isOfRoom && token.text === "keep") verbs.add("extend");
    if (isOfRoom && token.text === "make" && kinds.has("length")) verbs.add("move");
    if (owner !== undefined) continue;
    if (/^(我|i)$/.test(token.text)) owns = true;
    if (STORY.test(token.text)) flags.tells = true;
    if (
      owns &&
      token.senses.some(({ kind }) => kind === "meeting" || kind === "room") &&
      reading.tokens.text(index - 1) === "的"
    )
      flags.asksOwn = true;
    if (
      owns &&
      /^(预定|预订|预约|booking|bookings|预约记录|预订记录)$/.test(token.text) &&
      reading.tokens.text(index - 1) === "的"
    )
      flags.asksOwn = true;
    if (owns && /^(有哪些|有什么|有几个|有哪|几个|几间|有啥|有没有|有无)$/.test(token.text))
      flags.asksOwn = true;
    if (
      !token.senses.some(({ kind }) => kind === "reply" || kind === "filler" || kind === "question") &&
      isWord(token)
    )
      isReplyOnly = false;
    strange +=
      token.number === 1 && reading.tokens.is(index + 1, "mark", "ge", "jian") ? 0 : strangeness(token);
  }
  evidence +=
    (flags.room ? 2 : 0) +
    (flags.book ? 1 : 0) +
    (flags.wish ? 0.6 : 0) +
    (flags.available ? 1 : 0) +
    (flags.meeting ? 0.5 : 0);
  for (const { from, to, meaning } of pieces) {
    if (meaning.kind !== "length") continue;
    const isStart =
      /^(开始|开|开会)$/.test(reading.tokens.text(to)) &&
      /^(晚|早|晚点|早点)$/.test(reading.tokens.text(from - 1));
    if (isStart) verbs.add("move");
    if (/^(加|多|再|再多|多加)$/.test(reading.tokens.text(from - 1))) verbs.add("add");
    if (/^(少|少开|少订|少占|少坐)$/.test(reading.tokens.text(from - 1))) verbs.add("shorten");
  }
  if (asksAboutRoom(pieces, reading)) verbs.add("status");
  return {
    ...flags,
    chat: isChat(pieces, reading) || isChineseChat(pieces, reading),
    verbs,
    replies,
    has: (kind) => kinds.has(kind),
    isTimed,
    isReplyOnly: isReplyOnly && replies.size > 0,
    strange,
    evidence,
  };
}

/** Before a verb of giving back: the booking is to stay. */
const NOT = /^(don't|dont|do not|not|never|别|不要|先别|先不要|不用|不必|不能|先不)$/;

/** 三点结束, 四点就能结束. */
function clockBefore(owners: Owners, { tokens }: Reading, at: number): boolean {
  let index = at - 1;
  while (at - index < 4 && /^(就|就能|就会|能|会|要|可以|前|之前|就要|就可以)$/.test(tokens.text(index)))
    index--;
  return owners.of(index)?.meaning.kind === "clock";
}

/** "End K2 now", "please finish my 3pm at 3:30": a verb that the text begins with, and no noun. */
function isFirstVerb({ tokens }: Reading, at: number): boolean {
  if (tokens.is(at + 1, "link", "of", "at", "by")) return false;
  for (let index = 0; index < at; index++) if (!tokens.is(index, "filler")) return false;
  return true;
}

/** "The release", "our move": a verb that is a thing here. */
const isThing = ({ tokens }: Reading, at: number): boolean =>
  /^(release|drop|return|move|push|shift|delay|change|cut|switch|trade|stretch|watch)$/.test(
    tokens.text(at),
  ) && /^(the|a|an|this|our|your|their|his|her|next)$/.test(tokens.text(at - 1));

const isWord = (token: Token): boolean =>
  token.number !== undefined || isLatin(token.text.charAt(0)) || isHan(token.text.charAt(0));

/** Words that are also of use keep an idiom from being strange: 一下, 立刻. */
const EXCUSED: ReadonlySet<Kind> = new Set(["filler", "verb", "wish", "now", "dayOffset", "link", "suffix"]);

function strangeness(token: Token): number {
  if (keyOf(token, "idiom") !== undefined && !token.senses.some(({ kind }) => EXCUSED.has(kind))) return 1.2;
  if (token.senses.length > 0) return 0;
  if (token.number !== undefined) return 0.4;
  const first = token.text.charAt(0);
  if (isLatin(first)) return token.text.length > 1 ? 0.8 : 0.3;
  return isHan(first) ? 0.6 : 0;
}

/** Tells of what was: a past time among words that say nothing of rooms or wishes. */
export const isTale = (signals: Signals): boolean =>
  signals.strange > 0.3 &&
  !signals.room &&
  !signals.book &&
  !signals.wish &&
  !signals.available &&
  !signals.has("roomName");

export const isCalm = (signals: Signals, limit = 1.7): boolean => signals.strange <= limit;
/** A verb counts where little else is said, or what else is said is about rooms and times. */
export const says =
  (key: string) =>
  (signals: Signals): boolean =>
    signals.verbs.has(key) && isCalm(signals, 0.5 + 0.4 * signals.evidence);
