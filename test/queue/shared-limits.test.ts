import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import type { LimitWindow } from "../../src/queue/queue.ts";
import { createRedisLimits } from "../../src/queue/redis-limits.ts";
import { noRedis, startRedis, useRedis } from "../helpers/redis.ts";
import { mostInAnyWindow } from "./trace.ts";

const PROCESSES = 3;
const SHORT: LimitWindow = { calls: 30, perMs: 300 };
const LONG: LimitWindow = { calls: 90, perMs: 1_500 };

/** Several processes' queues on one Redis, all calling one API as fast as they may. */
async function callersOn(url: string, windows: readonly LimitWindow[]) {
  const app = randomUUID();
  const callers = await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      const shared = await createRedisLimits(url, app, silentLogger);
      const limits = { busy: { windows, priority: "asking" as const } };
      const queue = createCallQueue({ limits, logger: silentLogger, maxWaitMs: 60_000, shared });
      return { queue, shared };
    }),
  );
  // Everybody has counted everybody.
  await expect
    .poll(() => callers.map(({ shared }) => shared.sharers()), { timeout: 10_000 })
    .toEqual([3, 3, 3]);
  const starts: number[] = [];
  let isOver = false;
  const call = async () => {
    starts.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const work = callers.flatMap(({ queue }) =>
    Array.from({ length: SHORT.calls }, async () => {
      while (!isOver) await queue.run("busy", call).catch(() => {});
    }),
  );
  return {
    starts,
    async end() {
      isOver = true;
      await Promise.all(callers.map(({ queue }) => queue.stop()));
      await Promise.all(work);
      await Promise.all(callers.map(({ shared }) => shared.close()));
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(noRedis)(`limits shared by several processes${noRedis ? ` (${noRedis})` : ""}`, () => {
  const { url } = useRedis();

  it("are never exceeded together, and are used", async () => {
    const { starts, end } = await callersOn(url(), [SHORT]);
    await pause(3_000);
    await end();
    expect(mostInAnyWindow(starts, SHORT.perMs)).toBeLessThanOrEqual(SHORT.calls);
    // Of ten windows; a loaded machine wakes its sleepers late.
    expect(starts.length).toBeGreaterThan(7 * SHORT.calls);
  });

  it("hold for a short and a long window", async () => {
    const { starts, end } = await callersOn(url(), [SHORT, LONG]);
    await pause(3_200);
    await end();
    expect(mostInAnyWindow(starts, SHORT.perMs)).toBeLessThanOrEqual(SHORT.calls);
    expect(mostInAnyWindow(starts, LONG.perMs)).toBeLessThanOrEqual(LONG.calls);
    expect(starts.length).toBeGreaterThan(1.5 * LONG.calls);
  });

  it("leave room for the calls of a process that died, which may be on their way still", async () => {
    const app = randomUUID();
    const [dying, other] = await Promise.all([
      createRedisLimits(url(), app, silentLogger),
      createRedisLimits(url(), app, silentLogger),
    ]);
    const permits = Array.from({ length: SHORT.calls }, () => randomUUID());
    const taken = await Promise.all(permits.map((permit) => dying.take("busy", permit, [SHORT])));
    expect(taken.every((waitMs) => waitMs === 0)).toBe(true);
    const [heardOf = ""] = permits;
    await dying.counted("busy", heardOf, [SHORT]);
    await dying.close();
    await pause(SHORT.perMs + 150);
    const ask = () => other.take("busy", randomUUID(), [SHORT]);
    expect(await ask(), "the vendor had answered that one").toBe(0);
    const waitMs = await ask();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs, "nobody sleeps through it").toBeLessThanOrEqual(SHORT.perMs + 10);
    await expect.poll(ask, { timeout: 5_000, interval: 50 }).toBe(0);
    await other.close();
  });

  it("stay shared where a process was itself held up", async () => {
    const shared = await createRedisLimits(url(), randomUUID(), silentLogger);
    const permit = shared.take("busy", randomUUID(), [SHORT]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    expect(await permit).toBe(0);
    expect(shared.upSinceMs()).toBeDefined();
    await shared.close();
  });

  it("are shared again over a new connection where the old one died without a word", async () => {
    const open: Socket[] = [];
    const address = createServer((near) => {
      const far = connect(Number(new URL(url()).port), "127.0.0.1");
      open.push(near, far);
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(address, "listening");
    const { port } = address.address() as AddressInfo;
    const shared = await createRedisLimits(`redis://127.0.0.1:${port}/0`, randomUUID(), silentLogger);
    for (const socket of open.splice(0)) {
      socket.unpipe();
      socket.resume();
    }
    const ask = () => shared.take("busy", randomUUID(), [SHORT]).catch(() => "away");
    expect(await ask()).toBe("away");
    await expect.poll(ask, { timeout: 15_000, interval: 250 }).toBe(0);
    await shared.close();
    for (const socket of open) socket.destroy();
    address.close();
  }, 25_000);

  it("follow their address to another primary, once this one is a replica", async () => {
    const [first, second] = [await startRedis(), await startRedis()];
    let target = Number(new URL(first.url).port);
    const address = createServer((near) => {
      const far = connect(target, "127.0.0.1");
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(address, "listening");
    const { port } = address.address() as AddressInfo;
    const shared = await createRedisLimits(`redis://127.0.0.1:${port}/0`, randomUUID(), silentLogger);
    expect(await shared.take("busy", randomUUID(), [SHORT])).toBe(0);
    target = Number(new URL(second.url).port);
    const admin = new Redis(first.url);
    await admin.call("REPLICAOF", "127.0.0.1", "1");
    await expect(shared.take("busy", randomUUID(), [SHORT])).rejects.toThrow(/READONLY/);
    await expect
      .poll(() => shared.take("busy", randomUUID(), [SHORT]).catch(() => "away"), { timeout: 10_000 })
      .toBe(0);
    admin.disconnect();
    await shared.close();
    address.close();
    await first.stop();
    await second.stop();
  }, 20_000);

  it.each(["SIGKILL", "SIGSTOP"] as const)(
    "are kept in shares while Redis is gone (%s), and wholly again afterwards",
    async (signal) => {
      const redis = await startRedis();
      const { starts, end } = await callersOn(redis.url, [SHORT]);
      await pause(600);
      const goneAt = performance.now();
      redis.process.kill(signal);
      await pause(1_800);
      const during = starts.filter((ms) => ms > goneAt).length;
      let back = redis;
      if (signal === "SIGSTOP") redis.process.kill("SIGCONT");
      else back = await startRedis([], Number(new URL(redis.url).port));
      const backAt = performance.now();
      await pause(2_400);
      await end();
      await back.stop();
      if (back !== redis) await redis.stop();
      expect(mostInAnyWindow(starts, SHORT.perMs)).toBeLessThanOrEqual(SHORT.calls);
      expect(during, "while Redis is gone").toBeGreaterThan(SHORT.calls);
      const after = starts.filter((ms) => ms > backAt + 1_200).length;
      expect(after, "after it came back").toBeGreaterThan(2 * SHORT.calls);
    },
    15_000,
  );
});
