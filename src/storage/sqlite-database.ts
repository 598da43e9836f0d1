import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { ConfigError, describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import { migrate } from "./schema.ts";

export type Database = DatabaseSyncInstance;
type Engine = Pick<typeof import("@photostructure/sqlite"), "DatabaseSync">;

/** https://www.sqlite.org/rescode.html */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** FULL: what is promised to people is on the disk before the promise is made. What is deleted is overwritten. */
const SETTINGS = `
  PRAGMA busy_timeout = 2000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
`;

/**
 * The database in the file at `path`, made where it is missing, readable by its owner alone, checked and up to date.
 * @throws {ConfigError} that says what is wrong with the file and what to do
 */
export async function openDatabase(path: string, logger: Logger): Promise<Database> {
  const file = resolve(path);
  claimFile(file, logger);
  const { DatabaseSync } = await loadEngine();
  let database: Database | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec(SETTINGS);
    if (!isSound(database)) throw damaged(file, "its check finds errors");
    keepPrivate(file, logger);
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof ConfigError ? error : explained(error, file);
  }
}

/** Node's own SQLite where there is one (22 and later), else the same interface from a package. */
async function loadEngine(): Promise<Engine> {
  const builtIn = "node:sqlite";
  return isBuiltin(builtIn) ? ((await import(builtIn)) as Engine) : await import("@photostructure/sqlite");
}

/** Makes the file before SQLite does, so that it is never readable by others, not even for a moment. */
function claimFile(file: string, logger: Logger): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw unusable(
      file,
      describeError(error),
      "Check that the path is a file in a folder that this user may write to",
    );
  }
  keepPrivate(file, logger);
}

function keepPrivate(file: string, logger: Logger): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`].filter(existsSync)) {
    try {
      chmodSync(path, 0o600);
    } catch (error) {
      logger.warn("The storage's file may be readable by others: its permissions cannot be changed", {
        path,
        error: describeError(error),
      });
    }
  }
}

function isSound(database: Database): boolean {
  const answer = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string } | undefined;
  return answer?.quick_check === "ok";
}

function explained(error: unknown, file: string): ConfigError {
  const code = (error as { errcode?: number }).errcode ?? 0;
  // The low byte is the primary code, whatever the extended one adds.
  if ([SQLITE_CORRUPT, SQLITE_NOTADB].includes(code & 0xff)) return damaged(file, describeError(error));
  return unusable(file, describeError(error), "Check the path, its permissions and the space on the disk");
}

const damaged = (file: string, why: string) =>
  unusable(
    file,
    `it is damaged or no freeroom database (${why})`,
    "Put a backup in its place, or move it away to start with an empty one; bookings in the calendars are not affected",
  );

const unusable = (file: string, why: string, remedy: string) =>
  new ConfigError(`STORAGE_URL: the file ${file} cannot be used: ${why}. ${remedy}.`);
