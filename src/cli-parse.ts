/** `freeroom parse`: one command a line in, one JSON object a line out, in order. */
import { createInterface } from "node:readline";
import { DateTime, IANAZone } from "luxon";
import { z } from "zod";
import type { CommandContext } from "./command/command.ts";
import { understand } from "./command/understand.ts";

interface Flags {
  readonly now: string | undefined;
  readonly zone: string;
  readonly rooms: readonly string[];
  readonly jsonl: boolean;
  readonly explain: boolean;
  readonly lines: readonly string[];
}

/** What a person typed wrongly; its message is for them. */
class UsageError extends Error {}

const USAGE =
  "Usage: freeroom parse [--now <ISO>] [--zone <IANA zone>] [--rooms <a,b>] [--jsonl] [--explain] [text …]";
const DEFAULT_ZONE = "Asia/Shanghai";

const lineShape = z.object({
  text: z.string(),
  now: z.string().optional(),
  zone: z.string().optional(),
  rooms: z.union([z.array(z.string()), z.string()]).optional(),
});

/**
 * Runs the command on `args` (those after `parse`): texts in `args` are read instead of `input`. Resolves to the exit
 * code: 0, or 2 where a flag or a line of JSON is wrong, which is said on standard error.
 */
export async function runParse(
  args: readonly string[],
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.lines.length > 0) for (const line of flags.lines) await write(output, answer(line, flags));
    else
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
        await write(output, answer(line, flags));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`freeroom parse: ${error.message}\n${USAGE}\n`);
    return 2;
  }
}

async function write(output: NodeJS.WritableStream, line: string): Promise<void> {
  if (!output.write(`${line}\n`)) await new Promise<void>((resolve) => output.once("drain", () => resolve()));
}

function readFlags(args: readonly string[]): Flags {
  const flags: {
    now: string | undefined;
    zone: string;
    rooms: string[];
    jsonl: boolean;
    explain: boolean;
    lines: string[];
  } = {
    now: undefined,
    zone: DEFAULT_ZONE,
    rooms: [],
    jsonl: false,
    explain: false,
    lines: [],
  };
  for (let index = 0; index < args.length; index++) {
    const [name, inline] = splitFlag(args[index] ?? "");
    const value = (): string => {
      const found = inline ?? args[++index];
      if (found === undefined) throw new UsageError(`${name} needs a value.`);
      return found;
    };
    if (name === "--now") flags.now = value();
    else if (name === "--zone") flags.zone = value();
    else if (name === "--rooms") flags.rooms = splitNames(value());
    else if (name === "--jsonl") flags.jsonl = true;
    else if (name === "--explain") flags.explain = true;
    else if (name === "--") {
      flags.lines.push(...args.slice(index + 1));
      break;
    } else if (name.startsWith("--")) throw new UsageError(`there is no flag ${name}.`);
    else flags.lines.push(args[index] ?? "");
  }
  checkZone(flags.zone);
  if (flags.now !== undefined) readNow(flags.now, flags.zone);
  return flags;
}

function splitFlag(arg: string): [name: string, inline: string | undefined] {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

const splitNames = (names: string): string[] =>
  names
    .split(/[,，]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");

function checkZone(zone: string): void {
  if (!IANAZone.isValidZone(zone))
    throw new UsageError(`"${zone}" is no time zone; write it like ${DEFAULT_ZONE}.`);
}

/** Epoch ms of an ISO time; without an offset it is the zone's wall time. */
function readNow(text: string, zone: string): number {
  const now = DateTime.fromISO(text, { zone });
  if (!now.isValid)
    throw new UsageError(`"${text}" is no time; write it like 2026-03-11T10:07 or 2026-03-11T10:07+08:00.`);
  return now.toMillis();
}

function answer(line: string, flags: Flags): string {
  const said = flags.jsonl ? readLine(line) : { text: line };
  const zone = said.zone ?? flags.zone;
  checkZone(zone);
  const now = said.now ?? flags.now;
  const rooms = typeof said.rooms === "string" ? splitNames(said.rooms) : (said.rooms ?? flags.rooms);
  const context: CommandContext = {
    now: now === undefined ? Date.now() : readNow(now, zone),
    zone,
    roomNames: rooms,
  };
  const { command, trace } = understand(said.text, context);
  // Which booking a change means is for whoever carries it out, and no printed key.
  const { change: _, ...printed } = command;
  return JSON.stringify(flags.explain ? { ...printed, trace } : printed);
}

function readLine(line: string): z.infer<typeof lineShape> {
  try {
    return lineShape.parse(JSON.parse(line));
  } catch {
    throw new UsageError(
      `this line is not {"text", "now"?, "zone"?, "rooms"?} as JSON: ${line.slice(0, 80)}`,
    );
  }
}
