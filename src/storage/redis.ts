import type { Redis } from "ioredis";
import type { Clock } from "../core/clock.ts";
import { StorageAway } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Storage } from "../ports/storage.ts";
import { canonicalJson } from "./canonical-json.ts";
import { openRedisLine } from "./redis-line.ts";
import { INCREMENT, READ, WRITE } from "./redis-scripts.ts";

/** The version counts up when what is stored changes its form. */
const PREFIX = "freeroom:1:";
/** What a script answers that Redis got to only when its caller had given it up. */
const TOO_LATE = -1;
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
 * A storage that several instances share. Where Redis does not answer in time, every call rejects with `StorageAway`.
 * A write that was rejected was not done, or was done in time and only its answer was lost: nothing is done later.
 * @throws {ConfigError} where Redis cannot be reached or does not let us in
 */
export async function createRedisStorage(url: string, deps: RedisStorageDeps): Promise<Storage> {
  const { logger, clock, namespace = "" } = deps;
  const line = await openRedisLine(url, logger);
  line.redis.defineCommand("readEntries", { lua: READ, readOnly: true });
  line.redis.defineCommand("writeEntries", { lua: WRITE });
  line.redis.defineCommand("incrementEntry", { lua: INCREMENT });
  const prefix = PREFIX + namespace;
  const time = (): Argument => (clock ? clock.now() : "");
  const latest = (): Argument => (clock ? "" : line.latestMs());
  let isClosed = false;
  const ask = <T>(command: (redis: Scripted) => Promise<T>): Promise<T> => {
    if (isClosed) throw new Error("The storage is closed: nothing can be read or written any more.");
    return line.ask(() => command(line.redis as Scripted));
  };

  const keysFrom = async (start: string): Promise<string[]> => {
    const found = new Set<string>();
    let cursor = "0";
    do {
      const pattern = `${globOf(prefix + start)}*`;
      const page = await ask((redis) => redis.scan(cursor, "MATCH", pattern, "COUNT", SCAN_COUNT));
      cursor = page[0];
      for (const key of page[1]) found.add(key);
    } while (cursor !== "0");
    return [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  };

  return {
    async get(key) {
      const [json] = await ask((redis) => redis.readEntries(1, prefix + key, time()));
      return parsed(json);
    },
    async getMany(keys) {
      if (keys.length === 0 && !isClosed) return [];
      const given = keys.map((key) => prefix + key);
      const entries = await ask((redis) => redis.readEntries(keys.length, ...given, time()));
      return keys.map((_, at) => parsed(entries[at]));
    },
    async list(start) {
      const keys = await keysFrom(start);
      if (keys.length === 0) return [];
      const entries = await ask((redis) => redis.readEntries(keys.length, ...keys, time()));
      return keys.flatMap((key, at) => {
        const value = parsed(entries[at]);
        return value === undefined ? [] : [{ key: key.slice(prefix.length), value }];
      });
    },
    async write(changes, onlyIf) {
      const keys = changes.map(({ key }) => prefix + key);
      const edits = changes.flatMap(({ value, ttlMs, keepsLife }) => [
        value === undefined ? "" : canonicalJson(value),
        keepsLife ? "kept" : (ttlMs ?? ""),
      ]);
      const guard = onlyIf ? (onlyIf.is === undefined ? "absent" : `=${canonicalJson(onlyIf.is)}`) : "none";
      const guardKey = prefix + (onlyIf?.key ?? "");
      const given = [guardKey, ...keys, time(), latest(), guard, ...edits];
      return inTime(await ask((redis) => redis.writeEntries(keys.length + 1, ...given))) === 1;
    },
    async increment(key, ttlMs) {
      const given = [prefix + key, time(), latest(), ttlMs];
      const count = inTime(await ask((redis) => redis.incrementEntry(1, ...given)));
      if (typeof count !== "number") throw new TypeError(`"${key}" does not hold a count: ${count}`);
      return count;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      line.close();
    },
    sharedClock: clock ?? { now: line.nowMs },
  };
}

function inTime<T>(answer: T): T {
  if (answer === TOO_LATE) throw new StorageAway("Redis answered too late.");
  return answer;
}

const parsed = (json: string | null | undefined): Json | undefined =>
  json == null ? undefined : (JSON.parse(json) as Json);

/** Redis's patterns give these characters a meaning. */
const globOf = (text: string): string => text.replace(/[\\*?[\]^-]/g, "\\$&");
