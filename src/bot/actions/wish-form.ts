import { outlineOf, type Wish } from "../../availability/wish.ts";
import type { Block, Field } from "../../card/elements.ts";
import type { Command } from "../../command/command.ts";
import { formatClock, type Language } from "../../time/format.ts";
import { localDateOf } from "../../time/zone.ts";
import type { BotDeps } from "../bot.ts";
import { readCommand } from "../intake/read-command.ts";
import type { Turn } from "../turn.ts";
import { type ActionTo, newActionId } from "./stored-action.ts";

const MINUTES = [15, 30, 45, 60, 90, 120, 180, 240];
const SEATS = [2, 4, 6, 8, 10, 15, 20, 30];

/** What the pickers begin with. */
export interface Filled {
  /** `2026-03-12` */
  readonly localDate?: string | undefined;
  /** `15:00` */
  readonly clock?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly seats?: number | undefined;
}

/** What was looked for. Of a wish that leaves the time open its length, and its day where that is one. */
export function filledBy({ when, minSeats: seats }: Wish, zone: string): Filled {
  if (when.kind === "series") return { seats };
  const { start, end } = when.kind === "at" ? when.interval : outlineOf(when);
  const localDate = localDateOf(start, zone);
  if (when.kind === "at")
    return { localDate, clock: formatClock(start, zone), durationMs: end - start, seats };
  const isOneDay = localDate === localDateOf(end - 1, zone);
  return { ...(isOneDay && { localDate }), durationMs: when.durationMs, seats };
}

/**
 * Day, time, length and size to pick, where the platform draws pickers: what a wish left open is filled in there and
 * looked for, the rest of it is kept. Nothing elsewhere.
 */
export async function wishForm(turn: Turn, filled: Filled = {}): Promise<Block[]> {
  const { conversation, command, person, chat, language, words, desk } = turn;
  if (!desk.platform.messenger.hasRichCards) return [];
  const actionId = newActionId();
  const base: Command = command.intent === "find" ? command : { intent: "find" };
  await conversation.keepActions(
    new Map([[actionId, { does: "form", base, ownerId: person.id, chat, language }]]),
  );
  const { localDate: date, clock: time } = filled;
  const minutes = filled.durationMs === undefined ? undefined : filled.durationMs / 60_000;
  const fields: Field[] = [
    { kind: "date", name: "date", label: words.formDay, ...(date && { initial: date }) },
    { kind: "time", name: "time", label: words.formTime, ...(time && { initial: time }) },
    {
      kind: "choice",
      name: "minutes",
      label: words.formLength,
      options: MINUTES.map((value) => ({ value: String(value), label: turn.length(value * 60_000) })),
      ...initialOf(MINUTES, minutes),
    },
    {
      kind: "choice",
      name: "seats",
      label: words.formSeats,
      options: SEATS.map((value) => ({ value: String(value), label: words.seats(value) })),
      ...initialOf(SEATS, filled.seats),
    },
  ];
  return [{ kind: "form", actionId, submit: words.formFind, fields }];
}

const initialOf = (values: readonly number[], given: number | undefined): { initial?: string } =>
  given !== undefined && values.includes(given) ? { initial: String(given) } : {};

/** What each field may hold: it comes from outside. */
const PARTS: readonly (readonly [
  name: string,
  form: RegExp,
  said: Record<Language, (value: string) => string>,
])[] = [
  ["date", /^\d{4}-\d{2}-\d{2}$/, { zh: (value) => value, en: (value) => value }],
  ["time", /^\d{2}:\d{2}$/, { zh: (value) => value, en: (value) => value }],
  ["minutes", /^\d{1,4}$/, { zh: (value) => `${value}分钟`, en: (value) => `for ${value} minutes` }],
  ["seats", /^\d{1,3}$/, { zh: (value) => `${value}人`, en: (value) => `for ${value} people` }],
];

/** What was filled in as the text that somebody would have typed. A field that holds anything else is passed over. */
export const textOfForm = (form: Readonly<Record<string, string>>, language: Language): string =>
  PARTS.flatMap(([name, right, said]) => {
    const value = form[name];
    return value !== undefined && right.test(value) ? [said[language](value)] : [];
  }).join(" ");

/** The wish that was filled in, read as if it had been typed; what it does not say is as in the wish before. */
export function commandOfForm(
  form: Readonly<Record<string, string>>,
  { base, language }: Pick<ActionTo<"form">, "base" | "language">,
  { clock, office, logger }: Pick<BotDeps, "clock" | "office" | "logger">,
): Command {
  const text = textOfForm(form, language);
  if (text === "") return base;
  const { zone, workingMinutes } = office;
  const { command } = readCommand(text, { now: clock.now(), zone, roomNames: [], workingMinutes }, logger);
  if (command.intent === "error") return command;
  const { start: _s, end: _e, date: _d, window: _w, either: _o, recurrence: _r, assumed: _a, ...rest } = base;
  const { capacity, capacityMax, durationMinutes, ...kept } = rest;
  const open = openTimeOf(base, form);
  const { date, ...said } = command;
  return {
    ...kept,
    ...(open ?? (date !== undefined && { date })),
    ...(command.capacity === undefined && capacity !== undefined && { capacity }),
    ...(command.capacity === undefined && capacityMax !== undefined && { capacityMax }),
    ...(command.durationMinutes === undefined && durationMinutes !== undefined && { durationMinutes }),
    ...said,
    intent: "find",
  };
}

/** The part of the day, or of the week, that was wished for, where no time and no other day is filled in. */
function openTimeOf(
  { window, either }: Command,
  { date, time }: Readonly<Record<string, string>>,
): Pick<Command, "window" | "either"> | undefined {
  const isOpen = window !== undefined && !time && (!date || window.from.startsWith(date));
  return isOpen ? { window, ...(either && { either }) } : undefined;
}
