import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { ConfigError } from "../core/errors.ts";

/** Each brings a database from the version that is its index to the next. Only ever add to the end. */
const MIGRATIONS = [
  `CREATE TABLE entry (key TEXT PRIMARY KEY, json TEXT NOT NULL, expires_at_ms INTEGER) WITHOUT ROWID;
   CREATE INDEX entry_by_end_of_life ON entry (expires_at_ms) WHERE expires_at_ms IS NOT NULL;`,
];

/**
 * Brings the database in `file` up to date, in one transaction.
 * @throws {ConfigError} where a newer freeroom has written it
 */
export function migrate(database: DatabaseSyncInstance, file: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) {
      throw new ConfigError(
        `STORAGE_URL: the file ${file} was written by a newer freeroom (its schema is ${version}, this one knows ` +
          `${MIGRATIONS.length}). Run the newer freeroom, or name another file.`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    database.prepare("UPDATE schema_version SET version = ?").run(MIGRATIONS.length);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(database: DatabaseSyncInstance): number {
  database.exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
  const row = database.prepare("SELECT version FROM schema_version").get() as { version: number } | undefined;
  if (!row) database.exec("INSERT INTO schema_version VALUES (0)");
  return row?.version ?? 0;
}
