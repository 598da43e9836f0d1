import { describe, expect, it } from "vitest";
import { outlineOf } from "../../src/availability/wish.ts";
import { wishOf } from "../../src/bot/wish.ts";
import type { Command } from "../../src/command/command.ts";
import { windowToAsk } from "../../src/search/window-to-ask.ts";
import { instantOf } from "../../src/time/zone.ts";

const ZONE = "Asia/Shanghai";
const NOW = instantOf("2026-03-11T10:07", ZONE).ms;
const HABITS = {
  zone: ZONE,
  workingMinutes: { from: 540, to: 1080 },
  workingDays: [1, 2, 3, 4, 5],
  defaultMinutes: 60,
};
const LONGEST_MS = 90 * 24 * 60 * 60_000;
const read = (command: Partial<Command>) => wishOf({ intent: "find", ...command }, NOW, HABITS);

describe("how far ahead a wish may lie", () => {
  it.each([
    ["the last day in sight", { start: "2026-06-08T23:30", end: "2026-06-09T00:30" }, "wish"],
    ["the day after", { start: "2026-06-09T00:00", end: "2026-06-09T01:00" }, "too-far"],
    ["a day of next year", { date: "2027-01-04" }, "too-far"],
    ["a minute ago", { start: "2026-03-11T09:00", end: "2026-03-11T10:06" }, "past"],
  ])("%s is %s", (_, command, kind) => {
    expect(read(command).kind).toBe(kind);
  });

  it.each([
    ["a long stretch", { window: { from: "2026-03-11T09:00", to: "2026-12-31T18:00" } }],
    ["two days far apart", { start: "2026-03-11T15:00", either: [{ start: "2026-06-08T15:00" }] }],
  ])("%s is asked about as far as a vendor tells at once", (_, command) => {
    const reading = read(command);
    if (reading.kind !== "wish") throw new Error(reading.kind);
    const { start, end } = windowToAsk(reading.wish, HABITS);
    expect(end - start).toBeLessThanOrEqual(LONGEST_MS);
    expect(outlineOf(reading.wish.when).end).toBeGreaterThan(instantOf("2026-06-08T15:59", ZONE).ms);
  });
});

describe("the size that is wished for", () => {
  it.each([
    ["eight people", { capacity: 8 }, { minSeats: 8 }],
    [
      "five to eight people",
      { capacity: 5, capacityMax: 8 },
      { minSeats: 5, maxSeats: 8, prefers: "bigger" },
    ],
    ["eight at most", { capacityMax: 8 }, { maxSeats: 8, prefers: "bigger" }],
    ["nothing said", {}, {}],
  ])("of %s", (_, command, expected) => {
    const reading = read({ start: "2026-03-11T15:00", ...command });
    if (reading.kind !== "wish") throw new Error(reading.kind);
    const { minSeats, maxSeats, prefers } = reading.wish;
    expect({ minSeats, maxSeats, prefers }).toEqual({
      minSeats: undefined,
      maxSeats: undefined,
      prefers: undefined,
      ...expected,
    });
  });
});
