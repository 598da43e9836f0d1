import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CELLS, dayStripText, NOW, type RoomDay, stepOf } from "../../src/card/day-strip.ts";
import { overlaps } from "../../src/time/interval.ts";

const zone = "Asia/Shanghai";
const at = (clock: string, date = "2026-03-12") => Date.parse(`${date}T${clock}:00+08:00`);
const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
const before = at("08:00", "2026-03-11");
const day = (over: Partial<RoomDay> = {}): RoomDay => ({
  name: "Everest",
  window: span("09:00", "18:00"),
  busy: [],
  ...over,
});
const MINUTE_MS = 60_000;

describe("a day as a line", () => {
  it.each([
    ["free", day(), before, "09 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 18"],
    ["busy for a while", day({ busy: [span("10:00", "11:30")] }), before, "09 ▁▁███▁▁▁▁▁▁▁▁▁▁▁▁▁ 18"],
    [
      "busy for a minute of a half hour",
      day({ busy: [span("10:29", "10:30")] }),
      before,
      "09 ▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 18",
    ],
    ["wanted at three", day({ wanted: span("15:00", "16:00") }), before, "09 ▁▁▁▁▁▁▁▁▁▁▁▁[▁▁]▁▁▁▁ 18"],
    ["under way", day({ busy: [span("10:00", "11:30")] }), at("10:10"), "09 ▁▁│███▁▁▁▁▁▁▁▁▁▁▁▁▁ 18"],
    ["that cannot be read", day({ busy: undefined }), before, "09 ░░░░░░░░░░░░░░░░░░ 18"],
    [
      "to midnight",
      day({ window: { start: at("20:00"), end: at("00:00", "2026-03-13") } }),
      before,
      "20 ▁▁▁▁▁▁▁▁ 24",
    ],
  ])("%s", (_, given, nowMs, line) => {
    expect(dayStripText(given, { nowMs, zone })).toBe(line);
  });

  it("never shows as free what is busy in any part, keeps to a phone's width, and marks what is wanted once", () => {
    const moment = fc.integer({ min: 0, max: 24 * 60 }).map((minutes) => at("00:00") + minutes * MINUTE_MS);
    const stretch = fc
      .tuple(moment, moment)
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + MINUTE_MS }));
    fc.assert(
      fc.property(stretch, fc.array(stretch), stretch, moment, (window, busy, wanted, nowMs) => {
        const [first, drawn = "", last, ...rest] = dayStripText(day({ window, busy, wanted }), {
          nowMs,
          zone,
        }).split(" ");
        expect([first, last].join("")).toMatch(/^\d\d(:\d\d)?\d\d(:\d\d)?$/);
        expect(rest).toEqual([]);
        const cells = [...drawn.replace(/[[\]│]/g, "")];
        expect(cells.length).toBeLessThanOrEqual(26);
        const stepMs = stepOf(window);
        cells.forEach((cell, index) => {
          const start = window.start + index * stepMs;
          const isBusy = busy.some((one) =>
            overlaps(one, { start, end: Math.min(window.end, start + stepMs) }),
          );
          expect(cell).toBe(isBusy ? CELLS.busy : CELLS.free);
        });
        const marks = drawn.replace(/[^[\]]/g, "");
        expect(marks).toBe(overlaps(window, wanted) ? "[]" : "");
        expect(drawn.split(NOW).length - 1).toBe(window.start <= nowMs && nowMs < window.end ? 1 : 0);
      }),
    );
  });
});
