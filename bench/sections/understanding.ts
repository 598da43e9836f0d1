/**
 * Understanding of times beside two libraries, on the project's own rows and in one run: how many rows each reads to the
 * minute, and how long a sentence takes. Then how our time grows with the length of a text.
 */
import recognizersSuite from "@microsoft/recognizers-text-suite";
import { en, zh } from "chrono-node";
import type { Command } from "../../src/command/command.ts";
import { understand } from "../../src/command/understand.ts";
import { ROW_CONTEXT, readRows } from "../../test/command/render.ts";
import type { Row, Section } from "../section.ts";
import { median } from "../statistics.ts";

type Language = "en" | "zh";

interface Times {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly date?: string | undefined;
  readonly minutes?: number | undefined;
}

interface Engine {
  readonly name: string;
  read(text: string, language: Language): Times;
}

const NOW = new Date(ROW_CONTEXT.now);

const ours: Engine = {
  name: "freeroom",
  read: (text) => timesOf(understand(text, ROW_CONTEXT).command),
};

const timesOf = ({ start, end, date, durationMinutes }: Command): Times => ({
  start,
  end,
  date,
  minutes: durationMinutes,
});

/** What of chrono's components is used. */
interface ChronoPoint {
  get(part: "year" | "month" | "day" | "hour" | "minute"): number | null;
  isCertain(part: "hour"): boolean;
}

const two = (value: number | null): string => String(value ?? 0).padStart(2, "0");
const dateOf = (point: ChronoPoint): string =>
  `${point.get("year")}-${two(point.get("month"))}-${two(point.get("day"))}`;
const minuteOf = (point: ChronoPoint): string =>
  `${dateOf(point)}T${two(point.get("hour"))}:${two(point.get("minute"))}`;

const chrono: Engine = {
  name: "chrono-node",
  read(text, language) {
    const parser = language === "en" ? en : zh.hans;
    const [found] = parser.parse(text, { instant: NOW, timezone: 480 }, { forwardDate: true });
    if (found === undefined) return {};
    if (!found.start.isCertain("hour")) return { date: dateOf(found.start) };
    return { start: minuteOf(found.start), end: found.end ? minuteOf(found.end) : undefined };
  },
};

/** What of a recognized entity is used. */
interface Recognized {
  readonly resolution?: { readonly values?: readonly Record<string, string>[] } | null;
}

const recognizers: Engine = {
  name: "recognizers-text",
  read(text, language) {
    const culture = language === "en" ? "en-us" : "zh-cn";
    const found = recognizersSuite.recognizeDateTime(text, culture, 0, NOW) as readonly Recognized[];
    return found.map(readRecognized).reduce<Times>((sofar, next) => ({ ...next, ...defined(sofar) }), {});
  },
};

const defined = (times: Times): Times =>
  Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined));

/** The last of several readings is the one in the future. */
function readRecognized({ resolution }: Recognized): Times {
  const value = resolution?.values?.at(-1);
  const today = "2026-03-11";
  const minute = (text: string | undefined): string | undefined => text?.replace(" ", "T").slice(0, 16);
  switch (value?.type) {
    case "date":
      return { date: value.value };
    case "datetime":
      return { start: minute(value.value) };
    case "time":
      return { start: `${today}T${value.value?.slice(0, 5)}` };
    case "timerange":
      return {
        start: `${today}T${value.start?.slice(0, 5)}`,
        end: `${today}T${value.end?.slice(0, 5)}`,
      };
    case "datetimerange":
      return { start: minute(value.start), end: minute(value.end) };
    case "duration":
      return { minutes: Number(value.value) / 60 };
    default:
      return {};
  }
}

interface Case {
  readonly text: string;
  readonly language: Language;
  readonly expected: Times;
}

const year = (time: string | undefined): string | undefined =>
  time === undefined || /^\d{4}-/.test(time) ? time : `2026-${time}`;

/** The rows of a table that name a start, a day or a length, without those that ask for something impossible. */
function casesOf(table: string, language: Language): Case[] {
  return readRows(table).flatMap(({ text, expected }) => {
    const value = (key: string): string | undefined => new RegExp(`(?:^| )${key}=(\\S+)`).exec(expected)?.[1];
    const minutes = value("durationMinutes");
    const times = { start: year(value("start")), end: year(value("end")), date: year(value("date")) };
    const isPlain =
      value("error") === undefined &&
      value("recurrence") === undefined &&
      value("either") === undefined &&
      value("window") === undefined;
    if (!isPlain || (times.start === undefined && times.date === undefined && minutes === undefined))
      return [];
    return {
      text,
      language,
      expected: { ...times, minutes: minutes === undefined ? undefined : Number(minutes) },
    };
  });
}

/** A day is right by its date, a range by both ends, a length alone by its minutes. */
function isRight(expected: Times, found: Times): boolean {
  if (expected.date !== undefined) return (found.date ?? found.start?.slice(0, 10)) === expected.date;
  if (expected.start === undefined) return found.minutes === expected.minutes;
  return (
    found.start === expected.start &&
    (expected.end === undefined || found.end === expected.end || withLength(found) === expected.end)
  );
}

/** The end of a start and a length that were found apart. */
function withLength({ start, end, minutes }: Times): string | undefined {
  if (end !== undefined || start === undefined || minutes === undefined) return end;
  return new Date(Date.parse(`${start}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

function measure(engine: Engine, cases: readonly Case[]): { right: number; milliseconds: number } {
  for (const { text, language } of cases.slice(0, 60)) engine.read(text, language);
  const began = performance.now();
  const right = cases.filter(({ text, language, expected }) =>
    isRight(expected, engine.read(text, language)),
  ).length;
  return { right, milliseconds: (performance.now() - began) / cases.length };
}

/** Median time of a text of so many characters, in ms. */
function timeOf(length: number): number {
  const sentence = "free room tomorrow 10:00-11:30 for 8 with projector, 明天下午三点 8人 投影 一小时. ";
  const text = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
  return median(
    Array.from({ length: 9 }, () => {
      const began = performance.now();
      ours.read(text, "en");
      return performance.now() - began;
    }),
  );
}

const LANGUAGES = [
  ["en", "English", ["en-times", "en-commands"]],
  ["zh", "Chinese", ["zh-times", "zh-commands"]],
] as const;

/** With `isQuick`, every fourth row. */
export const understanding: Section = {
  name: "Understanding of times, on the project's own rows",
  async run({ isQuick }) {
    const { TZ: zoneBefore } = process.env;
    // The recognizers know no other zone than the process's.
    process.env.TZ = "Asia/Shanghai";
    try {
      return [...LANGUAGES.flatMap((language) => rowsOf(language, isQuick)), growth()];
    } finally {
      if (zoneBefore === undefined) delete process.env.TZ;
      else process.env.TZ = zoneBefore;
    }
  },
};

function rowsOf([language, title, tables]: (typeof LANGUAGES)[number], isQuick: boolean): Row[] {
  const cases = tables
    .flatMap((table) => casesOf(table, language))
    .filter((_, index) => !isQuick || index % 4 === 0);
  const mine = measure(ours, cases);
  const others = [chrono, recognizers].map((engine) => ({ way: engine.name, ...measure(engine, cases) }));
  const share = (right: number) => (100 * right) / cases.length;
  return [
    {
      measure: `${title}, read to the minute, of ${cases.length} rows`,
      ours: share(mine.right),
      unit: "%",
      naive: others.map(({ way, right }) => ({ way, value: share(right) })),
    },
    {
      measure: `${title}, a sentence`,
      ours: mine.milliseconds,
      unit: "ms",
      naive: others.map(({ way, milliseconds }) => ({ way, value: milliseconds })),
    },
  ];
}

function growth(): Row {
  timeOf(10_000);
  const [short, long] = [timeOf(1_000), timeOf(10_000)];
  return {
    measure: "10,000 characters beside 1,000, in time",
    ours: long / short,
    unit: "×",
    note: `${short.toFixed(2)} ms and ${long.toFixed(2)} ms: ten times as long a text takes about ten times as long.`,
  };
}
