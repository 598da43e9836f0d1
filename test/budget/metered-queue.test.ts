import { expect, it } from "vitest";
import { metered } from "../../src/budget/metered-queue.ts";
import { PlatformError } from "../../src/core/errors.ts";
import type { CallQueue } from "../../src/queue/queue.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";

const HOUR_MS = 60 * 60_000;
const USED_UP = new PlatformError("quota", "The month is used up.");

/** `turn` is what a call waits for before it is made. */
function open(turn: () => Promise<void> = async () => {}) {
  const clock = new MovableClock(0);
  const counted: string[] = [];
  const plain: CallQueue = {
    run: async (_api, call) => {
      await turn();
      return await call(new AbortController().signal);
    },
    stop: async () => {},
  };
  const queue = metered(plain, {
    countedAs: (api) => (api === "free" ? undefined : "calls"),
    count: { count: (what) => void counted.push(what) },
    clock,
  });
  let calls = 0;
  const call = (api: string, error?: Error) =>
    queue.run(api, async () => {
      calls += 1;
      if (error) throw error;
      return "done";
    });
  return { clock, counted, call, calls: () => calls };
}

it("counts what the vendor counts: not what is free, what was throttled, nor what did not arrive", async () => {
  const { call, counted } = open();
  await call("rooms");
  await call("free");
  await expect(call("rooms", new PlatformError("refused", "no"))).rejects.toThrow("no");
  await expect(call("rooms", new PlatformError("throttled", "slower"))).rejects.toThrow("slower");
  await expect(call("rooms", new PlatformError("unreachable", "gone"))).rejects.toThrow("gone");
  expect(counted).toHaveLength(2);
});

it("stops asking when the vendor says that the month is used up, but for one try an hour", async () => {
  const { call, calls, clock } = open();
  await expect(call("rooms", USED_UP)).rejects.toBe(USED_UP);
  await expect(call("events")).rejects.toBe(USED_UP);
  expect(calls()).toBe(1);
  expect(await call("free")).toBe("done");
  clock.advance(HOUR_MS);
  await expect(call("events", USED_UP)).rejects.toBe(USED_UP);
  await expect(call("rooms")).rejects.toBe(USED_UP);
  expect(calls()).toBe(3);
  clock.advance(HOUR_MS);
  expect(await call("rooms")).toBe("done");
  expect(await call("events")).toBe("done");
});

it("also stops what waits for its turn when the vendor says so, but for the first of each hour", async () => {
  const turns: (() => void)[] = [];
  const { call, calls, clock } = open(() => new Promise((resolve) => turns.push(resolve)));
  const goOn = () => {
    for (const go of turns.splice(0)) go();
  };
  const three = () => Promise.allSettled([call("rooms", USED_UP), call("events"), call("events")]);
  const refusedAll = Array.from({ length: 3 }, () => ({ status: "rejected", reason: USED_UP }));

  const before = three();
  turns.shift()?.();
  await new Promise(setImmediate);
  goOn();
  expect(await before).toEqual(refusedAll);
  expect(calls()).toBe(1);

  clock.advance(HOUR_MS);
  const after = three();
  goOn();
  expect(await after).toEqual(refusedAll);
  expect(calls()).toBe(2);
});
