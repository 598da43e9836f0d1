import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/core/errors.ts";
import { createSeal } from "../../src/storage/seal.ts";
import { findTokenKey } from "../../src/storage/token-key.ts";

const folder = mkdtempSync(join(tmpdir(), "freeroom-seal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a seal", () => {
  const seal = createSeal(randomBytes(32));

  it("gives back what was closed, and shows nothing of it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: "binary" }), (text) => {
        const sealed = seal.close(text, "here");
        expect(sealed).toMatch(/^1\.[\w-]+$/);
        expect(sealed).not.toContain(text);
        expect(seal.open(sealed, "here")).toBe(text);
      }),
    );
    expect(seal.open(seal.close("", "here"), "here")).toBe("");
  });

  it("is never the same twice", () => {
    expect(seal.close("text", "here")).not.toBe(seal.close("text", "here"));
  });

  it("opens neither in another place, nor with another key, nor after a change", () => {
    const sealed = seal.close("text", "here");
    expect(seal.open(sealed, "there")).toBeUndefined();
    expect(createSeal(randomBytes(32)).open(sealed, "here")).toBeUndefined();
    const [version = "", body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(`${version}.${changed.toString("base64url")}`, "here"), `byte ${at}`).toBeUndefined();
    }
    for (const text of ["", "1.", "2.AAAA", "1.AAAA", "nonsense"])
      expect(seal.open(text, "here")).toBeUndefined();
  });

  it("wants a whole key", () => {
    expect(() => createSeal(randomBytes(16))).toThrow(RangeError);
  });
});

describe("the key for colleagues' tokens", () => {
  const key = randomBytes(32);

  it("is TOKEN_KEY where that is set", () => {
    expect(findTokenKey(key.toString("base64"), "redis://host/0")).toEqual(key);
  });

  it("is made beside the storage's file at the first start, for its owner alone, and found at the next", () => {
    const url = `file:${join(folder, "data", "freeroom.db")}`;
    const made = findTokenKey(undefined, url);
    const file = join(folder, "data", "freeroom.db.key");
    expect(made).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(findTokenKey(undefined, url)).toEqual(made);
  });

  it("is a new one each time for a storage in memory, and leaves no file", () => {
    expect(findTokenKey(undefined, "memory:")).not.toEqual(findTokenKey(undefined, "memory:"));
    expect(existsSync("memory:.key")).toBe(false);
  });

  it("has to be named with Redis, where each instance would make its own", () => {
    expect(() => findTokenKey(undefined, "redis://me:secret@host/0")).toThrow(/TOKEN_KEY is missing/);
    expect(() => findTokenKey(undefined, "redis://me:secret@host/0")).not.toThrow(/secret/);
  });

  it("is refused in words where it is no key, or where others can read it", () => {
    for (const text of ["", "short", "x".repeat(44)]) {
      const thrown = () => findTokenKey(text, "memory:");
      expect(thrown, text).toThrow(ConfigError);
    }
    const db = join(folder, "open.db");
    writeFileSync(`${db}.key`, key.toString("base64"));
    chmodSync(`${db}.key`, 0o644);
    expect(() => findTokenKey(undefined, `file:${db}`)).toThrow(/readable by others/);
    chmodSync(`${db}.key`, 0o600);
    expect(findTokenKey(undefined, `file:${db}`)).toEqual(key);
  });
});
