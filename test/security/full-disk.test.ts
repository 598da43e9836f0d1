import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { type Logger, silentLogger } from "../../src/core/logger.ts";
import { healthRoutes } from "../../src/health.ts";
import { createPrometheus } from "../../src/metrics/prometheus.ts";
import { storageOver } from "../../src/storage/key-value.ts";
import { openStorage } from "../../src/storage/open.ts";
import { migrate } from "../../src/storage/schema.ts";
import { sqliteTable } from "../../src/storage/sqlite.ts";
import { openDatabase } from "../../src/storage/sqlite-database.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "freeroom-disk-"));
  file = join(folder, "freeroom.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BIG = "x".repeat(4_000);

describe("a disk that is full", () => {
  it("takes nothing more in words, keeps what was promised, and goes on once there is space", async () => {
    const database = await openDatabase(file, silentLogger);
    const storage = storageOver(sqliteTable(database), systemClock);
    const lines: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      error: (message, fields) => void lines.push({ message, ...fields }),
    };
    const routes = healthRoutes({ platforms: [], storage, logger, metricsPage: createPrometheus().registry });
    await storage.write([{ key: "promised", value: "before" }]);

    // As SQLite meets a disk without space: the next page cannot be had.
    database.exec("PRAGMA max_page_count = 1");
    let written = 0;
    const fill = async () => {
      for (; written < 1_000; written += 1) await storage.write([{ key: `more:${written}`, value: BIG }]);
    };
    await expect(fill()).rejects.toThrow(/full/);
    const promised = written;
    // All of a write or none of it.
    const both = [
      { key: "half", value: "small" },
      { key: "half:big", value: BIG.repeat(10) },
    ];
    await expect(storage.write(both)).rejects.toThrow(/full/);
    expect(await storage.get("half")).toBeUndefined();
    expect(await storage.get("promised")).toBe("before");
    expect(await storage.list("more:")).toHaveLength(promised);

    const crumbs = async () => {
      for (let at = 0; at < 1_000; at += 1) await storage.write([{ key: `ready:${at}`, value: at }]);
    };
    await expect(crumbs()).rejects.toThrow(/full/);
    expect((await routes.request("/readyz")).status).toBe(503);
    expect(lines).toMatchObject([{ what: "write", error: expect.stringMatching(/full/) }]);

    database.exec("PRAGMA max_page_count = 1000000");
    expect(await storage.write(both)).toBe(true);
    await storage.close();
    const again = await openStorage(`file:${file}`, { clock: systemClock, logger: silentLogger });
    expect(await again.get("half")).toBe("small");
    expect(await again.list("more:")).toHaveLength(promised);
    await again.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

/** The schema as each released version left it, with something in it. */
const RELEASED = [
  {
    release: "0.1.0",
    version: 1,
    sql: `CREATE TABLE schema_version (version INTEGER NOT NULL);
      INSERT INTO schema_version VALUES (1);
      CREATE TABLE entry (key TEXT PRIMARY KEY, json TEXT NOT NULL, expires_at_ms INTEGER) WITHOUT ROWID;
      CREATE INDEX entry_by_end_of_life ON entry (expires_at_ms) WHERE expires_at_ms IS NOT NULL;
      INSERT INTO entry VALUES ('kept', '{"room":"青海湖"}', NULL), ('over', '1', 1);`,
  },
] as const;

describe("a file of an earlier release", () => {
  it.each(RELEASED)("$release is brought up to date and keeps what it holds", async ({ sql }) => {
    const old = new DatabaseSync(file);
    old.exec(sql);
    old.close();
    const storage = await openStorage(`file:${file}`, { clock: systemClock, logger: silentLogger });
    expect(await storage.list("")).toEqual([{ key: "kept", value: { room: "青海湖" } }]);
    expect(await storage.write([{ key: "new", value: 1 }])).toBe(true);
    await storage.close();
  });

  it("is what a new file is after all migrations: no release is missing here", () => {
    const fresh = new DatabaseSync(":memory:");
    migrate(fresh, ":memory:");
    const { version } = fresh.prepare("SELECT version FROM schema_version").get() as { version: number };
    fresh.close();
    expect(RELEASED.at(-1)?.version).toBe(version);
  });
});
