import { beforeEach, describe, expect, it } from "vitest";
import { StorageAway } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { bridged } from "../../src/storage/bridge.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { type SetClock, setClock, storageContract } from "../contract/storage.contract.ts";

/** A storage that can be taken away, and given back as it was. */
function removable(storage: Storage) {
  let isAway = false;
  const orAway =
    <Given extends unknown[], T>(work: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      if (isAway) throw new StorageAway("It is away.");
      return work(...given);
    };
  return {
    ...storage,
    get: orAway(storage.get),
    getMany: orAway(storage.getMany),
    list: orAway(storage.list),
    write: orAway(storage.write),
    increment: orAway(storage.increment),
    go: () => {
      isAway = true;
    },
    comeBack: () => {
      isAway = false;
    },
  };
}

storageContract("bridged", async (clock) =>
  bridged(createMemoryStorage(clock), { clock, logger: silentLogger, mayBeLost: ["a", "key", "n"] }),
);

describe("a storage that bridges the time in which another is away", () => {
  let clock: SetClock;
  let beneath: ReturnType<typeof removable>;
  let storage: Storage;
  beforeEach(() => {
    clock = setClock();
    beneath = removable(createMemoryStorage(clock));
    storage = bridged(beneath, { clock, logger: silentLogger, mayBeLost: ["offer:", "hourly:"] });
  });

  it("keeps what may be lost meanwhile, and brings it there afterwards with what is left of its life", async () => {
    await storage.write([
      { key: "offer:old", value: 1 },
      { key: "offer:gone", value: 1 },
    ]);
    beneath.go();
    await storage.write([
      { key: "offer:new", value: 2, ttlMs: 60_000 },
      { key: "offer:short", value: 2, ttlMs: 5_000 },
      { key: "offer:gone", value: undefined },
    ]);
    expect(await storage.get("offer:new")).toBe(2);
    expect(await storage.get("offer:old"), "not known here").toBeUndefined();
    expect(await storage.getMany(["offer:new", "offer:old"])).toEqual([2, undefined]);
    clock.advance(20_000);
    beneath.comeBack();
    expect(await storage.get("offer:old")).toBe(1);
    expect((await beneath.list("")).map(({ key }) => key)).toEqual(["offer:new", "offer:old"]);
    clock.advance(39_999);
    expect(await storage.get("offer:new")).toBe(2);
    clock.advance(1);
    expect(await storage.get("offer:new")).toBeUndefined();
  });

  it("keeps to guards meanwhile, and counts", async () => {
    beneath.go();
    const once = () => storage.write([{ key: "hourly:1", value: true }], { key: "hourly:1", is: undefined });
    expect(await once()).toBe(true);
    expect(await once()).toBe(false);
    expect(await storage.increment("hourly:count", 1_000)).toBe(1);
    expect(await storage.increment("hourly:count", 1_000)).toBe(2);
  });

  it("keeps nothing else: what must be recorded is not done, wherever it is named", async () => {
    beneath.go();
    await expect(storage.get("journal:1")).rejects.toThrow(StorageAway);
    await expect(storage.getMany(["offer:1", "journal:1"])).rejects.toThrow(StorageAway);
    await expect(storage.write([{ key: "journal:1", value: 1 }])).rejects.toThrow(StorageAway);
    await expect(
      storage.write([
        { key: "offer:1", value: 1 },
        { key: "journal:1", value: 1 },
      ]),
    ).rejects.toThrow(StorageAway);
    await expect(
      storage.write([{ key: "offer:1", value: 1 }], { key: "journal:1", is: undefined }),
    ).rejects.toThrow(StorageAway);
    await expect(storage.list("offer:")).rejects.toThrow(StorageAway);
    await expect(storage.increment("journal:n", 1)).rejects.toThrow(StorageAway);
    beneath.comeBack();
    expect(await storage.list("")).toEqual([]);
  });

  it("does not take for missing what others may know, where that is asked for", async () => {
    const careful = bridged(beneath, {
      clock,
      logger: silentLogger,
      mayBeLost: ["action:"],
      notAssumedMissing: ["action:"],
    });
    await careful.write([{ key: "action:old", value: 1 }]);
    beneath.go();
    await careful.write([{ key: "action:new", value: 2 }]);
    expect(await careful.get("action:new")).toBe(2);
    await expect(careful.get("action:old")).rejects.toThrow(StorageAway);
    await expect(careful.getMany(["action:new", "action:old"])).rejects.toThrow(StorageAway);
  });

  it("lets other errors be", async () => {
    await storage.write([{ key: "offer:1", value: "three" }]);
    await expect(storage.increment("offer:1", 1_000)).rejects.toThrow(TypeError);
  });
});
