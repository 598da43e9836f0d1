import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/core/clock.ts";
import type { Json } from "../../src/core/json.ts";
import type { Change, Storage } from "../../src/ports/storage.ts";

/** A clock that stands still until it is told the time. */
export interface SetClock extends Clock {
  advance(ms: number): void;
}

export function setClock(nowMs = Date.parse("2026-03-12T07:00:00Z")): SetClock {
  let now = nowMs;
  return {
    now: () => now,
    sleep: () => Promise.reject(new Error("a storage has no reason to sleep")),
    advance: (ms) => {
      now += ms;
    },
  };
}

/** What every storage does, whatever is beneath it. `open` makes an empty one. */
export function storageContract(name: string, open: (clock: Clock) => Promise<Storage>): void {
  describe(`${name}: what every storage does`, () => {
    let clock: SetClock;
    let storage: Storage;
    beforeEach(async () => {
      clock = setClock();
      storage = await open(clock);
    });
    afterEach(async () => {
      await storage.close();
    });

    const put = (key: string, value: Json | undefined, ttlMs?: number) =>
      storage.write([ttlMs === undefined ? { key, value } : { key, value, ttlMs }]);

    describe("keeping", () => {
      it("gives back what was written, of every kind of JSON", async () => {
        const values: Json[] = [
          null,
          false,
          0,
          -1.5e300,
          "",
          "会议室 🏢 \u0000 \n",
          [],
          [1, [null, {}]],
          { b: 1, a: { c: [] } },
        ];
        for (const value of values) {
          await put("key", value);
          expect(await storage.get("key")).toEqual(value);
        }
      });

      it("knows nothing of a key that was never written or was removed", async () => {
        expect(await storage.get("key")).toBeUndefined();
        await put("key", 1);
        await put("key", undefined);
        expect(await storage.get("key")).toBeUndefined();
        expect(await put("key", undefined)).toBe(true);
      });

      it("gives back many at once, in the order asked, and says where there is nothing", async () => {
        await put("a", 1);
        await put("b", null);
        await put("short", 1, 1_000);
        expect(await storage.getMany(["b", "none", "a", "short", "a"])).toEqual([null, undefined, 1, 1, 1]);
        clock.advance(1_000);
        expect(await storage.getMany(["short", "b"])).toEqual([undefined, null]);
        expect(await storage.getMany([])).toEqual([]);
      });

      it("keeps a value that tells null from nothing", async () => {
        await put("key", null);
        expect(await storage.get("key")).toBeNull();
        expect(await storage.write([{ key: "key", value: 1 }], { key: "key", is: undefined })).toBe(false);
        expect(await storage.write([{ key: "key", value: 1 }], { key: "key", is: null })).toBe(true);
      });

      it("keeps its own copy: changing what was written or read changes nothing stored", async () => {
        const value = { people: ["王芳"] };
        await put("key", value);
        value.people.push("李雷");
        const read = (await storage.get("key")) as { people: string[] };
        read.people.push("韩梅梅");
        expect(await storage.get("key")).toEqual({ people: ["王芳"] });
      });

      it("agrees with a plain map, whatever is written under whatever keys", async () => {
        const keys = fc.oneof(fc.constantFrom("a", "a:1", "a%", "a_", "🏢"), fc.string({ maxLength: 6 }));
        const value = fc.option(fc.jsonValue(), { nil: undefined }) as fc.Arbitrary<Json | undefined>;
        await fc.assert(
          fc.asyncProperty(fc.array(fc.tuple(keys, value), { maxLength: 20 }), async (writes) => {
            const store = await open(clock);
            const model = new Map<string, Json>();
            for (const [key, written] of writes) {
              await store.write([{ key, value: written }]);
              if (written === undefined) model.delete(key);
              else model.set(key, JSON.parse(JSON.stringify(written)));
            }
            const all = await store.list("");
            expect(new Map(all.map((entry) => [entry.key, entry.value]))).toEqual(model);
            await store.close();
          }),
          { numRuns: 25 },
        );
      });
    });

    describe("life", () => {
      it("ends to the millisecond, at once, for reading, listing and guarding", async () => {
        await put("short", 1, 1000);
        await put("long", 2);
        clock.advance(999);
        expect(await storage.get("short")).toBe(1);
        clock.advance(1);
        expect(await storage.get("short")).toBeUndefined();
        expect(await storage.list("")).toEqual([{ key: "long", value: 2 }]);
        expect(await storage.write([{ key: "x", value: 1 }], { key: "short", is: 1 })).toBe(false);
        expect(await storage.write([{ key: "short", value: 3 }], { key: "short", is: undefined })).toBe(true);
        expect(await storage.get("short")).toBe(3);
      });

      it("is renewed, lengthened or lifted by writing again", async () => {
        await put("renewed", 1, 1000);
        await put("lifted", 1, 1000);
        clock.advance(900);
        await put("renewed", 2, 1000);
        await put("lifted", 2);
        clock.advance(900);
        expect(await storage.get("renewed")).toBe(2);
        expect(await storage.get("lifted")).toBe(2);
        clock.advance(3_600_000);
        expect(await storage.get("renewed")).toBeUndefined();
        expect(await storage.get("lifted")).toBe(2);
      });

      it("may be none: such a value is never seen", async () => {
        await put("key", 1, 0);
        expect(await storage.get("key")).toBeUndefined();
      });

      it("may be a fraction of a millisecond, which is never cut short", async () => {
        await put("key", 1, 0.5);
        expect(await storage.get("key")).toBe(1);
      });

      it("of one entry does not end another's when space is given back", async () => {
        await put("short", 1, 1000);
        await put("longer", 1, 600_000);
        clock.advance(120_000);
        await put("other", 1);
        expect((await storage.list("")).map(({ key }) => key)).toEqual(["longer", "other"]);
      });
    });

    describe("a life that is kept", () => {
      it("goes on as it was while the value is another, whatever it was", async () => {
        await put("short", 1, 1000);
        await put("ever", 1);
        clock.advance(600);
        const changes: Change[] = [
          { key: "short", value: 2, keepsLife: true },
          { key: "ever", value: 2, keepsLife: true },
        ];
        expect(await storage.write(changes, { key: "short", is: 1 })).toBe(true);
        expect([await storage.get("short"), await storage.get("ever")]).toEqual([2, 2]);
        clock.advance(400);
        expect(await storage.list("")).toEqual([{ key: "ever", value: 2 }]);
      });

      it("that is over, or never began, does not begin", async () => {
        await put("over", 1, 1000);
        clock.advance(1000);
        for (const key of ["over", "never"])
          expect(await storage.write([{ key, value: 2, keepsLife: true }])).toBe(true);
        expect(await storage.list("")).toEqual([]);
      });
    });

    describe("guards", () => {
      const write = (is: Json | undefined) =>
        storage.write([{ key: "out", value: "written" }], { key: "key", is });

      it("let a write pass only when the key holds exactly that value", async () => {
        await put("key", { owner: "a", until: 1 });
        expect(await write({ owner: "a", until: 2 })).toBe(false);
        expect(await write({ owner: "a" })).toBe(false);
        expect(await write(undefined)).toBe(false);
        expect(await storage.get("out")).toBeUndefined();
        expect(await write({ owner: "a", until: 1 })).toBe(true);
        expect(await storage.get("out")).toBe("written");
      });

      it("do not care for the order of an object's keys, at any depth, nor for keys without a value", async () => {
        await put("key", { a: 1, b: [{ c: 2, d: 3 }] });
        expect(await write({ b: [{ d: 3, c: 2 }], a: 1, e: undefined })).toBe(true);
      });

      it("do care for the order of a list and for the kind of a value", async () => {
        await put("key", [1, 2]);
        expect(await write([2, 1])).toBe(false);
        await put("key", 1);
        expect(await write("1")).toBe(false);
        expect(await write(true)).toBe(false);
      });

      it("on a key that must not exist hold only while it does not", async () => {
        expect(await write(undefined)).toBe(true);
        await put("key", 1);
        expect(await write(undefined)).toBe(false);
      });

      it("may be on a key that the write itself changes: a lease is taken over, a one-time action is taken once", async () => {
        await put("lease", "a");
        const takeOver = (from: string, to: string) =>
          storage.write([{ key: "lease", value: to, ttlMs: 1000 }], { key: "lease", is: from });
        expect(await takeOver("a", "b")).toBe(true);
        expect(await takeOver("a", "c")).toBe(false);
        const take = () => storage.write([{ key: "lease", value: undefined }], { key: "lease", is: "b" });
        expect(await take()).toBe(true);
        expect(await take()).toBe(false);
      });

      it("have exactly one winner among many who set the same key at once", async () => {
        const claims = Array.from({ length: 50 }, (_, index) =>
          storage.write([{ key: "seen", value: index }], { key: "seen", is: undefined }),
        );
        const won = await Promise.all(claims);
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await storage.get("seen")).toBe(won.indexOf(true));
      });
    });

    describe("a write of several changes", () => {
      it("does all of them, or none when its guard does not hold", async () => {
        await put("kept", 1);
        const changes: Change[] = [
          { key: "kept", value: undefined },
          { key: "new", value: 2 },
        ];
        expect(await storage.write(changes, { key: "kept", is: 9 })).toBe(false);
        expect(await storage.list("")).toEqual([{ key: "kept", value: 1 }]);
        expect(await storage.write(changes, { key: "kept", is: 1 })).toBe(true);
        expect(await storage.list("")).toEqual([{ key: "new", value: 2 }]);
      });

      it("does none of them when one is no JSON", async () => {
        const cycle: Record<string, unknown> = {};
        cycle.self = cycle;
        const changes: Change[] = [
          { key: "good", value: 1 },
          { key: "bad", value: cycle as Json },
        ];
        await expect(storage.write(changes)).rejects.toThrow();
        expect(await storage.list("")).toEqual([]);
        await put("after", 1);
        expect(await storage.get("after")).toBe(1);
      });

      it("lets the last change of a key win, and may be empty", async () => {
        await storage.write([
          { key: "key", value: 1 },
          { key: "key", value: 2 },
        ]);
        expect(await storage.get("key")).toBe(2);
        expect(await storage.write([])).toBe(true);
      });
    });

    describe("listing", () => {
      it("gives the entries of a prefix in key order and no others", async () => {
        for (const key of ["b:2", "a:10", "a:2", "a", "b:1", "ab"]) await put(key, key);
        expect((await storage.list("a:")).map(({ key }) => key)).toEqual(["a:10", "a:2"]);
        expect((await storage.list("a")).map(({ key }) => key)).toEqual(["a", "a:10", "a:2", "ab"]);
        expect(await storage.list("c")).toEqual([]);
        expect((await storage.list("")).map(({ key }) => key)).toEqual([
          "a",
          "a:10",
          "a:2",
          "ab",
          "b:1",
          "b:2",
        ]);
      });

      it("takes every character of a prefix as it is", async () => {
        const keys = ["50%:x", "50:x", "a_b", "aXb", "A_B", "*", "?", "[a]", "'; DROP TABLE entry; --", "\\"];
        for (const key of keys) await put(key, 1);
        for (const prefix of ["50%", "a_", "A_", "*", "?", "[a", "'", "\\"]) {
          const found = (await storage.list(prefix)).map(({ key }) => key);
          expect(found).toEqual(keys.filter((key) => key.startsWith(prefix)));
        }
      });

      it("orders keys by their UTF-8 bytes, beyond the basic plane too", async () => {
        const ordered = ["z", "é", "会", "\uFF21", "🏢", "🏢:1"];
        for (const key of ordered.toReversed()) await put(key, 1);
        expect((await storage.list("")).map(({ key }) => key)).toEqual(ordered);
        expect((await storage.list("🏢")).map(({ key }) => key)).toEqual(["🏢", "🏢:1"]);
      });
    });

    describe("counting", () => {
      it("counts from one, and the count can be read", async () => {
        expect(await storage.increment("n", 1000)).toBe(1);
        expect(await storage.increment("n", 1000)).toBe(2);
        expect(await storage.get("n")).toBe(2);
      });

      it("starts anew when the life that began with the first count is over", async () => {
        await storage.increment("n", 1000);
        clock.advance(999);
        expect(await storage.increment("n", 1000)).toBe(2);
        clock.advance(1);
        expect(await storage.increment("n", 1000)).toBe(1);
      });

      it("loses no count among many at once", async () => {
        const counts = await Promise.all(Array.from({ length: 50 }, () => storage.increment("n", 1000)));
        expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      });

      it("refuses to count what is no count, and leaves it as it is", async () => {
        await put("key", "three");
        await expect(storage.increment("key", 1000)).rejects.toThrow(/"key" does not hold a count/);
        expect(await storage.get("key")).toBe("three");
        expect(await storage.increment("n", 1000)).toBe(1);
      });
    });

    describe("closing", () => {
      it("may be done twice, and everything else is refused in words afterwards", async () => {
        await storage.close();
        await storage.close();
        await expect(storage.get("key")).rejects.toThrow(/closed/);
        await expect(storage.getMany(["key"])).rejects.toThrow(/closed/);
        await expect(storage.list("")).rejects.toThrow(/closed/);
        await expect(put("key", 1)).rejects.toThrow(/closed/);
        await expect(storage.increment("key", 1)).rejects.toThrow(/closed/);
      });
    });
  });
}
