import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { ConfigError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { openStorage } from "../../src/storage/open.ts";
import { createRedisStorage } from "../../src/storage/redis.ts";
import { storageContract } from "../contract/storage.contract.ts";
import { noRedis, startRedis, useRedis } from "../helpers/redis.ts";

/** Nothing else happens in this process for so long. */
const holdUp = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

describe.skipIf(noRedis)(`redis${noRedis ? ` (${noRedis})` : ""}`, () => {
  const { url } = useRedis();
  const logger = silentLogger;

  storageContract("redis", (clock) =>
    createRedisStorage(url(), { logger, clock, namespace: `${randomUUID()}:` }),
  );

  it("ends lives by its own time, and gives their space back by itself", async () => {
    const namespace = `${randomUUID()}:`;
    const storage = await createRedisStorage(url(), { logger, namespace });
    await storage.write([
      { key: "short", value: 1, ttlMs: 30 },
      { key: "long", value: 1, ttlMs: 60_000 },
    ]);
    await storage.increment("count", 60_000);
    const redis = new Redis(url());
    const keys = await redis.keys(`freeroom:1:${namespace}*`);
    for (const key of keys) expect(await redis.pttl(key), key).toBeGreaterThan(0);
    await expect.poll(() => storage.get("short")).toBeUndefined();
    expect(await redis.keys(`freeroom:1:${namespace}short`)).toEqual([]);
    expect(await storage.list("")).toEqual([
      { key: "count", value: 1 },
      { key: "long", value: 1 },
    ]);
    redis.disconnect();
    await storage.close();
  });

  it("shows one instance what another wrote, and lets one of them win", async () => {
    const namespace = `${randomUUID()}:`;
    const instances = await Promise.all(
      [1, 2, 3, 4].map(() => createRedisStorage(url(), { logger, namespace })),
    );
    const won = await Promise.all(
      instances.map((storage, at) =>
        storage.write([{ key: "lease", value: at, ttlMs: 5_000 }], { key: "lease", is: undefined }),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    for (const storage of instances) expect(await storage.get("lease")).toBe(won.indexOf(true));
    for (const storage of instances) await storage.close();
  });

  it("is not taken to be away by a process that was itself held up", async () => {
    const storage = await createRedisStorage(url(), { logger, namespace: `${randomUUID()}:` });
    await storage.write([{ key: "key", value: 1, ttlMs: 60_000 }]);
    const answer = storage.get("key");
    holdUp(2_300);
    expect(await answer).toBe(1);
    expect(await storage.get("key")).toBe(1);
    await storage.close();
  });

  it("is what a redis: URL names", async () => {
    const storage = await openStorage(url(), { clock: systemClock, logger });
    await storage.write([{ key: "key", value: 1, ttlMs: 1_000 }]);
    expect(await storage.get("key")).toBe(1);
    await storage.close();
  });

  it("that is not there is said in words, without the password", async () => {
    const gone = await startRedis();
    await gone.stop();
    const secret = gone.url.replace("redis://", "redis://me:secret@");
    const error = await createRedisStorage(secret, { logger }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/^STORAGE_URL: Redis cannot be used/);
    expect((error as Error).message).not.toContain("secret");
  });

  it("that comes back is used again, and fails at once meanwhile", async () => {
    const first = await startRedis();
    const storage = await createRedisStorage(first.url, { logger });
    await storage.write([{ key: "key", value: 1 }]);
    await first.stop();
    await expect(storage.get("key")).rejects.toThrow();
    const second = await startRedis([], Number(new URL(first.url).port));
    await expect.poll(() => storage.get("key").catch(() => "gone"), { timeout: 8_000 }).toBeUndefined();
    await storage.close();
    await second.stop();
  });
});
