import { beforeEach, describe, expect, it, vi } from "vitest";
import { underLease } from "../../src/booking/lease.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

let clock: MovableClock;
let storage: Storage;

beforeEach(() => {
  clock = new MovableClock(0);
  storage = createMemoryStorage(clock);
});

const never = () => new Promise<never>(() => {});

describe("a lease", () => {
  it("lets one work at a time, and the next as soon as the first is done", async () => {
    let finish = () => {};
    const first = underLease(
      { storage, clock },
      "k",
      0,
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    await vi.waitFor(async () => expect(await storage.get("k")).toBeDefined());
    expect(await underLease({ storage, clock }, "k", 0, async () => "second")).toBeUndefined();
    finish();
    await first;
    expect(await underLease({ storage, clock }, "k", 0, async () => "third")).toEqual({ result: "third" });
    expect(await storage.get("k")).toBeUndefined();
  });

  it("is waited for", async () => {
    let finish = () => {};
    void underLease({ storage, clock }, "k", 0, () => new Promise<void>((resolve) => (finish = resolve)));
    await vi.waitFor(async () => expect(await storage.get("k")).toBeDefined());
    const second = underLease({ storage, clock }, "k", 10_000, async () => "second");
    finish();
    await vi.waitFor(async () => expect(await storage.get("k")).toBeUndefined());
    clock.advance(600);
    expect(await second).toEqual({ result: "second" });
  });

  it("is given back when the work fails", async () => {
    const broken = underLease({ storage, clock }, "k", 0, async () => {
      throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    expect(await storage.get("k")).toBeUndefined();
  });

  it("is kept for as long as the work takes", async () => {
    const write = vi.spyOn(storage, "write");
    void underLease({ storage, clock }, "k", 0, never);
    await vi.waitFor(async () => expect(await storage.get("k")).toBeDefined());
    for (let renewals = 1; renewals < 6; renewals += 1) {
      clock.advance(7_000);
      await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(1 + renewals));
    }
    expect(await underLease({ storage, clock }, "k", 0, async () => "other")).toBeUndefined();
  });

  it("of a process that died runs out after 20 seconds", async () => {
    await storage.write([{ key: "k", value: "dead", ttlMs: 20_000 }]);
    clock.advance(15_000);
    expect(await underLease({ storage, clock }, "k", 0, async () => "too early")).toBeUndefined();
    clock.advance(6_000);
    expect(await underLease({ storage, clock }, "k", 0, async () => "next")).toEqual({ result: "next" });
  });
});
