import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../../../src/core/clock.ts";
import { PlatformError } from "../../../../src/core/errors.ts";
import { silentLogger } from "../../../../src/core/logger.ts";
import { Links } from "../../../../src/platforms/feishu/link/links.ts";
import type { OAuth, UserGrant } from "../../../../src/platforms/feishu/link/oauth.ts";
import { createUserTokens } from "../../../../src/platforms/feishu/link/user-tokens.ts";
import { createMemoryStorage } from "../../../../src/storage/memory.ts";
import { createSeal } from "../../../../src/storage/seal.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** A clock that goes on by itself whenever somebody sleeps. */
function sleepyClock(): Clock & { advance(ms: number): void } {
  let now = Date.parse("2026-03-11T02:00:00Z");
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

/** Feishu as it treats refresh tokens: each is good for once, and a used one ends the authorisation. */
class Vendor {
  issued = 0;
  refreshes = 0;
  current = "";
  fails: PlatformError | undefined;
  grant(): UserGrant {
    this.issued += 1;
    this.current = `refresh-${this.issued}`;
    return {
      accessToken: `access-${this.issued}`,
      accessLifeMs: 2 * HOUR_MS,
      refreshToken: this.current,
      refreshLifeMs: 7 * DAY_MS,
    };
  }
  readonly oauth: Pick<OAuth, "refresh"> = {
    refresh: async (token) => {
      this.refreshes += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.fails) throw this.fails;
      if (token !== this.current) {
        this.current = "";
        return undefined;
      }
      return this.grant();
    },
  };
}

function setUp() {
  const clock = sleepyClock();
  const storage = createMemoryStorage(clock);
  const vendor = new Vendor();
  const seal = createSeal(randomBytes(32));
  const over: string[] = [];
  /** Each is a process of its own, but for the storage. */
  const instance = () => {
    const links = new Links(storage, seal, clock);
    const tokens = createUserTokens({
      links,
      oauth: vendor.oauth as OAuth,
      storage,
      clock,
      logger: silentLogger,
      onOver: async (personId) => void over.push(personId),
    });
    return { links, tokens };
  };
  return { clock, storage, vendor, over, instance };
}

describe("a linked colleague's token", () => {
  it("is none before the account is linked, and none after it was unlinked", async () => {
    const { vendor, instance } = setUp();
    const { links, tokens } = instance();
    expect(await tokens.of("ou_1")).toBeUndefined();
    await links.add("ou_1", vendor.grant());
    expect(await tokens.of("ou_1")).toBe("access-1");
    await links.remove("ou_1");
    expect(await tokens.of("ou_1")).toBeUndefined();
  });

  it("is kept until shortly before its end, then renewed and stored before it is used", async () => {
    const { clock, vendor, instance } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    clock.advance(2 * HOUR_MS - 6 * 60_000);
    expect(await tokens.of("ou_1")).toBe("access-1");
    clock.advance(2 * 60_000);
    expect(await tokens.of("ou_1")).toBe("access-2");
    expect((await links.find("ou_1"))?.link).toMatchObject({
      accessToken: "access-2",
      refreshToken: "refresh-2",
    });
    expect(vendor.refreshes).toBe(1);
  });

  it("is renewed once, however many ask in however many processes", async () => {
    const { clock, vendor, instance, over } = setUp();
    const processes = [instance(), instance(), instance()];
    await processes[0]?.links.add("ou_1", vendor.grant());
    for (let round = 2; round < 12; round += 1) {
      clock.advance(2 * HOUR_MS);
      const got = await Promise.all(
        processes.flatMap(({ tokens }) => Array.from({ length: 5 }, () => tokens.of("ou_1"))),
      );
      expect(new Set(got)).toEqual(new Set([`access-${round}`]));
    }
    expect(vendor.refreshes).toBe(10);
    expect(over).toEqual([]);
  });

  it("is replaced when Feishu did not take it, unless it was replaced already", async () => {
    const { vendor, instance } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    expect(await tokens.of("ou_1", "access-1")).toBe("access-2");
    expect(await tokens.of("ou_1", "access-1")).toBe("access-2");
    expect(vendor.refreshes).toBe(1);
  });

  it("ends with the authorisation, which is told once", async () => {
    const { clock, vendor, instance, over } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    vendor.current = "revoked";
    clock.advance(2 * HOUR_MS);
    expect(await Promise.all([tokens.of("ou_1"), tokens.of("ou_1")])).toEqual([undefined, undefined]);
    expect(over).toEqual(["ou_1"]);
    expect(await links.find("ou_1")).toBeUndefined();
  });

  it("lasts a little longer where it cannot be renewed at the moment, and is an error then", async () => {
    const { clock, vendor, instance } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    vendor.fails = new PlatformError("unreachable", "away");
    clock.advance(2 * HOUR_MS - 60_000);
    expect(await tokens.of("ou_1")).toBe("access-1");
    await expect(tokens.of("ou_1", "access-1")).rejects.toThrow("away");
    clock.advance(60_000);
    await expect(tokens.of("ou_1")).rejects.toThrow("away");
    vendor.fails = undefined;
    expect(await tokens.of("ou_1")).toBe("access-2");
  });

  it("is not put back by a renewal that was under way when the account was unlinked", async () => {
    const { clock, vendor, instance } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    clock.advance(2 * HOUR_MS);
    const renewed = tokens.of("ou_1");
    await links.remove("ou_1");
    expect(await renewed).toBeUndefined();
    expect(await links.find("ou_1")).toBeUndefined();
  });

  it("is gone after a year, however often it was renewed", async () => {
    const { clock, vendor, instance } = setUp();
    const { links, tokens } = instance();
    await links.add("ou_1", vendor.grant());
    for (let day = 0; day < 365; day += 1) {
      expect(await tokens.of("ou_1"), `day ${day}`).toBeDefined();
      clock.advance(DAY_MS);
    }
    expect(await tokens.of("ou_1")).toBeUndefined();
  });

  it("is not to be read in the storage", async () => {
    const { storage, vendor, instance } = setUp();
    await instance().links.add("ou_1", vendor.grant());
    const stored = JSON.stringify(await storage.list(""));
    expect(stored).toContain("link:feishu:ou_1");
    expect(stored).not.toMatch(/access-1|refresh-1/);
  });
});
