import type { Clock } from "../core/clock.ts";
import { StorageAway } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Change, Storage } from "../ports/storage.ts";
import { createMemoryStorage } from "./memory.ts";

export interface BridgeDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Beginnings of the keys of what this process may keep alone for a while, and lose with it. */
  readonly mayBeLost: readonly string[];
  /** Of these, the beginnings of what is not taken for missing only because this process does not know of it. */
  readonly notAssumedMissing?: readonly string[];
}

/** What was written while the storage was away, and has to be brought there. */
interface Pending {
  readonly value: Json | undefined;
  /** Epoch ms; absent is for ever. */
  readonly endsAtMs?: number;
}

/**
 * A storage that bridges the time in which `storage` is away: what may be lost is kept in this process meanwhile and
 * brought there afterwards; everything else rejects with `StorageAway`, as it does beneath. Of what may be lost, what
 * is not known here counts as not there.
 */
export function bridged(
  storage: Storage,
  { clock, logger, mayBeLost, notAssumedMissing = [] }: BridgeDeps,
): Storage {
  let meanwhile = createMemoryStorage(clock);
  let pending = new Map<string, Pending>();
  let bringing: Promise<void> | undefined;

  const isLight = (key: string): boolean => mayBeLost.some((prefix) => key.startsWith(prefix));
  const bring = async (): Promise<void> => {
    const nowMs = clock.now();
    const brought = pending;
    const changes = [...brought].flatMap(([key, { value, endsAtMs }]): Change[] => {
      if (endsAtMs === undefined) return [{ key, value }];
      return endsAtMs > nowMs ? [{ key, value, ttlMs: endsAtMs - nowMs }] : [];
    });
    await storage.write(changes);
    if (pending !== brought) return;
    pending = new Map();
    meanwhile = createMemoryStorage(clock);
    logger.info("what was kept meanwhile is in the storage now", { entries: changes.length });
  };
  const meanwhileGet = async (key: string): Promise<Json | undefined> => {
    const value = await meanwhile.get(key);
    if (value === undefined && notAssumedMissing.some((prefix) => key.startsWith(prefix)))
      throw new StorageAway("What is asked for is where nobody can look now.");
    return value;
  };
  /** `work` beneath, where that can be had; else `instead`. */
  const orElse = async <T>(work: () => Promise<T>, instead: () => Promise<T>): Promise<T> => {
    try {
      if (pending.size > 0) {
        bringing ??= bring().finally(() => {
          bringing = undefined;
        });
        await bringing;
      }
      return await work();
    } catch (error) {
      if (!(error instanceof StorageAway)) throw error;
      return await instead();
    }
  };

  return {
    get: (key) =>
      isLight(key)
        ? orElse(
            () => storage.get(key),
            () => meanwhileGet(key),
          )
        : storage.get(key),
    getMany: (keys) =>
      keys.every(isLight)
        ? orElse(
            () => storage.getMany(keys),
            () => Promise.all(keys.map(meanwhileGet)),
          )
        : storage.getMany(keys),
    list: (prefix) =>
      orElse(
        () => storage.list(prefix),
        () => storage.list(prefix),
      ),
    async write(changes, onlyIf) {
      const keys = [...changes.map(({ key }) => key), ...(onlyIf ? [onlyIf.key] : [])];
      // A life that is not known here cannot be kept.
      const isBridged = keys.every(isLight) && changes.every(({ keepsLife }) => !keepsLife);
      if (!isBridged) return storage.write(changes, onlyIf);
      return orElse(
        () => storage.write(changes, onlyIf),
        async () => {
          const nowMs = clock.now();
          if (!(await meanwhile.write(changes, onlyIf))) return false;
          pending = new Map(pending);
          for (const { key, value, ttlMs } of changes)
            pending.set(key, ttlMs === undefined ? { value } : { value, endsAtMs: nowMs + ttlMs });
          return true;
        },
      );
    },
    increment: (key, ttlMs) =>
      isLight(key)
        ? orElse(
            () => storage.increment(key, ttlMs),
            () => meanwhile.increment(key, ttlMs),
          )
        : storage.increment(key, ttlMs),
    close: () => storage.close(),
    ...(storage.sharedClock && { sharedClock: storage.sharedClock }),
  };
}
