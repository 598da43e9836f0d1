import { expect, it } from "vitest";
import { FollowUps } from "../../src/bot/follow-up/follow-ups.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

it("a look that breaks over and over is taken ever later, once a day at last, and soon again after a good one", async () => {
  const clock = new MovableClock(Date.parse("2026-03-11T10:00:00+08:00"));
  const followUps = new FollowUps(createMemoryStorage(clock), clock, "somewhere");
  const minutesUntilDue = async (): Promise<number> => {
    await followUps.lookAfterFailure("e1");
    let minutes = 0;
    for (; (await followUps.due()).length === 0; minutes += 1) clock.advance(MINUTE_MS);
    return minutes;
  };
  const waits: number[] = [];
  for (let times = 0; times < 10; times += 1) waits.push(await minutesUntilDue());
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, DAY_MS / MINUTE_MS, DAY_MS / MINUTE_MS]);
  await followUps.lookNext("e1", clock.now());
  expect(await followUps.due()).toEqual(["e1"]);
  expect(await minutesUntilDue()).toBe(10);
});
