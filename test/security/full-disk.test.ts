import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { type Logger, silentLogger } from "../../src/core/logger.ts";
import { healthRoutes } from "../../src/health.ts";
import { createPrometheus } from "../../src/metrics/prometheus.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { storageOver } from "../../src/storage/key-value.ts";
import { openStorage } from "../../src/storage/open.ts";
import { migrate } from "../../src/storage/schema.ts";
import { sqliteTable } from "../../src/storage/sqlite.ts";
import { openDatabase } from "../../src/storage/sqlite-database.ts";
import { Child, clearAway, ROOT } from "../process/child.ts";

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

describe("a process whose disk takes no more", () => {
  afterEach(clearAway);

  it("says so and what to do, acknowledges nothing that it cannot keep, and ends as usual", {
    timeout: 90_000,
  }, async () => {
    const sandbox = await startSandbox({ seed: 7, meetings: "none" });
    const { app, base } = sandbox.dingtalk;
    const env = {
      SANDBOX: "off",
      DINGTALK_CLIENT_ID: app.id,
      DINGTALK_CLIENT_SECRET: app.secret,
      DINGTALK_API_BASE: base,
      DINGTALK_OAPI_BASE: base,
      PERSON_DAILY_MESSAGES: "0",
      STORAGE_URL: `file:${file}`,
      HTTP_PORT: "0",
    };
    // No file may grow beyond this many half kilobytes, which is a quota that any shell has.
    const limited = `ulimit -f 400; exec ${process.execPath} ${join(ROOT, "bin/freeroom.js")} start`;
    const bot = new Child("sh", ["-c", limited], folder, env);
    const [, address = ""] = await bot.says(/"address":"([^"]+)"/);
    await bot.says(/Connected to DingTalk/);
    const ready = async () => (await fetch(`http://${address}/readyz`)).json();
    const flood = setInterval(() => {
      for (const key of ["emma", "oliver", "kenji"])
        sandbox.dingtalk.say(key, directChatKey(key), `help ${"x".repeat(2_000)}`);
    }, 20);
    try {
      await bot.says(/is not acknowledged/);
      clearInterval(flood);
      await vi.waitFor(async () => expect(await ready()).toMatchObject({ storage: "not writable" }), 20_000);
      const [, why] = await bot.says(/"error":"([^"]+)","msg":"not ready/);
      expect(why).toMatch(/cannot be written .*(space|quota)/);
      bot.signal("SIGTERM");
      expect(await bot.exit).toEqual({ code: 0, signal: null });
      expect(bot.stderr).toBe("");
    } finally {
      clearInterval(flood);
      await sandbox.close();
    }
    // What was promised is there, whole.
    const storage = await openStorage(`file:${file}`, { clock: systemClock, logger: silentLogger });
    const heard = bot.stdout.split("\n").filter((line) => line.includes('"msg":"heard"'));
    expect(heard.length).toBeGreaterThan(3);
    expect(await storage.list("inbox:seen:")).toHaveLength(heard.length);
    await storage.close();
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
