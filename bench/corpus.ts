/**
 * Measures understanding on a folder of cases: `npm run corpus -- <folder>`. Reads `times.jsonl`, `commands.jsonl` and
 * `recurring.jsonl`; the format is described in that folder's README. Prints accuracy by language and category, and every miss.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DateTime } from "luxon";
import type { Command } from "../src/command/command.ts";
import { understand } from "../src/command/understand.ts";

const ZONE = "Asia/Shanghai";
const ROOMS = ["Everest", "K2", "珠峰", "长城", "Fuji", "Fuji Large"];

interface Time {
  readonly start?: string | null;
  readonly end?: string | null;
  readonly durationMinutes?: number | null;
  readonly dateOnly?: boolean;
  readonly fuzzy?: { readonly date: string; readonly window: readonly [string, string] };
}

interface Case {
  readonly id: string;
  readonly lang: string;
  readonly category?: string;
  readonly text: string;
  readonly ref: string;
  // biome-ignore lint/suspicious/noExplicitAny: the three kinds of cases expect different things
  readonly expect: any;
  readonly alts?: readonly Time[];
  readonly dateAlts?: readonly string[];
  readonly intentAlt?: readonly string[];
}

const read = (text: string, ref: string): Command =>
  understand(text, { now: DateTime.fromISO(ref, { zone: ZONE }).toMillis(), zone: ZONE, roomNames: ROOMS })
    .command;

function load(folder: string, name: string): Case[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Case);
}

function timeMatches(test: Case, command: Command): boolean {
  const dates = [test.expect.start?.slice(0, 10), ...(test.dateAlts ?? [])];
  return [test.expect as Time, ...(test.alts ?? [])].some((expected) => {
    if (expected.fuzzy !== undefined) {
      const from = command.window?.from ?? command.start ?? "";
      const [first, last] = expected.fuzzy.window;
      return from >= first && from < last;
    }
    if (test.category === "duration") return command.durationMinutes === expected.durationMinutes;
    const start = command.start ?? command.window?.from;
    if (expected.dateOnly === true) return dates.includes((command.date ?? start ?? "").slice(0, 10));
    const isStart = dates.some((date) => command.start === `${date}${expected.start?.slice(10)}`);
    return isStart && (expected.end == null || command.end === expected.end);
  });
}

const SAME: Readonly<Record<string, readonly string[]>> = {
  find: ["book"],
  book: ["find", "confirm"],
  who: ["status"],
  unknown: ["decline"],
};
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  morning: ["05:00", "12:30"],
  noon: ["11:00", "15:00"],
  afternoon: ["12:00", "18:00"],
  evening: ["16:00", "23:59"],
  night: ["16:00", "23:59"],
};
const FREQUENCIES: Readonly<Record<string, RegExp>> = {
  weekly: /^FREQ=WEEKLY(?!;INTERVAL)/,
  biweekly: /FREQ=WEEKLY;INTERVAL=2/,
  daily: /^FREQ=(DAILY|WEEKLY;BYDAY=MO,TU,WE,TH,FR)$/,
  monthly: /FREQ=MONTHLY/,
};

function commandMatches({ expect }: Case, command: Command): boolean {
  const intents = [expect.intent, ...(expect.intentAlt ?? [])].flatMap((intent: string) => [
    intent,
    ...(SAME[intent] ?? []),
  ]);
  if (!intents.includes(command.intent)) return false;
  const day = (command.date ?? command.start ?? command.window?.from ?? "").slice(0, 10);
  const from = (command.window?.from ?? command.start ?? "").slice(11);
  const [first, last] = PARTS[expect.part ?? ""] ?? ["", "99"];
  const checks: Readonly<Record<string, boolean>> = {
    date: day === expect.date,
    part: from >= first && from < last,
    confirm: command.intent === "confirm",
    recurrence: FREQUENCIES[expect.recurrence ?? ""]?.test(command.recurrence ?? "") ?? true,
    equipment: JSON.stringify(command.equipment) === JSON.stringify(expect.equipment),
    intent: true,
    intentAlt: true,
  };
  return Object.keys(expect).every(
    (key) => checks[key] ?? (command as unknown as Record<string, unknown>)[key] === expect[key],
  );
}

function ruleMatches({ expect }: Case, command: Command): boolean {
  const rule = Object.fromEntries((command.recurrence ?? "").split(";").map((part) => part.split("=")));
  const same = (key: string, value: unknown): boolean =>
    value === undefined || String(rule[key] ?? "") === String(value);
  const interval = Number(rule.INTERVAL ?? 1) === (expect.interval ?? 1);
  const time = expect.time === undefined || command.start?.slice(11) === expect.time;
  const end = expect.endTime === undefined || command.end?.slice(11) === expect.endTime;
  return (
    same("FREQ", expect.freq) &&
    interval &&
    same("BYDAY", expect.byDay?.join(",")) &&
    same("BYMONTHDAY", expect.byMonthDay) &&
    time &&
    end
  );
}

const SUITES = [
  ["times.jsonl", timeMatches],
  ["commands.jsonl", commandMatches],
  ["recurring.jsonl", ruleMatches],
] as const;

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Which folder? npm run corpus -- <folder>");
  process.exit(2);
}
const tally = new Map<string, { right: number; all: number }>();
const count = (key: string, right: boolean): void => {
  const sofar = tally.get(key) ?? { right: 0, all: 0 };
  tally.set(key, { right: sofar.right + (right ? 1 : 0), all: sofar.all + 1 });
};
for (const [name, matches] of SUITES) {
  for (const test of load(folder, name)) {
    const command = read(test.text, test.ref);
    const right = matches(test, command);
    const suite = name.replace(".jsonl", "");
    count(`${suite} ${test.lang}`, right);
    if (test.category !== undefined) count(`${suite} ${test.lang} ${test.category}`, right);
    if (!right)
      console.log(
        `MISS ${suite} ${test.lang} ${test.category ?? ""} | ${test.text.slice(0, 100)} | ${test.ref} | ${JSON.stringify(test.expect)} | ${JSON.stringify(command)}`,
      );
  }
}
for (const [key, { right, all }] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `${key.padEnd(28)} ${String(right).padStart(4)} / ${String(all).padEnd(4)} ${((100 * right) / all).toFixed(1)} %`,
  );
