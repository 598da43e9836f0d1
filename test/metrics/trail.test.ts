import { expect, it } from "vitest";
import { PlatformError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { currentTrail, onTrail, Trail } from "../../src/core/trail.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import { type CallWatch, watched } from "../../src/queue/watched.ts";

it("divides a message's time between the vendor, the queue and ourselves, and counts what is side by side once", () => {
  let nowMs = 1_000;
  const trail = new Trail("m", () => nowMs);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  pass(10);
  const leaveQueue = trail.enter("queue");
  pass(100);
  const leaveFirst = trail.enter("vendor");
  leaveQueue();
  pass(50);
  const leaveSecond = trail.enter("vendor");
  pass(50);
  leaveFirst();
  leaveFirst();
  pass(50);
  leaveSecond();
  pass(5);
  expect(trail.breakdown()).toEqual({ tookMs: 265, vendorMs: 150, queueMs: 100, ownMs: 15, calls: 2 });
});

it("tells of every try of a call, and keeps each call on the trail of its own message", async () => {
  const limits = { look: { windows: [{ calls: 50, perMs: 1_000 }], priority: "asking" } } as const;
  const tries: { api: string; failed: boolean }[] = [];
  let waiting = 0;
  const watch: CallWatch = {
    waiting: (_api, by) => {
      waiting += by;
    },
    called: (api, call) => tries.push({ api, failed: "error" in call }),
  };
  const queue = watched(createCallQueue({ limits, logger: silentLogger, random: () => 0 }), watch);
  const seen: (string | undefined)[] = [];
  const ask = (id: string, failures: number) => {
    let left = failures;
    return onTrail(new Trail(id), () =>
      queue.run("look", async () => {
        seen.push(currentTrail()?.id);
        if (left-- > 0) throw new PlatformError("throttled", "slow down");
        return id;
      }),
    );
  };
  expect(await Promise.all([ask("a", 1), ask("b", 0), ask("c", 0)])).toEqual(["a", "b", "c"]);
  expect(seen.toSorted()).toEqual(["a", "a", "b", "c"]);
  expect(tries.filter(({ failed }) => failed)).toHaveLength(1);
  expect(tries).toHaveLength(4);
  expect(waiting).toBe(0);
  await queue.stop();
  await expect(ask("late", 0)).rejects.toThrow(/stopped/);
  expect(waiting).toBe(0);
});
