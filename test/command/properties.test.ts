import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMinute } from "../../src/command/calendar.ts";
import { en } from "../../src/command/lexicon/en.ts";
import { zh } from "../../src/command/lexicon/zh.ts";
import { understand } from "../../src/command/understand.ts";
import { ROW_CONTEXT, readRows, render } from "./render.ts";

const read = (text: string) => understand(text, ROW_CONTEXT);

const phrases = [en, zh].flatMap((lexicon) =>
  Object.values(lexicon).flatMap((table) => Object.values(table).flatMap((row) => row.split("|"))),
);
const words = fc.oneof(
  fc.constantFrom(...phrases),
  fc.nat(3000).map(String),
  fc.constantFrom(" ", ":", "-", "/", ".", ",", "点", "半", "@", '"', "到", "月", "号"),
);
const babble = fc
  .array(words, { maxLength: 40 })
  .chain((list) => fc.constantFrom("", " ").map((joint) => list.join(joint)));

const fullWidth = (text: string): string =>
  [...text]
    .map((char) =>
      char > " " && char <= "~"
        ? String.fromCharCode(char.charCodeAt(0) + 0xfee0)
        : char === " "
          ? "\u3000"
          : char,
    )
    .join("");

describe("understanding any text", () => {
  it("never throws on arbitrary characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 10_000 }), (text) => {
        expect(read(text).command.intent).toBeTypeOf("string");
      }),
      { numRuns: 60 },
    );
  });

  it("never throws on its own words in any order, and prints only well-formed times", () => {
    const time = /^\d{4,}-\d\d-\d\dT\d\d:\d\d$/;
    fc.assert(
      fc.property(babble, (text) => {
        const { start, end, window, either = [] } = read(text).command;
        for (const wish of [{ start, end, window }, ...either]) {
          for (const value of [wish.start, wish.end, wish.window?.from, wish.window?.to])
            if (value !== undefined) expect(value).toMatch(time);
          if (wish.window !== undefined) expect(wish.window.from <= wish.window.to).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("traces stretches of the text as it was written, in order", () => {
    fc.assert(
      fc.property(babble, (text) => {
        const { trace } = read(text);
        for (const { text: said, at } of trace) expect(text.slice(at, at + said.length)).toBe(said);
        expect(trace.map(({ at }) => at)).toEqual(trace.map(({ at }) => at).sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it("reads full-width and half-width alike", () => {
    const rows = ["en-times", "zh-times", "en-commands", "zh-commands"]
      .flatMap(readRows)
      .filter(({ expected }) => !/title=|people=/.test(expected));
    expect(rows.length).toBeGreaterThan(200);
    for (const { text } of rows)
      expect([text, render(read(fullWidth(text)).command)]).toEqual([text, render(read(text).command)]);
  });

  it("reads no more than 10,000 characters", () => {
    expect(read(`${"x ".repeat(5000)}tomorrow 3pm`).command.start).toBeUndefined();
  });
});

describe("a time written out in full", () => {
  const firstMinute = Math.ceil((ROW_CONTEXT.now + 8 * 3_600_000) / 60_000) + 1;
  const times = fc.record({
    start: fc.integer({ min: firstMinute, max: firstMinute + 300 * 1440 }),
    minutes: fc.integer({ min: 1, max: 600 }),
  });
  const pad = (value: number): string => String(value).padStart(2, "0");
  const half = (hour: number): string => `${hour % 12 === 0 ? 12 : hour % 12}`;

  const parts = (iso: string) => {
    const [year = "", month = "", day = "", hour = "", minute = ""] = iso.split(/[-T:]/);
    return { year, month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute) };
  };
  const MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ];

  it.each<[string, (start: string, end: string) => string]>([
    ["ISO", (start, end) => `${start.replace("T", " ")}–${end.slice(11)}`],
    [
      "Chinese",
      (start, end) => {
        const [a, b] = [parts(start), parts(end)];
        return `${a.year}年${a.month}月${a.day}日 ${pad(a.hour)}:${pad(a.minute)}到${pad(b.hour)}:${pad(b.minute)}`;
      },
    ],
    [
      "English",
      (start, end) => {
        const [a, b] = [parts(start), parts(end)];
        return `${MONTHS[a.month - 1]} ${a.day}, ${a.year} from ${half(a.hour)}:${pad(a.minute)} ${a.hour < 12 ? "am" : "pm"} to ${half(b.hour)}:${pad(b.minute)} ${b.hour < 12 ? "am" : "pm"}`;
      },
    ],
  ])("is read back as it was: %s", (_, write) => {
    fc.assert(
      fc.property(times, ({ start, minutes }) => {
        const from = formatMinute(start);
        const to = formatMinute(start + minutes);
        fc.pre(from.slice(0, 10) === to.slice(0, 10));
        expect(read(write(from, to)).command).toMatchObject({
          start: from,
          end: to,
          durationMinutes: minutes,
        });
      }),
      { numRuns: 300 },
    );
  });
});
