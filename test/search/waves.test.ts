import { expect, it } from "vitest";
import { expectedShare, waveSize } from "../../src/search/waves.ts";

const HOUR_MS = 3_600_000;
const wish = (when: Parameters<typeof expectedShare>[0]["when"]) => ({ when, equipment: [] });

it("asks about as many rooms as the wanting offers should take, in whole calls", () => {
  const expected = 0.4;
  expect(waveSize({ wanting: 3, seen: 0, found: 0, batch: 5, expected })).toBe(10);
  expect(waveSize({ wanting: 1, seen: 10, found: 2, batch: 5, expected })).toBe(5);
  expect(waveSize({ wanting: 3, seen: 10, found: 1, batch: 5, expected })).toBe(15);
  expect(waveSize({ wanting: 3, seen: 30, found: 1, batch: 5, expected })).toBe(30);
  expect(waveSize({ wanting: 3, seen: 0, found: 0, batch: 1, expected })).toBe(8);
  expect(waveSize({ wanting: 3, seen: 0, found: 0, batch: 20, expected })).toBe(20);
});

it("asks about many at once where nothing at all was found", () => {
  expect(waveSize({ wanting: 3, seen: 7, found: 0, batch: 5, expected: 0.4 })).toBe(15);
  expect(waveSize({ wanting: 3, seen: 10, found: 0, batch: 5, expected: 0.4 })).toBe(200);
  expect(waveSize({ wanting: 3, seen: 8, found: 0, batch: 1, expected: 0.4 })).toBe(200);
});

it("expects more of rooms where more times would do, and asks about fewer", () => {
  const at = wish({ kind: "at", interval: { start: 0, end: HOUR_MS } });
  const within = (hours: number) =>
    wish({ kind: "within", windows: [{ start: 0, end: hours * HOUR_MS }], durationMs: HOUR_MS });
  expect(expectedShare(within(1))).toBeCloseTo(expectedShare(at));
  expect(expectedShare(within(3))).toBeCloseTo(0.784);
  expect(expectedShare(within(9))).toBe(0.9);
  expect(waveSize({ wanting: 3, seen: 0, found: 0, batch: 5, expected: expectedShare(within(3)) })).toBe(5);
});
