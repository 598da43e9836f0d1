import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_LOOKS, wantedTime, watchTimes } from "../../../src/bot/watch/watch-times.ts";
import { formatDay } from "../../../src/time/format.ts";
import { SETTINGS } from "../../helpers/office.ts";

const MINUTE_MS = 60_000;
const at = (instant: string) => Date.parse(`${instant}:00+08:00`);
const NOW = at("2026-03-11T10:07");
const local = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(5, 16);
const looks = (start: string, from = NOW) =>
  watchTimes({ firstStartMs: at(start), lastStartMs: at(start) }, from, SETTINGS).map(local);

describe("when a watch looks", () => {
  it("is every quarter of an hour where the meeting is near, and no later than ten minutes before", () => {
    expect(looks("2026-03-11T11:30")).toEqual(["03-11T10:22", "03-11T10:37", "03-11T10:52", "03-11T11:07"]);
  });

  it("is spread over the working hours until then, the weekend left out", () => {
    const times = looks("2026-03-16T10:00", at("2026-03-13T17:00"));
    expect(times).toHaveLength(7);
    for (const time of times) expect(time).toMatch(/03-13T17:|03-13T18:00|03-16T09:/);
    expect(looks("2026-03-13T15:00")[0]).toBe("03-11T12:57");
  });

  it("is never where there is no time left, and in the evening where the meeting is then", () => {
    expect(looks("2026-03-11T10:30")).toEqual([]);
    expect(looks("2026-03-11T20:00", at("2026-03-11T18:30")).length).toBeGreaterThan(2);
  });

  it("is at most eight times, in order, ahead, and at least a quarter of an hour apart", () => {
    const minutes = fc.integer({ min: 0, max: 90 * 1440 });
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 0, max: 7 * 1440 }), (first, more, now) => {
        const nowMs = NOW + now * MINUTE_MS;
        const firstStartMs = nowMs + first * MINUTE_MS;
        const lastStartMs = firstStartMs + (more % (3 * 1440)) * MINUTE_MS;
        const times = watchTimes({ firstStartMs, lastStartMs }, nowMs, SETTINGS);
        expect(times.length).toBeLessThanOrEqual(MOST_LOOKS);
        for (const [index, time] of times.entries()) {
          expect(
            time - (times[index - 1] ?? nowMs),
            formatDay(time, SETTINGS.zone, "en", nowMs),
          ).toBeGreaterThanOrEqual(15 * MINUTE_MS - 1);
          expect(time).toBeLessThanOrEqual(lastStartMs - 10 * MINUTE_MS);
        }
      }),
    );
  });

  it("ends when the last of the wished times can begin no more", () => {
    const [start, end] = [at("2026-03-12T13:00"), at("2026-03-12T18:00")];
    const when = { kind: "within", windows: [{ start, end }], durationMs: 60 * MINUTE_MS } as const;
    expect(wantedTime({ when, equipment: [] })).toEqual({
      firstStartMs: start,
      lastStartMs: at("2026-03-12T17:00"),
    });
  });
});
