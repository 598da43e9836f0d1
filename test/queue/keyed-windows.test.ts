import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { onTrail, Trail } from "../../src/core/trail.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import { createKeyedWindows } from "../../src/queue/keyed-windows.ts";
import type { ApiLimit } from "../../src/queue/queue.ts";
import { mostInAnyWindow, passTimeUntil } from "./trace.ts";

const FIVE_A_SECOND = [{ calls: 5, perMs: 1000 }];
const SENDS: ApiLimit = {
  windows: [{ calls: 50, perMs: 1000 }],
  priority: "booking",
  perKey: FIVE_A_SECOND,
};
const STAYS = new AbortController().signal;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const openQueue = (limits: Record<string, ApiLimit>, maxWaitMs = 600_000) =>
  createCallQueue({ limits, logger: silentLogger, maxWaitMs });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the limits to one chat", () => {
  it("hold over all the APIs that name it, as the vendor counts, and let other chats go on", async () => {
    const queue = openQueue({ reply: SENDS, create: SENDS });
    const arrivals: Record<string, number[]> = { loud: [], calm: [] };
    const send = (api: string, chat: string, index: number) =>
      queue.run(
        api,
        async () => {
          await new Promise((resolve) => setTimeout(resolve, index % 2 ? 300 : 5));
          arrivals[chat]?.push(Date.now());
        },
        { within: chat },
      );
    const began = Date.now();
    const loud = Promise.all(times(22, (index) => send(index % 3 ? "reply" : "create", "loud", index)));
    const calm = Promise.all(times(5, (index) => send("reply", "calm", index)));
    await passTimeUntil(calm, 5);
    expect(Date.now() - began).toBeLessThan(400);
    await passTimeUntil(loud, 5);
    expect(arrivals.loud).toHaveLength(22);
    expect(mostInAnyWindow(arrivals.loud ?? [], 1000)).toBeLessThanOrEqual(5);
    expect(Date.now() - began).toBeLessThan(4 * 1400 + 400);
    await queue.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are not spent by what did not wait to the end, and make nothing wait longer than it may", async () => {
    const queue = openQueue({ reply: { ...SENDS, perKey: [{ calls: 1, perMs: 45_000 }] } }, 30_000);
    const sent = vi.fn(async () => {});
    await passTimeUntil(queue.run("reply", sent, { within: "a" }));
    await expect(passTimeUntil(queue.run("reply", sent, { within: "a" }))).rejects.toThrow(/waited 30 s/);
    await passTimeUntil(queue.run("reply", sent, { within: "a" }));
    expect(sent).toHaveBeenCalledTimes(2);
    await queue.stop();
  });

  it("give back the place of a call that left the API's own queue", async () => {
    const queue = openQueue({ reply: { ...SENDS, windows: [{ calls: 1, perMs: 2_000 }] } });
    await passTimeUntil(queue.run("reply", async () => {}, { within: "other" }));
    const leaving = new AbortController();
    const left = times(5, () => queue.run("reply", async () => {}, { within: "a", signal: leaving.signal }));
    const gone = Promise.allSettled(left);
    await vi.advanceTimersByTimeAsync(10);
    leaving.abort(new Error("left"));
    await gone;
    const began = Date.now();
    await passTimeUntil(
      queue.run("reply", async () => {}, { within: "a" }),
      5,
    );
    expect(Date.now() - began).toBeLessThan(2_100);
    await queue.stop();
  });

  it("leave nothing behind of a thousand chats that are silent again", async () => {
    const windows = createKeyedWindows();
    for (const index of times(1_000, Number)) {
      const place = await windows.enter(`chat:${index}`, FIVE_A_SECOND, STAYS);
      if (index % 2) place.counted();
      else place.unused();
    }
    expect(windows.size).toBe(500);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(windows.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("makes nobody wait for all of another person's forty calls", async () => {
  const queue = openQueue({ asking: { windows: FIVE_A_SECOND, priority: "asking" } });
  const order: string[] = [];
  const ask = (whose: string, count: number) => {
    const trail = new Trail(`${whose}:message`);
    trail.whose = whose;
    return onTrail(trail, () =>
      Promise.all(times(count, () => queue.run("asking", async () => void order.push(whose)))),
    );
  };
  const many = ask("an", 40);
  await vi.advanceTimersByTimeAsync(100);
  const began = Date.now();
  await passTimeUntil(ask("bo", 2), 5);
  expect(Date.now() - began).toBeLessThan(1_000);
  expect(order.slice(5, 9)).toEqual(["an", "bo", "an", "bo"]);
  await passTimeUntil(many);
  expect(order).toHaveLength(42);
  await queue.stop();
});
