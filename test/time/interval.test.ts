import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "../../src/core/interval.ts";
import { clip, contains, gaps, intersect, merge, overlaps } from "../../src/time/interval.ts";

/** The oracle: a short day as one boolean a minute. */
const MINUTES = 60;
const minutes = Array.from({ length: MINUTES }, (_, minute) => minute);
const isIn = (minute: number, { start, end }: Interval) => start <= minute && minute < end;
const taken = (intervals: readonly Interval[]) =>
  minutes.map((minute) => intervals.some((interval) => isIn(minute, interval)));

/** The stretches of true, as they would be drawn on a calendar. */
function stretches(day: readonly boolean[]): Interval[] {
  const edges = [...day, false].flatMap((is, minute) => (is === (day[minute - 1] ?? false) ? [] : [minute]));
  return edges.flatMap((start, index) =>
    index % 2 === 0 ? [{ start, end: edges[index + 1] ?? MINUTES }] : [],
  );
}

const edge = fc.integer({ min: 0, max: MINUTES });
/** Empty and backward ones too: vendors send them. */
const interval: fc.Arbitrary<Interval> = fc.record({ start: edge, end: edge });
const proper = fc.tuple(edge, edge).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 8 });

describe("intervals, against one boolean a minute", () => {
  it("merge keeps exactly the same minutes in the fewest stretches", () => {
    fc.assert(
      fc.property(intervals, (list) => {
        expect(merge(list)).toEqual(stretches(taken(list)));
      }),
    );
  });

  it("merge does not change what it is given", () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const before = structuredClone(list);
        merge(list);
        expect(list).toEqual(before);
      }),
    );
  });

  it("gaps are exactly the minutes of the window that nothing takes", () => {
    fc.assert(
      fc.property(interval, intervals, (window, busy) => {
        const isTaken = taken(busy);
        const free = minutes.map((minute) => isIn(minute, window) && !isTaken[minute]);
        expect(gaps(window, busy)).toEqual(stretches(free));
      }),
    );
  });

  it("intersect keeps exactly the minutes that are in both", () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const [inA, inB] = [taken(a), taken(b)];
        expect(intersect(a, b)).toEqual(
          stretches(minutes.map((minute) => Boolean(inA[minute] && inB[minute]))),
        );
      }),
    );
  });

  it("clip keeps exactly the minutes inside of the window, or says that there are none", () => {
    fc.assert(
      fc.property(interval, interval, (one, window) => {
        const [part] = stretches(minutes.map((minute) => isIn(minute, one) && isIn(minute, window)));
        expect(clip(one, window)).toEqual(part);
      }),
    );
  });

  it("overlaps says whether any minute is shared", () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        expect(overlaps(a, b)).toBe(minutes.some((minute) => isIn(minute, a) && isIn(minute, b)));
      }),
    );
  });

  it("contains says whether every minute of the inner one is in the outer one", () => {
    const hasMinutes = proper.filter(({ start, end }) => start < end);
    fc.assert(
      fc.property(proper, hasMinutes, (outer, inner) => {
        const all = minutes.filter((minute) => isIn(minute, inner)).every((minute) => isIn(minute, outer));
        expect(contains(outer, inner)).toBe(all);
      }),
    );
  });
});

describe("the edges", () => {
  const at = (start: number, end: number): Interval => ({ start, end });

  it("a meeting that ends at 15:00 leaves the one that starts then alone", () => {
    expect(overlaps(at(14, 15), at(15, 16))).toBe(false);
    expect(gaps(at(14, 17), [at(14, 15), at(16, 17)])).toEqual([at(15, 16)]);
  });

  it("what never ends is merged, clipped and left out of gaps as anything else", () => {
    const closed = at(30, Number.POSITIVE_INFINITY);
    expect(merge([closed, at(20, 40)])).toEqual([at(20, Number.POSITIVE_INFINITY)]);
    expect(clip(closed, at(0, 50))).toEqual(at(30, 50));
    expect(gaps(at(0, 50), [closed])).toEqual([at(0, 30)]);
    expect(contains(closed, at(31, 1e15))).toBe(true);
  });
});
