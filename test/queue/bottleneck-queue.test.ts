import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PlatformError, type PlatformErrorKind } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { type CallQueueOptions, createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import type { ApiLimit, LimitWindow } from "../../src/queue/queue.ts";
import { mostInAnyWindow, passTimeUntil } from "./trace.ts";

const limitOf = (...windows: LimitWindow[]): ApiLimit => ({ windows, priority: "asking" });
const FIVE_A_SECOND = limitOf({ calls: 5, perMs: 1000 });
const SHORT_AND_LONG: readonly LimitWindow[] = [
  { calls: 10, perMs: 1000 },
  { calls: 40, perMs: 5000 },
];

const queueFor = (limits: Record<string, ApiLimit>, options: Partial<CallQueueOptions> = {}) =>
  createCallQueue({ limits, logger: silentLogger, random: () => 0.5, maxWaitMs: 600_000, ...options });

const failure = (kind: PlatformErrorKind, retryAfterMs?: number) =>
  new PlatformError(kind, `it was ${kind}`, retryAfterMs === undefined ? {} : { retryAfterMs });

/** A call that notes when it really starts and takes `latencyMs`. */
const traced =
  (starts: number[], latencyMs = 0) =>
  async () => {
    starts.push(Date.now());
    if (latencyMs) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  };

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the limits of an API", () => {
  it("hold in every sliding window for a burst from idle and under saturation, and are used up", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 50, perMs: 1000 }) });
    const starts: number[] = [];
    await vi.advanceTimersByTimeAsync(730);
    const began = Date.now();
    await passTimeUntil(Promise.all(times(500, () => queue.run("busy", traced(starts)))), 1);
    expect(starts).toHaveLength(500);
    expect(mostInAnyWindow(starts, 1000)).toBe(50);
    expect(Date.now() - began).toBeLessThan(9 * 1100);
    await queue.stop();
  });

  it("hold for both windows of an API that has two, whichever is listed first", async () => {
    for (const windows of [SHORT_AND_LONG, SHORT_AND_LONG.toReversed()]) {
      const queue = queueFor({ busy: limitOf(...windows) });
      const starts: number[] = [];
      await passTimeUntil(Promise.all(times(130, () => queue.run("busy", traced(starts)))), 5);
      expect(starts).toHaveLength(130);
      expect(mostInAnyWindow(starts, 1000)).toBe(10);
      expect(mostInAnyWindow(starts, 5000)).toBe(40);
      await queue.stop();
    }
  });

  it("hold when calls arrive in waves timed to the window's edge", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const starts: number[] = [];
    const calls: Promise<void>[] = [];
    for (const pauseMs of [990, 20, 985, 30, 1000, 1, 999, 500]) {
      calls.push(...times(5, () => queue.run("busy", traced(starts))));
      await vi.advanceTimersByTimeAsync(pauseMs);
    }
    await passTimeUntil(Promise.all(calls));
    expect(starts).toHaveLength(40);
    expect(mostInAnyWindow(starts, 1000)).toBe(5);
    await queue.stop();
  });

  it("hold when calls are slow, without counting the slowness against the limit", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const starts: number[] = [];
    // How long an answer takes is known by then.
    await passTimeUntil(Promise.all(times(6, () => queue.run("busy", traced(starts, 3000)))), 5);
    await vi.advanceTimersByTimeAsync(2_000);
    const began = Date.now();
    await passTimeUntil(Promise.all(times(20, () => queue.run("busy", traced(starts, 3000)))), 5);
    expect(mostInAnyWindow(starts, 1000)).toBe(5);
    expect(Date.now() - began).toBeLessThan(3 * 1150 + 3100);
    await queue.stop();
  });

  it("hold as the vendor counts, where a first burst arrives later than the next", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const arrivals: number[] = [];
    const arrivesAfter = (ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      arrivals.push(Date.now());
    };
    await passTimeUntil(
      Promise.all(times(10, (index) => queue.run("busy", arrivesAfter(index < 5 ? 90 : 1)))),
      1,
    );
    expect(mostInAnyWindow(arrivals, 1000)).toBe(5);
    await queue.stop();
  });

  it("hold when the event loop stalls and every timer is late", async () => {
    vi.useRealTimers();
    const queue = queueFor({ busy: limitOf({ calls: 10, perMs: 200 }) });
    const starts: number[] = [];
    const stall = setInterval(() => {
      const until = performance.now() + 90;
      while (performance.now() < until);
    }, 130);
    const call = async () => {
      starts.push(performance.now());
    };
    await Promise.all(times(60, () => queue.run("busy", call)));
    clearInterval(stall);
    expect(starts).toHaveLength(60);
    expect(mostInAnyWindow(starts, 200)).toBeLessThanOrEqual(10);
    await queue.stop();
  });

  it("are counted for each API alone", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND, list: FIVE_A_SECOND });
    const starts: number[] = [];
    const began = Date.now();
    const both = times(5, () => [queue.run("busy", traced(starts)), queue.run("list", traced(starts))]);
    await passTimeUntil(Promise.all(both.flat()), 1);
    expect(Math.max(...starts) - began).toBeLessThan(500);
    await queue.stop();
  });

  it("may be none at all", async () => {
    const queue = queueFor({ free: limitOf() });
    await expect(queue.run("free", async () => "answer")).resolves.toBe("answer");
    await queue.stop();
  });

  it("must be listed: an unknown API is a mistake in the program, and is named", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    await expect(queue.run("buzy", async () => 1)).rejects.toThrow(/"buzy".*table/);
    await expect(queue.run("toString", async () => 1)).rejects.toThrow(RangeError);
  });

  it("let tokens come back after calls that fail", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 1000 }) });
    const refused = async () => {
      throw failure("refused");
    };
    for (const _ of times(3, Number)) {
      await expect(passTimeUntil(queue.run("busy", refused))).rejects.toThrow("it was refused");
    }
    await expect(passTimeUntil(queue.run("busy", async () => "still open"))).resolves.toBe("still open");
    await queue.stop();
  });

  it("let a call that throws before it returns a promise fail as any other", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const broken = () => {
      throw new TypeError("broken");
    };
    await expect(passTimeUntil(queue.run("busy", broken))).rejects.toThrow("broken");
    await queue.stop();
  });
});

describe("a retried call", () => {
  it("queues again: a hundred that fail once never pass by the limit", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 50, perMs: 1000 }) }, { random: Math.random });
    const starts: number[] = [];
    const failsOnce = () => {
      let isFirst = true;
      return async () => {
        starts.push(Date.now());
        if (!isFirst) return;
        isFirst = false;
        throw failure("throttled");
      };
    };
    await passTimeUntil(Promise.all(times(100, () => queue.run("busy", failsOnce()))), 5);
    expect(starts).toHaveLength(200);
    expect(mostInAnyWindow(starts, 1000)).toBeLessThanOrEqual(50);
    await queue.stop();
  });

  it("waits at least as long as the vendor asks", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND }, { random: () => 0 });
    const starts: number[] = [];
    const call = async () => {
      starts.push(Date.now());
      if (starts.length === 1) throw failure("throttled", 7000);
      return "answer";
    };
    await expect(passTimeUntil(queue.run("busy", call), 1)).resolves.toBe("answer");
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(7000);
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeLessThan(7100);
    await queue.stop();
  });

  it("is made a bounded number of times, and the last error is what the caller gets", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND }, { maxAttempts: 3 });
    const call = vi.fn(async () => {
      throw new PlatformError("throttled", `attempt ${call.mock.calls.length}`);
    });
    await expect(passTimeUntil(queue.run("busy", call))).rejects.toThrow("attempt 3");
    expect(call).toHaveBeenCalledTimes(3);
    await queue.stop();
  });

  it("that may have had its effect is repeated only where that does no harm", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const unanswered = vi.fn(async () => {
      throw failure("unknown");
    });
    await expect(passTimeUntil(queue.run("busy", unanswered))).rejects.toThrow("it was unknown");
    expect(unanswered).toHaveBeenCalledTimes(1);
    await expect(passTimeUntil(queue.run("busy", unanswered, { repeatable: true }))).rejects.toThrow();
    expect(unanswered).toHaveBeenCalledTimes(1 + 5);
    await queue.stop();
  });
});

describe("a caller that leaves", () => {
  it("is out of the queue at once, with its own reason, and its call is never made", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 1000 }) });
    await passTimeUntil(queue.run("busy", async () => {}));
    const leaving = new AbortController();
    const call = vi.fn(async () => {});
    const left = queue.run("busy", call, { signal: leaving.signal });
    const stays = queue.run("busy", async () => Date.now());
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort(new Error("the person asked something else"));
    await expect(left).rejects.toThrow("the person asked something else");
    const startedAt = await passTimeUntil(stays, 1);
    expect(call).not.toHaveBeenCalled();
    expect(startedAt).toBeLessThanOrEqual(Date.now());
    await queue.stop();
  });

  it("costs the others no token, in either window", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 2, perMs: 1000 }, { calls: 4, perMs: 60_000 }) });
    const starts: number[] = [];
    await passTimeUntil(Promise.all(times(2, () => queue.run("busy", traced(starts)))), 1);
    const leaving = new AbortController();
    const left = times(20, () => queue.run("busy", traced(starts), { signal: leaving.signal }));
    const gone = Promise.allSettled(left);
    const stay = Promise.all(times(2, () => queue.run("busy", traced(starts))));
    leaving.abort();
    expect((await gone).every(({ status }) => status === "rejected")).toBe(true);
    const began = Date.now();
    await passTimeUntil(stay, 1);
    expect(Date.now() - began).toBeLessThan(1300);
    expect(starts).toHaveLength(4);
    await queue.stop();
  });

  it("may have asked for many things at once without a warning of Node's", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const warned = vi.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    await passTimeUntil(Promise.all(times(40, () => queue.run("busy", async () => {}, { signal }))));
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
    await queue.stop();
  });

  it("before it came is not let in", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const call = vi.fn(async () => {});
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(queue.run("busy", call, { signal })).rejects.toThrow("too late");
    await vi.advanceTimersByTimeAsync(5000);
    expect(call).not.toHaveBeenCalled();
  });

  it("between two attempts is let go at once", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const leaving = new AbortController();
    const call = vi.fn(async () => {
      throw failure("throttled", 30_000);
    });
    const left = queue.run("busy", call, { signal: leaving.signal });
    const outcome = expect(left).rejects.toThrow("gone");
    await vi.advanceTimersByTimeAsync(1000);
    leaving.abort(new Error("gone"));
    await outcome;
    expect(call).toHaveBeenCalledTimes(1);
    await queue.stop();
  });

  it("while its call runs tells the call, and the call is not made again", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const leaving = new AbortController();
    const call = vi.fn(
      (signal: AbortSignal) =>
        new Promise<void>((_, reject) => {
          signal.addEventListener("abort", () => reject(failure("unknown")));
        }),
    );
    const left = queue.run("busy", call, { signal: leaving.signal, repeatable: true });
    const outcome = expect(left).rejects.toThrow("it was unknown");
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort();
    await outcome;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call).toHaveBeenCalledTimes(1);
    await queue.stop();
  });
});

describe("a turn that does not come", () => {
  it("is given up after a while as throttled, so that nothing waits for ever", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 3_600_000 }) }, { maxWaitMs: 30_000 });
    await passTimeUntil(queue.run("busy", async () => {}));
    const call = vi.fn(async () => {});
    const began = Date.now();
    const late = expect(queue.run("busy", call)).rejects.toMatchObject({ kind: "throttled" });
    await passTimeUntil(late, 10);
    expect(Date.now() - began).toBeLessThanOrEqual(30_020);
    expect(call).not.toHaveBeenCalled();
    await queue.stop();
  });

  it("is not asked for a second time", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 45_000 }) }, { maxWaitMs: 30_000 });
    await passTimeUntil(queue.run("busy", async () => {}));
    const late = queue.run("busy", async () => {});
    const began = Date.now();
    await expect(passTimeUntil(late)).rejects.toThrow(/waited 30 s/);
    expect(Date.now() - began).toBeLessThan(31_000);
    await queue.stop();
  });
});

describe("a queue that stops", () => {
  it("sends away what waits, lets what runs finish, and leaves no timer behind", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 60_000 }), other: FIVE_A_SECOND });
    const runs = queue.run("busy", async () => {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return "finished";
    });
    await vi.advanceTimersByTimeAsync(100);
    const waits = expect(queue.run("busy", async () => {})).rejects.toMatchObject({ kind: "unreachable" });
    const backsOff = expect(
      queue.run("other", async () => {
        throw failure("throttled", 30_000);
      }),
    ).rejects.toThrow(/stopped/);
    await vi.advanceTimersByTimeAsync(100);
    const stops = queue.stop();
    await Promise.all([waits, backsOff]);
    await expect(passTimeUntil(runs)).resolves.toBe("finished");
    await passTimeUntil(stops);
    await vi.advanceTimersByTimeAsync(50);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves no timer behind for a call that ends with it", async () => {
    const queue = queueFor({ busy: limitOf({ calls: 1, perMs: 60_000 }) });
    const runs = queue.run("busy", () => new Promise((resolve) => setTimeout(resolve, 50)));
    await vi.advanceTimersByTimeAsync(20);
    const stops = queue.stop();
    await passTimeUntil(Promise.all([runs, stops]), 10);
    await vi.advanceTimersByTimeAsync(50);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may be stopped twice, and says so to whoever comes later", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    await Promise.all([queue.stop(), queue.stop()]);
    await queue.stop();
    const call = vi.fn(async () => {});
    await expect(queue.run("busy", call)).rejects.toThrow(/stopped.*not made/);
    expect(call).not.toHaveBeenCalled();
  });

  it("does not make again what fails meanwhile", async () => {
    const queue = queueFor({ busy: FIVE_A_SECOND });
    const call = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      throw failure("throttled");
    });
    const fails = expect(queue.run("busy", call)).rejects.toThrow("it was throttled");
    await vi.advanceTimersByTimeAsync(100);
    const stops = queue.stop();
    await passTimeUntil(Promise.all([fails, stops]));
    expect(call).toHaveBeenCalledTimes(1);
  });
});
