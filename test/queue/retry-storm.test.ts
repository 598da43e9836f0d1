import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PlatformError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import { mostInAnyWindow, passTimeUntil } from "./trace.ts";

const CALLERS = 200;
const LIMIT = { calls: 20, perMs: 1000 };
const MAX_WAIT_MS = 8_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("two hundred calls to a vendor that throttles everything", () => {
  it("never pass the limit, are tried at most five times each, and all end as throttled", async () => {
    const queue = createCallQueue({
      limits: { busy: { windows: [LIMIT], priority: "asking" } },
      logger: silentLogger,
      random: () => 0.5,
      maxWaitMs: MAX_WAIT_MS,
    });
    const starts: number[] = [];
    const tries = new Map<number, number>();
    const ask = (caller: number) =>
      queue.run("busy", async () => {
        starts.push(Date.now());
        tries.set(caller, (tries.get(caller) ?? 0) + 1);
        throw new PlatformError("throttled", "too many calls");
      });
    const outcomes = await passTimeUntil(
      Promise.allSettled(Array.from({ length: CALLERS }, (_, caller) => ask(caller))),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: "rejected", reason: { kind: "throttled" } });
    expect(mostInAnyWindow(starts, LIMIT.perMs)).toBe(LIMIT.calls);
    expect(Math.max(...tries.values())).toBeLessThanOrEqual(5);
    await queue.stop();
  });
});
