import { EQUIPMENT } from "../core/model.ts";
import { wallTime } from "./calendar.ts";
import type { Command, CommandContext, Intent, Understanding } from "./command.ts";
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
  const times = workOutTimes(pieces, reading);
  const facts = factsOf(pieces);
  const signals = signalsOf(pieces, reading);
  const said = intentOf(signals, { intent: "unknown", ...facts });
  const intent = times.error === "past" && isTale(signals) ? "unknown" : said;
  const target = CHANGES.has(intent)
    ? pieces.findLast(({ meaning }) => meaning.kind === "roomName")?.meaning
    : undefined;
  const wanted = target?.kind === "roomName" ? { ...facts, room: target.name } : facts;
  return { command: assemble(intent, times, wanted), trace: traceOf(pieces, reading) };
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
/** Here the room that is named last is the one that is wanted. */
const CHANGES: ReadonlySet<Intent> = new Set(["swap", "move"]);
const ENDS: ReadonlySet<Intent> = new Set(["extend", "shorten"]);

function assemble(intent: Intent, times: Times, facts: Facts): Command {
  const wrong =
    times.error !== undefined && intent !== "unknown" && !(times.error === "past" && LOOKS_BACK.has(intent));
  const { start, end, date, window } = times.wish;
  const isEnd =
    ENDS.has(intent) && start !== undefined && (end === undefined || times.assumed.includes("now"));
  const wish = isEnd ? { end: end ?? start } : { start, end, date, window };
  const isMoved = isEnd && times.assumed.includes("now");
  const assumed = times.assumed.map((key) =>
    key === "now" ? "start" : isEnd && key === "start" ? "end" : key,
  );
  const kept = [...new Set(isMoved ? assumed.filter((key) => key !== "start" && key !== "end") : assumed)];
  return present<Command>({
    intent: wrong ? "error" : intent,
    start: "start" in wish ? wish.start : undefined,
    end: wish.end,
    date: "date" in wish ? wish.date : undefined,
    window: "window" in wish ? wish.window : undefined,
    either: times.either.length === 0 ? undefined : times.either,
    durationMinutes: isMoved ? undefined : times.durationMinutes,
    ...facts,
    recurrence: times.recurrence,
    assumed: kept.length === 0 ? undefined : kept,
    error: wrong ? times.error : undefined,
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
