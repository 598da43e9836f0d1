import fc from "fast-check";
import { expect, it } from "vitest";
import { freshForMs, monthLeft } from "../../src/search/freshness.ts";
import { windowToKnow } from "../../src/search/window-to-ask.ts";

const MINUTE_MS = 60_000;
const share = fc.double({ min: 0, max: 1, noNaN: true });

it("believes an answer for a minute where calls are not counted, and for half an hour where they just suffice", () => {
  expect(freshForMs(undefined, 0.5)).toBe(MINUTE_MS);
  expect(freshForMs({ used: 9_999 }, 0.5)).toBe(MINUTE_MS);
  expect(freshForMs({ used: 2_500, of: 5_000 }, 0.5)).toBe(30 * MINUTE_MS);
  expect(freshForMs({ used: 0, of: 5_000 }, 0.1)).toBe(MINUTE_MS);
  expect(freshForMs({ used: 5_000, of: 5_000 }, 0.9)).toBe(60 * MINUTE_MS);
});

it("never believes an answer for longer when less is spent or less of the month is left", () =>
  fc.assert(
    fc.property(share, share, share, share, (used, more, left, less) => {
      const [low, high] = [Math.min(used, more), Math.max(used, more)];
      const [late, early] = [Math.min(left, less), Math.max(left, less)];
      expect(freshForMs({ used: low, of: 1 }, left)).toBeLessThanOrEqual(
        freshForMs({ used: high, of: 1 }, left),
      );
      expect(freshForMs({ used, of: 1 }, late)).toBeLessThanOrEqual(freshForMs({ used, of: 1 }, early));
      expect(freshForMs({ used, of: 1 }, left)).toBeGreaterThanOrEqual(MINUTE_MS);
      expect(freshForMs({ used, of: 1 }, left)).toBeLessThanOrEqual(60 * MINUTE_MS);
    }),
  ));

it("knows how much of a month is left", () => {
  const zone = "Asia/Shanghai";
  expect(monthLeft(Date.parse("2026-03-01T00:00:00+08:00"), zone)).toBe(1);
  expect(monthLeft(Date.parse("2026-12-16T12:00:00+08:00"), zone)).toBeCloseTo(0.5);
  expect(monthLeft(Date.parse("2026-02-28T24:00:00+08:00") - 1, zone)).toBeCloseTo(0);
});

it("asks about this week for a question about it, and about another one from its day on", () => {
  const zone = "Asia/Shanghai";
  const at = (local: string) => Date.parse(`${local}:00+08:00`);
  const now = at("2026-03-11T10:20");
  const meeting = (date: string) => ({ start: at(`${date}T15:00`), end: at(`${date}T16:00`) });
  const week = { start: at("2026-03-11T00:00"), end: at("2026-03-18T00:00") };
  expect(windowToKnow(meeting("2026-03-11"), now, zone)).toEqual(week);
  expect(windowToKnow(meeting("2026-03-17"), now, zone)).toEqual(week);
  expect(windowToKnow(meeting("2026-03-18"), now, zone)).toEqual({
    start: at("2026-03-18T00:00"),
    end: at("2026-03-25T00:00"),
  });
});
