import { describe, expect, it } from "vitest";
import { nextLook } from "../../src/bot/follow-up/look-times.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** All looks of a request that is made at 0, in minutes. */
function looks(startMs: number): number[] {
  const times: number[] = [];
  for (let nowMs: number | undefined = 0; nowMs !== undefined; ) {
    nowMs = nextLook({ sinceMs: 0, startMs, nowMs });
    if (nowMs !== undefined) times.push(nowMs / MINUTE_MS);
  }
  return times;
}

describe("looks whether somebody has approved", () => {
  it("come soon, then once a day, and an hour before the meeting", () => {
    expect(looks(3 * DAY_MS)).toEqual([10, 60, 240, 24 * 60, 2 * 24 * 60, 3 * 24 * 60 - 60]);
  });
  it("are few where the meeting is soon", () => {
    expect(looks(2 * HOUR_MS)).toEqual([10, 60]);
    expect(looks(90 * MINUTE_MS)).toEqual([10, 30, 60]);
    expect(looks(5 * MINUTE_MS)).toEqual([]);
  });
});
