import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suitPeople } from "../../src/availability/people-times.ts";
import type { Wish } from "../../src/availability/wish.ts";

const span = (start: number, end: number) => ({ start, end });
const within = (durationMs: number, ...windows: { start: number; end: number }[]): Wish => ({
  when: { kind: "within", windows, durationMs },
  equipment: [],
});
const at = (
  ...[interval, ...alternatives]: [{ start: number; end: number }, ...{ start: number; end: number }[]]
): Wish => ({
  when: { kind: "at", interval, alternatives },
  equipment: [],
});
const person = (id: string, ...busy: { start: number; end: number }[]) => ({
  id,
  busy: { known: true as const, busy },
});
const hidden = (id: string) => ({ id, busy: { known: false as const, why: "no permission" } });

describe("times that suit people", () => {
  it("cuts a window down to what everybody has free and is long enough", () => {
    const { wish, suits } = suitPeople(within(10, span(0, 100)), [
      person("a", span(20, 40)),
      person("b", span(45, 90)),
    ]);
    expect(suits).toBe(true);
    expect(wish.when).toMatchObject({ windows: [span(0, 20), span(90, 100)] });
  });

  it("keeps the one of two exact times that suits", () => {
    const { wish } = suitPeople(at(span(0, 10), span(50, 60)), [person("a", span(5, 8))]);
    expect(wish.when).toMatchObject({ kind: "at", interval: span(50, 60) });
  });

  it("says who is busy when, and leaves the wish as it is, where nothing suits", () => {
    const wish = at(span(0, 60));
    const found = suitPeople(wish, [person("a", span(-10, 20), span(30, 40)), person("b", span(90, 99))]);
    expect(found).toEqual({
      wish,
      suits: false,
      busy: [{ id: "a", intervals: [span(0, 20), span(30, 40)] }],
      unknown: [],
    });
  });

  it("takes an unreadable calendar for unknown, not for free or busy", () => {
    expect(suitPeople(at(span(0, 10)), [hidden("x")])).toMatchObject({
      suits: true,
      unknown: ["x"],
      busy: [],
    });
  });

  it("touching meetings are no conflict", () => {
    expect(suitPeople(at(span(10, 20)), [person("a", span(0, 10), span(20, 30))]).suits).toBe(true);
  });

  const minute = fc.integer({ min: 0, max: 60 });
  const interval = fc
    .tuple(minute, fc.integer({ min: 1, max: 20 }))
    .map(([start, length]) => span(start, start + length));
  it("agrees with a look at each minute", () => {
    fc.assert(
      fc.property(
        interval,
        fc.integer({ min: 1, max: 15 }),
        fc.array(fc.array(interval, { maxLength: 4 }), { maxLength: 3 }),
        (window, duration, calendars) => {
          const people = calendars.map((busy, at) => person(String(at), ...busy));
          const isFree = (t: number) => !calendars.flat().some(({ start, end }) => start <= t && t < end);
          const fits = (start: number) => {
            if (start < window.start || start + duration > window.end) return false;
            return Array.from({ length: duration }, (_, n) => start + n).every(isFree);
          };
          const { wish, suits } = suitPeople(within(duration, window), people);
          const windows = wish.when.kind === "within" ? wish.when.windows : [];
          const starts = Array.from({ length: 90 }, (_, t) => t).filter(fits);
          expect(suits).toBe(starts.length > 0);
          if (!suits) return;
          const offered = Array.from({ length: 90 }, (_, t) => t).filter((t) =>
            windows.some(({ start, end }) => start <= t && t + duration <= end),
          );
          expect(offered).toEqual(starts);
        },
      ),
    );
  });
});
