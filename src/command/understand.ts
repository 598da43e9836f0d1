import { EQUIPMENT } from "../core/model.ts";
import { DAY_MINUTES, wallTime } from "./calendar.ts";
import { changeOf, type Meant, timesOfChange } from "./change.ts";
import type { Change, Command, CommandContext, Intent, Understanding } from "./command.ts";
import { intentOf } from "./intent.ts";
import type { Kind } from "./lexicon/lexicon.ts";
import { dropMention } from "./mention.ts";
import { normalise } from "./normalise.ts";
import { readPieces } from "./parsers/index.ts";
import type { Meaning, Piece, Reading } from "./piece.ts";
import { refinePieces } from "./refiners/index.ts";
import { Owners } from "./refiners/owners.ts";
import { namesOf } from "./room-names.ts";
import { isTale, signalsOf } from "./signals.ts";
import { type Times, workOutTimes } from "./times.ts";
import { tokenise } from "./token.ts";
import { partTimes, roomOf } from "./which-booking.ts";

/**
 * Reads a message: normalise → tokens → parsers (pieces) → refiners (better pieces) → command. Pure; linear in the
 * text, of which at most 10,000 characters are read. Nothing is filled in that the text does not say, and what had to
 * be inferred is named in `assumed`: `start` for its half of the day (or where it was moved to now), `date` for its day.
 */
export function understand(text: string, context: CommandContext): Understanding {
  const plain = dropMention(normalise(text));
  const reading: Reading = {
    text: plain,
    original: text.slice(0, plain.length),
    tokens: tokenise(plain, namesOf(context.roomNames)),
    context,
    now: wallTime(context.now, context.zone),
  };
  const pieces = refinePieces(readPieces(reading), reading);
  const facts = factsOf(pieces);
  const signals = signalsOf(pieces, reading);
  const said = intentOf(signals, { intent: "unknown", ...facts });
  const { of, wanted } = partTimes(said, pieces, reading);
  const times = allowedTimes(said, workOutTimes(wanted, reading));
  const intent = times.error === "past" && isTale(signals) ? "unknown" : said;
  const meant: Meant = { ...timesOf(of, reading), room: roomOf(intent, pieces, reading) };
  const change = withOrRooms(intent, changeOf(intent, meant, wanted, reading), pieces, reading);
  const command = assemble(intent, timesOfChange(intent, times, meant), withRoom(intent, facts, pieces));
  return {
    command: change === undefined || command.intent === "error" ? command : { ...command, change },
    trace: traceOf(pieces, reading),
  };
}

/** By how much something is moved is no length of a meeting: days will do. */
function allowedTimes(intent: Intent, times: Times): Times {
  const isShift = intent === "move" && times.error === "too_long" && times.wish.start === undefined;
  if (!isShift) return times;
  const { error: _, ...others } = times;
  return others;
}

/** The times that say which booking is meant; one that is past or wrong names none. */
function timesOf(pieces: readonly Piece[], reading: Reading): Pick<Meant, "times" | "assumed"> {
  // A booking that is meant may be under way: what was said of today is not moved on to tomorrow.
  const isOfNow = pieces.some(({ meaning }) => meaning.kind === "now" || meaning.kind === "offset");
  const now = isOfNow ? reading.now : Math.floor(reading.now / DAY_MINUTES) * DAY_MINUTES;
  const { wish, assumed, error } = workOutTimes(pieces, { ...reading, now });
  return error === undefined || error === "past" ? { times: wish, assumed } : { times: {}, assumed: [] };
}

/** Where a room is changed for another, the last that is named is the one that is wanted. */
function withRoom(intent: Intent, facts: Facts, pieces: readonly Piece[]): Facts {
  if (intent !== "swap" && intent !== "move") return facts;
  const last = pieces.findLast(({ meaning }) => meaning.kind === "roomName")?.meaning;
  return last?.kind === "roomName" ? { ...facts, room: last.name } : facts;
}

/** Of a wish, the rooms after the first of those that were named as good as each other. */
function withOrRooms(
  intent: Intent,
  change: Change | undefined,
  pieces: readonly Piece[],
  reading: Reading,
): Change | undefined {
  const orRooms = intent === "find" || intent === "book" ? orRoomsIn(pieces, reading) : [];
  return orRooms.length === 0 ? change : { ...change, orRooms };
}

/** "Everest or K2", "Everest, K2 or Fuji". */
function orRoomsIn(pieces: readonly Piece[], { tokens }: Reading): string[] {
  const first = pieces.findIndex(({ meaning }) => meaning.kind === "roomName");
  const found: string[] = [];
  let hasOr = false;
  let last = pieces[first];
  for (const piece of first < 0 ? [] : pieces.slice(first + 1)) {
    const { meaning, from } = piece;
    const isBeside = last !== undefined && from - last.to === 0;
    const isAfterComma =
      last !== undefined && from - last.to === 1 && /^[,，、/]$/.test(tokens.text(last.to));
    if (!isBeside && !isAfterComma) break;
    if (meaning.kind === "or") hasOr = true;
    else if (meaning.kind === "roomName") found.push(meaning.name);
    else break;
    last = piece;
  }
  return hasOr ? found : [];
}

type Facts = Pick<
  Command,
  | "capacity"
  | "capacityMax"
  | "roomCount"
  | "equipment"
  | "building"
  | "floor"
  | "room"
  | "choice"
  | "people"
  | "title"
>;

/** What the text says besides times. */
function factsOf(pieces: readonly Piece[]): Facts {
  const meanings = pieces.map(({ meaning }) => meaning);
  const first = <K extends Meaning["kind"]>(kind: K): Extract<Meaning, { kind: K }> | undefined =>
    meanings.find((meaning): meaning is Extract<Meaning, { kind: K }> => meaning.kind === kind);
  const size = first("capacity");
  const wanted = new Set(
    meanings.flatMap((meaning) =>
      meaning.kind === "equipment" && !meaning.negated ? [meaning.equipment] : [],
    ),
  );
  const people = [
    ...new Set(meanings.flatMap((meaning) => (meaning.kind === "people" ? meaning.names : []))),
  ];
  const facts: { [K in keyof Facts]: Facts[K] | undefined } = {
    capacity: size?.from,
    capacityMax: size?.to,
    roomCount: first("roomCount")?.count,
    equipment: wanted.size === 0 ? undefined : EQUIPMENT.filter((thing) => wanted.has(thing)),
    building: first("building")?.building,
    floor: first("floor")?.floor,
    room: first("roomName")?.name,
    choice: first("choice")?.choice,
    people: people.length === 0 ? undefined : people,
    title: first("title")?.title,
  };
  return present(facts);
}

/** Without the keys that have no value. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Of these a past time may be spoken. */
const LOOKS_BACK: ReadonlySet<Intent> = new Set([
  "unknown",
  "mine",
  "cancel",
  "status",
  "why",
  "help",
  "more",
  "confirm",
  "decline",
]);
function assemble(intent: Intent, times: Times, facts: Facts): Command {
  const { error, wish, either, assumed } = times;
  const wrong = error !== undefined && intent !== "unknown" && !(error === "past" && LOOKS_BACK.has(intent));
  return present<Command>({
    intent: wrong ? "error" : intent,
    start: wish.start,
    end: wish.end,
    date: wish.date,
    window: wish.window,
    either: either.length === 0 ? undefined : either,
    durationMinutes: times.durationMinutes,
    ...facts,
    recurrence: times.recurrence,
    assumed: assumed.length === 0 ? undefined : assumed,
    error: wrong ? error : undefined,
  } as Command);
}

/** Words that decide the intent, for the trace. */
const TELLING: ReadonlySet<Kind> = new Set([
  "verb",
  "reply",
  "wish",
  "available",
  "room",
  "meeting",
  "negation",
  "idiom",
]);

/** The pieces, and the words outside of them that speak for an intent, in the order of the text. */
function traceOf(pieces: readonly Piece[], { tokens, original }: Reading): Understanding["trace"] {
  const owners = new Owners(pieces);
  const words = tokens.list.flatMap((token, index) => {
    const sense =
      owners.of(index) === undefined ? token.senses.find(({ kind }) => TELLING.has(kind)) : undefined;
    if (sense === undefined) return [];
    return {
      rule: sense.key === "" ? sense.kind : `${sense.kind} ${sense.key}`,
      text: original.slice(token.at, token.end),
      at: token.at,
    };
  });
  const spans = pieces.map(({ rule, from, to }) => {
    const { at } = tokens.at(from);
    return { rule, text: original.slice(at, tokens.at(to - 1).end), at };
  });
  return [...spans, ...words].sort((a, b) => a.at - b.at);
}
