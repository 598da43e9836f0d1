import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import { answeredWithin } from "../core/patience.ts";
import type { LimitWindow } from "./queue.ts";
import type { SharedLimits } from "./shared-limits.ts";

const PREFIX = "freeroom:1:limit:";
/**
 * A permit counts from when its process tells that the vendor must have counted the call; where the process dies
 * before, from this long after it was taken: its call may still be on its way.
 */
const ON_ITS_WAY_MS = 2_000;
/** Clocks are read in whole milliseconds, and timers may fire a little early. */
const SLACK_MS = 5;
/** A call waits for Redis no longer than this: then this process goes by its own share. */
const ANSWER_MS = 500;
const PING_EVERY_MS = 250;
const BEAT_EVERY_MS = 1_000;
const DEAD_AFTER_MS = 15_000;
/** After this long without a word the connection itself may be dead, although nobody has closed it. */
const SILENT_MS = 5_000;

const NOW = "local time = redis.call('TIME') local now = time[1] * 1000 + time[2] / 1000";

/**
 * A sliding window per limit: a sorted set of permits by the ms at which they count, on Redis's time. KEYS: the
 * windows. ARGV: permit, ms until it counts, `ask` or `note`, then calls
 * and ms of each window. Answers ms to wait; 0 is taken. A call on its way may be counted at any moment.
 */
const TAKE = `${NOW}
local wait = 0
local asks = ARGV[3] == 'ask'
for at, key in ipairs(KEYS) do
  local calls, per = tonumber(ARGV[2 * at + 2]), tonumber(ARGV[2 * at + 3])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - per)
  local over = redis.call('ZCARD', key) - calls
  if over >= 0 then
    local first = redis.call('ZRANGE', key, over, over, 'WITHSCORES')[2]
    wait = math.max(wait, math.ceil(math.min(tonumber(first), now) + per - now), 1)
  end
end
if asks and wait > 0 then return wait end
for at, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + tonumber(ARGV[2]), ARGV[1])
  redis.call('PEXPIRE', key, tonumber(ARGV[2 * at + 3]) + tonumber(ARGV[2]) + 1000)
end
return 0`;

/** KEYS: the windows. ARGV: the permit. It counts from now. */
const COUNTED = `${NOW}
for _, key in ipairs(KEYS) do redis.call('ZADD', key, 'XX', 'LT', now, ARGV[1]) end
return 1`;

/** KEYS: the processes by their last beat. ARGV: this process, ms after which one is dead. Answers how many live. */
const BEAT = `${NOW}
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[2]) * 2)
return redis.call('ZCARD', KEYS[1])`;

/** KEYS: windows. ARGV: the ms of each. Answers how many permits are out in each. */
const USED = `${NOW}
local used = {}
for at, key in ipairs(KEYS) do used[at] = redis.call('ZCOUNT', key, now - tonumber(ARGV[at]), '+inf') end
return used`;

interface Scripted extends Redis {
  takePermit(keyCount: number, ...rest: (string | number)[]): Promise<number>;
  countPermit(keyCount: number, ...rest: (string | number)[]): Promise<number>;
  usedPermits(keyCount: number, ...rest: (string | number)[]): Promise<number[]>;
  beat(keyCount: number, ...rest: (string | number)[]): Promise<number>;
}

/**
 * Limits kept in Redis, for every process that names the same `app`. Connects by itself, comes back by itself, and
 * never makes a call wait for a Redis that does not answer.
 */
export async function createRedisLimits(url: string, app: string, logger: Logger): Promise<SharedLimits> {
  const me = randomUUID();
  const redis = new Redis(url, {
    connectTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    lazyConnect: true,
    retryStrategy: () => PING_EVERY_MS,
    // After a failover the address may lead to the new primary.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  }) as Scripted;
  redis.defineCommand("takePermit", { lua: TAKE });
  redis.defineCommand("countPermit", { lua: COUNTED });
  redis.defineCommand("usedPermits", { lua: USED });
  redis.defineCommand("beat", { lua: BEAT });
  redis.on("error", () => {});

  const seen = new Map<string, { perMs: number; permits: number; atMs: number }>();
  // Whoever comes fresh finds in Redis what the others took: only a break makes it doubtful.
  let upSince: number | undefined = 0;
  let sharers = 1;
  let lastBeatMs = 0;
  const down = (error: unknown): void => {
    if (upSince !== undefined)
      logger.warn("the shared limits are out of reach; this process keeps to its share", {
        share: `1/${sharers}`,
        error: describeError(error),
      });
    upSince = undefined;
  };
  const beat = async (): Promise<void> => {
    const alive = await answeredWithin(
      ANSWER_MS,
      redis.beat(1, `${PREFIX}${app}:processes`, me, DEAD_AFTER_MS),
    );
    // A Redis that came back empty knows of nobody until everybody has told it.
    const knowsAll = upSince !== undefined && Date.now() > upSince + DEAD_AFTER_MS;
    sharers = Math.max(1, alive, knowsAll ? 1 : sharers);
    const keys = [...seen.keys()];
    const lengths = [...seen.values()].map(({ perMs }) => perMs);
    const used =
      keys.length > 0
        ? await answeredWithin(ANSWER_MS, redis.usedPermits(keys.length, ...keys, ...lengths))
        : [];
    lastBeatMs = Date.now();
    keys.forEach((key, at) => {
      seen.set(key, { perMs: lengths[at] ?? 0, permits: used[at] ?? 0, atMs: lastBeatMs });
    });
  };
  const look = async (): Promise<void> => {
    if (upSince !== undefined && Date.now() - lastBeatMs < BEAT_EVERY_MS) return;
    try {
      await beat();
      if (upSince === undefined) logger.info("the limits are shared again", { processes: sharers });
      upSince ??= Date.now();
    } catch (error) {
      down(error);
      if (redis.status !== "ready" || Date.now() - lastBeatMs < SILENT_MS) return;
      lastBeatMs = Date.now();
      redis.disconnect(true);
    }
  };
  await redis.connect().then(beat).catch(down);
  const timer = setInterval(() => void look(), PING_EVERY_MS).unref();

  const keyOf = (api: string, perMs: number) => `${PREFIX}${app}:${api}:${perMs}`;
  const keysOf = (api: string, windows: readonly LimitWindow[]) =>
    windows.map(({ perMs }) => keyOf(api, perMs));
  const watch = (api: string, windows: readonly LimitWindow[]): void => {
    for (const { perMs } of windows) {
      const key = keyOf(api, perMs);
      if (!seen.has(key)) seen.set(key, { perMs, permits: 0, atMs: 0 });
    }
  };
  const ask = async (
    how: "ask" | "note",
    api: string,
    permit: string,
    windows: readonly LimitWindow[],
  ): Promise<number> => {
    const limits = windows.flatMap(({ calls, perMs }) => [calls, perMs + SLACK_MS]);
    const keys = keysOf(api, windows);
    watch(api, windows);
    const taken = redis.takePermit(keys.length, ...keys, permit, ON_ITS_WAY_MS, how, ...limits);
    return answeredWithin(ANSWER_MS, taken);
  };
  return {
    watch,
    async take(api, permit, windows) {
      try {
        return await ask("ask", api, permit, windows);
      } catch (error) {
        down(error);
        throw error;
      }
    },
    async note(api, permit, windows) {
      await ask("note", api, permit, windows).catch(down);
    },
    async counted(api, permit, windows) {
      const keys = keysOf(api, windows);
      await answeredWithin(ANSWER_MS, redis.countPermit(keys.length, ...keys, permit)).catch(() => {});
    },
    used: (api, perMs) => {
      const last = seen.get(keyOf(api, perMs));
      return last && last.atMs > 0 ? last : undefined;
    },
    sharers: () => sharers,
    upSinceMs: () => upSince,
    async close() {
      clearInterval(timer);
      redis.disconnect();
    },
  };
}
