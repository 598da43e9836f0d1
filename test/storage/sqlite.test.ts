import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/core/errors.ts";
import { createSqliteStorage } from "../../src/storage/sqlite.ts";
import { setClock, storageContract } from "../contract/storage.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "freeroom-storage-"));
let files = 0;
const newPath = () => join(folder, `${files++}`, "data", "freeroom.db");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

storageContract("file", (clock) => createSqliteStorage(newPath(), clock));

describe("a file", () => {
  it("keeps values, lives and counts when it is opened again", async () => {
    const [path, clock] = [newPath(), setClock()];
    const before = await createSqliteStorage(path, clock);
    await before.write([
      { key: "ever", value: { 房间: "珠峰" } },
      { key: "short", value: 1, ttlMs: 1000 },
    ]);
    await before.increment("n", 1000);
    await before.close();

    const after = await createSqliteStorage(path, clock);
    expect(await after.get("ever")).toEqual({ 房间: "珠峰" });
    expect(await after.get("short")).toBe(1);
    expect(await after.increment("n", 1000)).toBe(2);
    clock.advance(1000);
    expect((await after.list("")).map(({ key }) => key)).toEqual(["ever"]);
    await after.close();
  });

  it("is shared by two who have it open at once: one winner, no lost count", async () => {
    const [path, clock] = [newPath(), setClock()];
    const both = [await createSqliteStorage(path, clock), await createSqliteStorage(path, clock)];
    const won = await Promise.all(
      both.map((one) => one.write([{ key: "seen", value: 1 }], { key: "seen", is: undefined })),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    for (const one of [...both, ...both]) await one.increment("n", 1000);
    for (const one of both) {
      expect(await one.get("n")).toBe(4);
      await one.close();
    }
  });

  it("that fails in the middle of a write has none of it, and goes on working", async () => {
    const path = newPath();
    const storage = await createSqliteStorage(path, setClock());
    const other = new DatabaseSync(path);
    other.exec(
      "CREATE TRIGGER full BEFORE INSERT ON entry WHEN NEW.key = 'last' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    );
    other.close();
    const write = storage.write([
      { key: "first", value: 1 },
      { key: "last", value: 2 },
    ]);
    await expect(write).rejects.toThrow("the disk is full");
    expect(await storage.list("")).toEqual([]);
    expect(await storage.write([{ key: "first", value: 1 }])).toBe(true);
    await storage.close();
  });

  it("gives the space of what expired back", async () => {
    const [path, clock] = [newPath(), setClock()];
    const storage = await createSqliteStorage(path, clock);
    await storage.write([{ key: "secret", value: "x", ttlMs: 1000 }]);
    clock.advance(61_000);
    await storage.write([{ key: "other", value: 1 }]);
    await storage.close();
    const database = new DatabaseSync(path);
    expect(database.prepare("SELECT key FROM entry").all()).toEqual([{ key: "other" }]);
    database.close();
  });

  it("can be read by its owner alone, and so can its folder and what SQLite puts beside it", async () => {
    const path = newPath();
    const storage = await createSqliteStorage(path, setClock());
    await storage.write([{ key: "key", value: 1 }]);
    expect(modeOf(join(path, ".."))).toBe("700");
    for (const file of [path, `${path}-wal`, `${path}-shm`])
      expect([file, modeOf(file)]).toEqual([file, "600"]);
    await storage.close();
  });

  it("that others could read is closed to them", async () => {
    const path = newPath();
    await (await createSqliteStorage(path, setClock())).close();
    chmodSync(path, 0o644);
    const storage = await createSqliteStorage(path, setClock());
    await storage.write([{ key: "key", value: 1 }]);
    expect([modeOf(path), modeOf(`${path}-wal`)]).toEqual(["600", "600"]);
    await storage.close();
  });

  it("is written through to the disk before a promise is made", async () => {
    const path = newPath();
    const storage = await createSqliteStorage(path, setClock());
    await storage.write([{ key: "key", value: "promised" }]);
    expect(readFileSync(`${path}-wal`).includes("promised")).toBe(true);
    await storage.close();
  });
});

describe("a process that is killed", () => {
  it("leaves every entry that it had promised, whole, in a file that is sound", async () => {
    const path = newPath();
    const script = fileURLToPath(new URL("writer.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", script, path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const promised: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      promised.push(Number(line));
      if (promised.length === 100) child.kill("SIGKILL");
    }
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(promised.length).toBeGreaterThanOrEqual(100);

    const storage = await createSqliteStorage(path, setClock());
    for (const number of promised) expect(await storage.get(`entry:${number}`)).toEqual({ number });
    const [entries, twins] = [await storage.list("entry:"), await storage.list("twin:")];
    expect(entries).toHaveLength(twins.length);
    await storage.close();
  });
});

describe("a file that cannot be used", () => {
  const opened = (path: string) => createSqliteStorage(path, setClock());
  const messageOf = async (path: string): Promise<string> => {
    const error = await opened(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    expect(message).toContain("STORAGE_URL");
    expect(message).toContain(path);
    return message;
  };

  it("because a folder has its name is named, with what to check", async () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    expect(await messageOf(path)).toMatch(/EISDIR.*Check/);
  });

  it("because a file stands where its folder should be is named", async () => {
    const file = join(folder, "plain");
    writeFileSync(file, "");
    expect(await messageOf(join(file, "freeroom.db"))).toMatch(/EEXIST|ENOTDIR/);
  });

  it("because it is something else is left as it is, with what to do", async () => {
    const path = newPath();
    mkdirSync(join(path, ".."), { recursive: true });
    const letter = "Dear diary, this is no database. ".repeat(100);
    writeFileSync(path, letter);
    expect(await messageOf(path)).toMatch(/damaged or no freeroom database.*backup/);
    expect(readFileSync(path, "utf8")).toBe(letter);
  });

  it("because some of its pages are overwritten is found at the start, not at the first booking", async () => {
    const path = newPath();
    const storage = await opened(path);
    const entries = Array.from({ length: 2000 }, (_, number) => ({
      key: `entry:${number}`,
      value: "x".repeat(50),
    }));
    await storage.write(entries);
    await storage.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 3, 4096 * 9);
    writeFileSync(path, bytes);
    expect(await messageOf(path)).toMatch(/damaged/);
  });

  it("because a newer freeroom wrote it is named with both versions, and not touched", async () => {
    const path = newPath();
    await (await opened(path)).close();
    const database = new DatabaseSync(path);
    database.exec("UPDATE schema_version SET version = 99");
    database.close();
    expect(await messageOf(path)).toMatch(/newer freeroom.*schema is 99.*knows 1/);
    const again = new DatabaseSync(path);
    expect(again.prepare("SELECT version FROM schema_version").get()).toEqual({ version: 99 });
    again.close();
  });

  it("at first can be used once it is mended: nothing stays locked", async () => {
    const path = newPath();
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "no database at all, whatever its name says".repeat(50));
    await messageOf(path);
    rmSync(path);
    const storage = await opened(path);
    expect(await storage.write([{ key: "key", value: 1 }])).toBe(true);
    await storage.close();
  });
});
