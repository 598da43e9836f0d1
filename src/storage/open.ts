import { fileURLToPath } from "node:url";
import type { Clock } from "../core/clock.ts";
import { ConfigError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { Storage } from "../ports/storage.ts";
import { createMemoryStorage } from "./memory.ts";
import { createSqliteStorage } from "./sqlite.ts";

export interface StorageDeps {
  readonly clock: Clock;
  readonly logger: Logger;
}

type Open = (url: string, deps: StorageDeps) => Promise<Storage>;

/** By the scheme of the URL. */
const ENGINES: Readonly<Record<string, Open>> = {
  memory: async (_url, { clock }) => createMemoryStorage(clock),
  file: async (url, { clock, logger }) => await createSqliteStorage(pathOfUrl(url), clock, logger),
  redis: openRedis,
  rediss: openRedis,
};

/**
 * The storage that `url` names: `memory:`, `file:<path>` (`file:///path` as well), or `redis://…` (`rediss://…`).
 * @throws {ConfigError} for another URL, or where the file cannot be used
 */
export async function openStorage(url: string, deps: StorageDeps): Promise<Storage> {
  const scheme = url.slice(0, url.indexOf(":"));
  const open = Object.hasOwn(ENGINES, scheme) ? ENGINES[scheme] : undefined;
  // The URL is not repeated: it may hold a password.
  if (!open)
    throw new ConfigError("STORAGE_URL must be file:<path>, redis://<host>:<port>/<database> or memory:.");
  return await open(url, deps);
}

/** Loaded only where it is used. Redis's own time ends lives: the instances' clocks may differ. */
async function openRedis(url: string, { logger }: StorageDeps): Promise<Storage> {
  const { createRedisStorage } = await import("./redis.ts");
  return createRedisStorage(url, { logger });
}

/** The file that a `file:` URL names. */
export function pathOfUrl(url: string): string {
  const path = url.startsWith("file://") ? pathOfFileUrl(url) : url.slice("file:".length);
  if (!path) throw new ConfigError("STORAGE_URL must name a file, such as file:./data/freeroom.db.");
  return path;
}

function pathOfFileUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
