import { Redis } from "ioredis";
import { ConfigError, describeError, StorageAway } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import { answeredWithin } from "../core/patience.ts";

const CONNECT_MS = 5_000;
/** A Redis that hangs must not hang the bot. */
const ANSWER_MS = 2_000;
const LOOK_EVERY_MS = 500;
/** After this long without a word the connection itself may be dead, although nobody has closed it. */
const SILENT_MS = 5_000;
/** A look that took longer than this says little of what Redis's clock shows. */
const EXACT_MS = 500;

/** A connection to Redis that knows whether Redis answers. */
export interface RedisLine {
  readonly redis: Redis;
  /**
   * What `command` answers. While Redis does not answer, nothing is asked of it and nobody waits.
   * @throws {StorageAway}
   */
  ask<T>(command: () => Promise<T>): Promise<T>;
  /** Until when (epoch ms on Redis's clock) somebody waits for what is asked now; empty while that clock is not known. */
  latestMs(): number | "";
  /** What Redis's clock shows (epoch ms), to half a second; this machine's while that is not known. */
  nowMs(): number;
  close(): void;
}

/**
 * Connects once, or says what is wrong; afterwards comes back by itself. What is asked meanwhile fails at once, and
 * nothing is asked a second time by itself: whoever asked decides.
 * @throws {ConfigError} where Redis cannot be reached or does not let us in
 */
export async function openRedisLine(url: string, logger: Logger): Promise<RedisLine> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
    // After a failover the address may lead to the new master.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
  let lastError: unknown;
  redis.on("error", (error) => {
    lastError = error;
  });
  /** Redis's clock less ours, which never jumps. */
  let aheadMs: number | undefined;
  const look = async (): Promise<void> => {
    const askedMs = performance.now();
    const [seconds = 0, micros = 0] = await answeredWithin(ANSWER_MS, redis.time());
    const answeredMs = performance.now();
    if (answeredMs - askedMs < EXACT_MS)
      aheadMs = Number(seconds) * 1_000 + Number(micros) / 1_000 - answeredMs;
  };
  try {
    await redis.connect();
    await look();
  } catch (error) {
    redis.disconnect();
    // The URL is not repeated: it may hold a password.
    throw new ConfigError(
      `STORAGE_URL: Redis cannot be used: ${describeError(lastError ?? error)}. Check host, port, user and password, and that it runs.`,
    );
  }

  let awaySinceMs: number | undefined;
  let heardMs = performance.now();
  const isAway = (error: unknown): void => {
    if (awaySinceMs !== undefined) return;
    awaySinceMs = performance.now();
    logger.error("redis does not answer: nothing can be recorded until it does", {
      error: describeError(error),
    });
  };
  const isBack = (): void => {
    heardMs = performance.now();
    if (awaySinceMs === undefined) return;
    logger.info("redis answers again", { afterMs: Math.round(heardMs - awaySinceMs) });
    awaySinceMs = undefined;
  };
  let isLooking = false;
  const timer = setInterval(async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
      isBack();
    } catch (error) {
      isAway(lastError ?? error);
      if (redis.status === "ready" && performance.now() - heardMs > SILENT_MS) {
        heardMs = performance.now();
        redis.disconnect(true);
      }
    }
    isLooking = false;
  }, LOOK_EVERY_MS).unref();

  return {
    redis,
    async ask(command) {
      if (awaySinceMs !== undefined) throw new StorageAway("Redis does not answer.");
      try {
        return await answeredWithin(ANSWER_MS, command());
      } catch (error) {
        // What Redis refuses (it is full, it cannot save) it has answered.
        if (!(error instanceof Error && error.name === "ReplyError")) isAway(error);
        throw new StorageAway(describeError(error), { cause: error });
      }
    },
    latestMs: () => (aheadMs === undefined ? "" : performance.now() + aheadMs + ANSWER_MS),
    nowMs: () => (aheadMs === undefined ? Date.now() : performance.now() + aheadMs),
    close() {
      clearInterval(timer);
      redis.disconnect();
    },
  };
}
