import { Redis } from "ioredis";
import type { Clock } from "../core/clock.ts";
import { ConfigError, describeError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Storage } from "../ports/storage.ts";
import { canonicalJson } from "./canonical-json.ts";
import { INCREMENT, READ, WRITE } from "./redis-scripts.ts";

/** The version counts up when what is stored changes its form. */
const PREFIX = "freeroom:1:";
const CONNECT_MS = 5_000;
/** A Redis that hangs must not hang the bot. */
const COMMAND_MS = 2_000;
const SCAN_COUNT = 1_000;

type Argument = string | number;
interface Scripted extends Redis {
  readEntries(keyCount: number, ...keysThenArguments: Argument[]): Promise<(string | null)[]>;
  writeEntries(keyCount: number, ...keysThenArguments: Argument[]): Promise<number>;
  incrementEntry(keyCount: number, ...keysThenArguments: Argument[]): Promise<number | string>;
}

export interface RedisStorageDeps {
  readonly logger: Logger;
  /** Whose time ends the lives of entries. Absent: Redis's own, so that instances agree whatever their clocks say. */
  readonly clock?: Clock;
  /** Before every key, after our own prefix: tests share one server. */
  readonly namespace?: string;
}

/**
 * A storage that several instances share. A call that Redis does not answer in time is rejected; whether it was done
 * is then unknown, which every write under a guard finds out when it is repeated.
 * @throws {ConfigError} where Redis cannot be reached or does not let us in
 */
export async function createRedisStorage(url: string, deps: RedisStorageDeps): Promise<Storage> {
  const { logger, clock, namespace = "" } = deps;
  const redis = await connect(url, logger);
  const prefix = PREFIX + namespace;
  const time = (): Argument => (clock ? clock.now() : "");
  let isClosed = false;
  const open = (): Scripted => {
    if (isClosed) throw new Error("The storage is closed: nothing can be read or written any more.");
    return redis;
  };

  const keysFrom = async (start: string): Promise<string[]> => {
    const found = new Set<string>();
    let cursor = "0";
    do {
      const page = await open().scan(cursor, "MATCH", `${globOf(prefix + start)}*`, "COUNT", SCAN_COUNT);
      cursor = page[0];
      for (const key of page[1]) found.add(key);
    } while (cursor !== "0");
    return [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  };

  return {
    async get(key) {
      const [json] = await open().readEntries(1, prefix + key, time());
      return parsed(json);
    },
    async list(start) {
      const keys = await keysFrom(start);
      if (keys.length === 0) return [];
      const entries = await open().readEntries(keys.length, ...keys, time());
      return keys.flatMap((key, at) => {
        const value = parsed(entries[at]);
        return value === undefined ? [] : [{ key: key.slice(prefix.length), value }];
      });
    },
    async write(changes, onlyIf) {
      const keys = changes.map(({ key }) => prefix + key);
      const edits = changes.flatMap(({ value, ttlMs }) => [
        value === undefined ? "" : canonicalJson(value),
        ttlMs ?? "",
      ]);
      const guard = onlyIf ? (onlyIf.is === undefined ? "absent" : `=${canonicalJson(onlyIf.is)}`) : "none";
      const guardKey = prefix + (onlyIf?.key ?? "");
      const done = await open().writeEntries(keys.length + 1, guardKey, ...keys, time(), guard, ...edits);
      return done === 1;
    },
    async increment(key, ttlMs) {
      const count = await open().incrementEntry(1, prefix + key, time(), ttlMs);
      if (typeof count !== "number") throw new TypeError(`"${key}" does not hold a count: ${count}`);
      return count;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      redis.disconnect();
    },
  };
}

/** Connects once, or says what is wrong; afterwards the client comes back by itself, and calls meanwhile fail at once. */
async function connect(url: string, logger: Logger): Promise<Scripted> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
  });
  let lastError: unknown;
  redis.on("error", (error) => {
    lastError = error;
    logger.warn("redis is out of reach; it is tried again", { error: describeError(error) });
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    // The URL is not repeated: it may hold a password.
    throw new ConfigError(
      `STORAGE_URL: Redis cannot be used: ${describeError(lastError ?? error)}. Check host, port, user and password, and that it runs.`,
    );
  }
  redis.defineCommand("readEntries", { lua: READ, readOnly: true });
  redis.defineCommand("writeEntries", { lua: WRITE });
  redis.defineCommand("incrementEntry", { lua: INCREMENT });
  return redis as Scripted;
}

const parsed = (json: string | null | undefined): Json | undefined =>
  json == null ? undefined : (JSON.parse(json) as Json);

/** Redis's patterns give these characters a meaning. */
const globOf = (text: string): string => text.replace(/[\\*?[\]^-]/g, "\\$&");
