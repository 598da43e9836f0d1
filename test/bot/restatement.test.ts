import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { understand } from "../../src/command/understand.ts";
import { formatRange } from "../../src/time/format.ts";
import { localMinuteOf } from "../../src/time/zone.ts";

const ZONE = "Asia/Shanghai";
const NOW = Date.parse("2026-11-11T10:07:00+08:00");
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

describe("the time that an answer repeats", () => {
  it.each(["en", "zh"] as const)("is read as the same time when it is sent back (%s)", (language) => {
    const midnight = Date.parse("2026-11-12T00:00:00+08:00");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 85 }),
        fc.integer({ min: 0, max: DAY_MINUTES - 10 }),
        fc.integer({ min: 5, max: 600 }),
        (day, minuteOfDay, length) => {
          const start = midnight + (day * DAY_MINUTES + minuteOfDay) * MINUTE_MS;
          const minutes = Math.min(length, DAY_MINUTES - minuteOfDay - 1);
          fc.pre(minutes >= 5);
          const end = start + minutes * MINUTE_MS;
          const said = formatRange({ start, end }, ZONE, language, NOW);
          const { command } = understand(said, { now: NOW, zone: ZONE, roomNames: [] });
          expect({ said, start: command.start, end: command.end }).toEqual({
            said,
            start: localMinuteOf(start, ZONE),
            end: localMinuteOf(end, ZONE),
          });
        },
      ),
      { numRuns: 400 },
    );
  });
});
