import { Readable, Writable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runParse } from "../../src/cli-parse.ts";

const NOW = ["--now", "2026-03-11T10:07"];

async function run(
  args: readonly string[],
  input = "",
): Promise<{ code: number; lines: string[]; errors: string }> {
  let printed = "";
  let errors = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  const output = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  const code = await runParse(args, Readable.from([input]), output);
  return { code, lines: printed.split("\n").slice(0, -1), errors };
}

afterEach(() => vi.restoreAllMocks());

describe("freeroom parse", () => {
  it("writes one object a line for the lines of standard input, in order", async () => {
    const { code, lines } = await run(NOW, "明天下午三点 1小时\n\nhelp\r\nbook 2");
    expect(code).toBe(0);
    expect(lines).toEqual([
      '{"intent":"find","start":"2026-03-12T15:00","end":"2026-03-12T16:00","durationMinutes":60}',
      '{"intent":"unknown"}',
      '{"intent":"help"}',
      '{"intent":"book","choice":2}',
    ]);
  });

  it("prints what is wanted of a change, and not which booking it means", async () => {
    const { lines } = await run([
      ...NOW,
      "move my 3pm to 5pm",
      "cancel everything tomorrow",
      "stop watching",
    ]);
    expect(lines).toEqual([
      '{"intent":"move","start":"2026-03-11T17:00","assumed":["date"]}',
      '{"intent":"cancel","date":"2026-03-12"}',
      '{"intent":"watch"}',
    ]);
  });

  it("reads arguments instead of standard input where there are any", async () => {
    const { lines } = await run([...NOW, "tomorrow 3pm", "订第二个"], "help\n");
    expect(lines).toEqual(['{"intent":"find","start":"2026-03-12T15:00"}', '{"intent":"book","choice":2}']);
  });

  it("prints keys in the order of the interface", async () => {
    const text =
      "title: plan, 2 rooms tomorrow 3pm or 4pm 1h for 5-8 people with tv A座 12F @Alice every other Tuesday Everest";
    const { lines } = await run([...NOW, "--rooms", "Everest", text]);
    const order = [
      "intent",
      "start",
      "end",
      "date",
      "window",
      "either",
      "durationMinutes",
      "capacity",
      "capacityMax",
      "roomCount",
      "equipment",
      "building",
      "floor",
      "room",
      "choice",
      "people",
      "title",
      "recurrence",
      "assumed",
      "error",
    ];
    const keys = Object.keys(JSON.parse(lines[0] ?? ""));
    expect(keys.length).toBeGreaterThan(10);
    expect(keys).toEqual(order.filter((key) => keys.includes(key)));
  });

  it("takes an instant with an offset, and a zone", async () => {
    const { lines } = await run(["--now", "2026-03-11T02:07Z", "--zone=Europe/Berlin", "in an hour"]);
    expect(lines).toEqual(['{"intent":"find","start":"2026-03-11T04:07"}']);
  });

  it("knows the rooms it is told", async () => {
    const { lines } = await run([...NOW, "--rooms", "Everest, 珠峰", "珠峰会议室 明天10点"]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      intent: "book",
      room: "珠峰",
      start: "2026-03-12T10:00",
    });
  });

  it("reads JSON lines with their own time, zone and rooms", async () => {
    const input = [
      { text: "tomorrow 9am", now: "2026-07-01T08:00" },
      { text: "now", now: "2026-07-01T08:00Z", zone: "Asia/Tokyo" },
      { text: "Fuji 3pm", now: "2026-07-01T08:00", rooms: ["Fuji"] },
      { text: "Fuji 3pm", now: "2026-07-01T08:00", rooms: "Fuji,K2" },
    ];
    const { code, lines } = await run(["--jsonl"], input.map((line) => JSON.stringify(line)).join("\n"));
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { start: "2026-07-02T09:00" },
      { start: "2026-07-01T17:00" },
      { room: "Fuji" },
      { room: "Fuji" },
    ]);
  });

  it("explains which rule took which characters", async () => {
    const { lines } = await run([...NOW, "--explain", "明天下午三点 8人"]);
    const { trace } = JSON.parse(lines[0] ?? "");
    expect(trace).toContainEqual({ rule: "day", text: "明天", at: 0 });
    expect(trace).toContainEqual({ rule: "capacity", text: "8人", at: 7 });
  });

  it.each([
    [["--frobnicate"], "there is no flag --frobnicate"],
    [["--now"], "--now needs a value"],
    [["--now", "yesterday", "x"], '"yesterday" is no time'],
    [["--zone", "Mars/Olympus", "x"], '"Mars/Olympus" is no time zone'],
    [["--jsonl", "not json"], "this line is not"],
    [["--jsonl", '{"words":"x"}'], "this line is not"],
  ])("ends with code 2 and a sentence on %j", async (args, message) => {
    const { code, errors } = await run(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });
});
