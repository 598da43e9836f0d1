import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeUntil, statusParts, statusText } from "../../src/availability/status-line.ts";
import { at, MINUTE, span, ZONE } from "./office.ts";

const WORDS = { busy: "busy", free: "free", unknown: "unknown" };
const day = span("09:00–18:00");
const line = (busy: readonly string[], window = day) =>
  statusText(statusParts({ known: true, busy: busy.map((each) => span(each)) }, window), ZONE, WORDS);

describe("a room's day as a line", () => {
  it.each([
    [["09:00–10:30", "14:00–15:00"], "09–10:30 busy · free · 14–15 busy · free"],
    [[], "free"],
    [["08:00–19:00"], "09–18 busy"],
    [["10:00–11:00", "11:00–12:00", "11:30–12:30"], "free · 10–12:30 busy · free"],
    [["07:00–09:00", "18:00–19:00"], "free"],
  ])("of %j is %s", (busy, text) => expect(line(busy)).toBe(text));

  it("ends a day at 24, and begins one at 00", () => {
    expect(line(["22:00–2026-03-13T01:00"], span("00:00–2026-03-13T00:00"))).toBe("free · 22–24 busy");
    expect(line(["00:00–01:00"], span("00:00–2026-03-13T00:00"))).toBe("00–01 busy · free");
  });

  it("speaks the words it is given", () => {
    const words = { busy: "占用", free: "空闲", unknown: "未知" };
    const parts = statusParts({ known: true, busy: [span("09:00–10:00")] }, day);
    expect(statusText(parts, ZONE, words)).toBe("09–10 占用 · 空闲");
  });

  it("says that it is unknown, and never free", () => {
    const parts = statusParts({ known: false, why: "no permission" }, day);
    expect(statusText(parts, ZONE, WORDS)).toBe("unknown");
    expect(freeUntil(parts, at("10:00"))).toBeUndefined();
  });

  it("tells until when the room is free", () => {
    const parts = statusParts({ known: true, busy: [span("09:00–10:30"), span("14:00–15:00")] }, day);
    expect(freeUntil(parts, at("10:00"))).toBeUndefined();
    expect(freeUntil(parts, at("10:30"))).toBe(at("14:00"));
    expect(freeUntil(parts, at("15:00"))).toBe(at("18:00"));
    expect(freeUntil(parts, at("18:00"))).toBeUndefined();
  });

  it("covers the window without holes, free exactly where no meeting is", () => {
    const minutes = fc.integer({ min: -60, max: 600 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(minutes, fc.integer({ min: 1, max: 200 })), { maxLength: 6 }),
        (meetings) => {
          const busy = meetings.map(([start, length]) => ({
            start: day.start + start * MINUTE,
            end: day.start + (start + length) * MINUTE,
          }));
          const parts = statusParts({ known: true, busy }, day);
          for (let ms = day.start; ms < day.end; ms += MINUTE) {
            const here = parts.filter(({ interval }) => interval.start <= ms && ms < interval.end);
            const isBusy = busy.some(({ start, end }) => start <= ms && ms < end);
            expect(here.map(({ kind }) => kind)).toEqual([isBusy ? "busy" : "free"]);
          }
          expect(parts.at(0)?.interval.start).toBe(day.start);
          expect(parts.at(-1)?.interval.end).toBe(day.end);
        },
      ),
      { numRuns: 50 },
    );
  });
});
