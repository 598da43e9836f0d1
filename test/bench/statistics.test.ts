import { describe, expect, it } from "vitest";
import { half95, mean, median, mostWithin, percentile, roundTrips } from "../../bench/statistics.ts";

describe("what is told of many values", () => {
  it("is a value that was really measured, whatever the order", () => {
    const values = [9, 1, 8, 2, 7, 3, 6, 4, 5, 10];
    expect(median(values)).toBe(5);
    expect(percentile(values, 0.99)).toBe(10);
    expect(percentile(values, 0.9)).toBe(9);
    expect(percentile(values, 0)).toBe(1);
    expect(percentile([3], 0.99)).toBe(3);
  });

  it("is refused where nothing was measured", () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => mean([])).toThrow(RangeError);
  });

  it("has an interval that shrinks with the number of values", () => {
    const few = [1, 2, 3, 4];
    const many = Array.from({ length: 25 }, () => few).flat();
    expect(mean(few)).toBe(2.5);
    expect(half95(few)).toBeCloseTo((1.96 * Math.sqrt(5 / 3)) / 2, 10);
    expect(half95(many)).toBeLessThan(half95(few) / 4);
    expect(half95([7])).toBe(0);
  });
});

describe("calls as the server sees them", () => {
  it("are counted in the fullest stretch, wherever it lies, its end left out", () => {
    expect(mostWithin([], 1_000)).toBe(0);
    expect(mostWithin([0, 400, 900, 1_000, 1_100, 5_000], 1_000)).toBe(4);
    // Exactly a window apart is two windows.
    expect(mostWithin([0, 1_000, 2_000], 1_000)).toBe(1);
    expect(mostWithin([2_000, 0, 1_999], 1_000)).toBe(2);
  });

  it("that went out together are one round trip, and those that waited for an answer the next", () => {
    expect(roundTrips([], 60)).toBe(0);
    expect(roundTrips([3, 5, 9], 60)).toBe(1);
    expect(roundTrips([3, 5, 90, 91, 180], 60)).toBe(3);
  });
});
