import type { Clock } from "../core/clock.ts";
import { type Logger, silentLogger } from "../core/logger.ts";
import type { Storage } from "../ports/storage.ts";
import { groupCommit } from "./group-commit.ts";
import { storageOver } from "./key-value.ts";
import { type Database, openDatabase } from "./sqlite-database.ts";
import type { Row, Table } from "./table.ts";

/**
 * A storage in one SQLite file, durable against the death of the process.
 * @throws {ConfigError} where the file cannot be used
 */
export async function createSqliteStorage(
  path: string,
  clock: Clock,
  logger: Logger = silentLogger,
): Promise<Storage> {
  return storageOver(sqliteTable(await openDatabase(path, logger)), clock);
}

/** The table in an open database. */
export function sqliteTable(database: Database): Table {
  const columns = "key, json, expires_at_ms AS expiresAtMs";
  const get = database.prepare(`SELECT ${columns} FROM entry WHERE key = ?`);
  // A range rather than LIKE: no character of a key is special, and the index is used. 1114111 is the last code point.
  const startingWith = database.prepare(
    `SELECT ${columns} FROM entry WHERE key >= ?1 AND key < ?1 || char(1114111) ORDER BY key`,
  );
  const put = database.prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM entry WHERE key = ?");
  const removeExpired = database.prepare("DELETE FROM entry WHERE expires_at_ms <= ?");
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  const { atomically, flush } = groupCommit((work) => {
    begin.run();
    try {
      work();
      commit.run();
    } catch (error) {
      // SQLite itself has rolled back after some errors, a full disk among them.
      if (database.isTransaction !== false) rollback.run();
      throw inWords(error);
    }
  });

  return {
    get: (key) => get.get(key) as Row | undefined,
    startingWith: (prefix) => startingWith.all(prefix) as Row[],
    put: ({ key, json, expiresAtMs }) => void put.run(key, json, expiresAtMs),
    remove: (key) => void remove.run(key),
    removeExpired: (nowMs) => void removeExpired.run(nowMs),
    atomically,
    close: () => {
      flush();
      // Statements that are not collected yet keep the connection half open, and its log beside the file.
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      database.close();
    },
  };
}

/** What may be done, by SQLite's primary code (https://www.sqlite.org/rescode.html); it goes on by itself then. */
const REMEDIES = new Map([
  [13, "the disk is full, or the quota used up: make space"],
  [10, "the disk does not take it: look at its space, its quota and its health"],
  [8, "it may only be read: look at its permissions, and how its disk is mounted"],
]);

/** SQLite's own words are short ("disk I/O error"), and say nothing of what to do. */
function inWords(error: unknown): unknown {
  const { errcode = 0, message } = error as { errcode?: number; message?: string };
  const remedy = REMEDIES.get(errcode & 0xff);
  return remedy
    ? new Error(`the storage's file cannot be written (${message}): ${remedy}`, { cause: error })
    : error;
}
