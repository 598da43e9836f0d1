import fc from "fast-check";
import { expect, it } from "vitest";
import { ChangePace } from "../../src/search/change-pace.ts";

const HOUR_MS = 60 * 60_000;
const readings = fc.array(
  fc.record({
    room: fc.constantFrom("a", "b", "c"),
    changes: fc.nat(20),
    afterMs: fc.integer({ min: -HOUR_MS, max: 200 * HOUR_MS }),
  }),
  { maxLength: 40 },
);

it("takes a room that nobody has watched for an average one", () => {
  const pace = new ChangePace();
  expect(pace.stretch("a")).toBe(1);
  pace.note("b", 5, HOUR_MS);
  expect(pace.stretch("a")).toBe(1);
});

it("believes a quiet room longer and a sought one shorter, by the root of how much it differs", () => {
  const pace = new ChangePace();
  for (let hour = 0; hour < 9; hour += 1) {
    pace.note("quiet", 0, HOUR_MS);
    pace.note("usual", hour % 3 === 0 ? 1 : 0, HOUR_MS);
    pace.note("sought", 2, HOUR_MS);
  }
  expect(pace.stretch("quiet")).toBeGreaterThan(2);
  expect(pace.stretch("usual")).toBeGreaterThan(1);
  expect(pace.stretch("sought")).toBeLessThan(0.75);
  expect(pace.stretch("sought")).toBeGreaterThan(0.5);
});

it("follows a room whose habits change", () => {
  const pace = new ChangePace();
  for (let hour = 0; hour < 40; hour += 1) {
    pace.note("a", 0, HOUR_MS);
    pace.note("b", 1, HOUR_MS);
  }
  const before = pace.stretch("a");
  for (let hour = 0; hour < 40; hour += 1) pace.note("a", 2, HOUR_MS);
  expect(before).toBeGreaterThan(1);
  expect(pace.stretch("a")).toBeLessThan(1);
});

it("never stretches further than four times, and never less for fewer changes", () =>
  fc.assert(
    fc.property(readings, fc.nat(20), fc.nat(20), (seen, few, more) => {
      const [busier, quieter] = [new ChangePace(), new ChangePace()];
      for (const pace of [busier, quieter])
        for (const { room, changes, afterMs } of seen) pace.note(room, changes, afterMs);
      for (const room of ["a", "b", "c", "d"]) {
        expect(busier.stretch(room)).toBeLessThanOrEqual(4);
        expect(busier.stretch(room)).toBeGreaterThanOrEqual(0.25);
      }
      busier.note("a", few + more, HOUR_MS);
      quieter.note("a", few, HOUR_MS);
      expect(quieter.stretch("a")).toBeGreaterThanOrEqual(busier.stretch("a") - 1e-9);
    }),
  ));
