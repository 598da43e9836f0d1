import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { ConfigError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { openStorage } from "../../src/storage/open.ts";

const folder = mkdtempSync(join(tmpdir(), "freeroom-open-"));
const open = (url: string) => openStorage(url, { clock: systemClock, logger: silentLogger });

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the storage that a URL names", () => {
  it("is a file for file: and a path, spaces and Chinese included", async () => {
    const path = join(folder, "my 数据", "a.db");
    await (await open(`file:${path}`)).close();
    expect(existsSync(path)).toBe(true);
  });

  it("is a file for a whole file URL", async () => {
    const path = join(folder, "b 1.db");
    await (await open(pathToFileURL(path).href)).close();
    expect(existsSync(path)).toBe(true);
  });

  it("is memory for memory:, a new one each time", async () => {
    const [one, other] = [await open("memory:"), await open("memory:")];
    await one.write([{ key: "key", value: 1 }]);
    expect(await other.get("key")).toBeUndefined();
  });

  it.each(["", "memory", "postgres://me:secret@host/db", "file:", "file://host/share", "constructor:x"])(
    "is none for %j, which is said without repeating it",
    async (url) => {
      const error = await open(url).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).message).toMatch(/^STORAGE_URL must /);
      expect((error as ConfigError).message).not.toContain("secret");
    },
  );
});
