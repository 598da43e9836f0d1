import { describe, expect, it } from "vitest";
import { PlatformError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Room, RoomRules } from "../../src/core/model.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { RoomDirectory } from "../../src/search/room-directory.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const asker = { id: "li-lei", name: "Li Lei" };
const room = (id: string): Room => ({ id, name: `Room ${id}`, equipment: [], path: [], access: "everyone" });
const OPEN: RoomRules = { access: "everyone", closures: [], approval: "none", recurring: true };
const HOUR_MS = 60 * 60_000;

/** A directory over a vendor that counts what it is asked, and fails while it is told to. */
function setUp() {
  const clock = new MovableClock(0);
  const asked: string[] = [];
  const vendor = { fails: false };
  const answer = async <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    await Promise.resolve();
    if (vendor.fails) throw new PlatformError("unknown", "no answer");
    return value;
  };
  const rooms: Rooms = {
    list: () => answer("list", [room("1"), room("2"), room("3")]),
    rules: (id) => answer(`rules ${id}`, OPEN),
    busy: async () => new Map(),
  };
  const storage = createMemoryStorage(clock);
  const open = () =>
    new RoomDirectory({ name: "test", rooms }, { storage, clock, logger: silentLogger, exclude: ["2"] });
  const restarted = () => {
    const directory = open();
    return {
      rooms: (who: typeof asker) => directory.rooms(who),
      knownNames: () => directory.knownNames(),
    };
  };
  return { clock, asked, vendor, directory: open(), restarted };
}

describe("the directory of rooms", () => {
  it("reads a stored list once for all who want it at the same moment", async () => {
    const { directory, restarted } = setUp();
    await directory.rooms(asker);
    const { rooms, knownNames } = restarted();
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => rooms(asker)));
    expect(others.every((list) => list === first)).toBe(true);
    const [names, ...again] = await Promise.all([1, 2, 3].map(() => knownNames()));
    expect(again.every((list) => list === names)).toBe(true);
  });

  it("asks once for the list, however many want it, and leaves excluded rooms out", async () => {
    const { directory, asked } = setUp();
    const lists = await Promise.all([directory.rooms(asker), directory.rooms(asker)]);
    for (const list of lists) expect(list.map(({ id }) => id)).toEqual(["1", "3"]);
    expect(await directory.knownNames()).toEqual(["Room 1", "Room 3"]);
    // What is made ready from them is kept by the array.
    expect(await directory.knownNames()).toBe(await directory.knownNames());
    expect(asked).toEqual(["list"]);
  });

  it("asks once for a room's rules, however many want them at the same time or later", async () => {
    const { directory, asked } = setUp();
    const many = Array.from({ length: 30 }, () => directory.rules(["1", "3"], asker));
    for (const rules of await Promise.all(many)) expect([...rules.keys()]).toEqual(["1", "3"]);
    await directory.rules(["1"], asker);
    expect(asked).toEqual(["rules 1", "rules 3"]);
  });

  it("asks again for rules that could not be read, or were forgotten", async () => {
    const { directory, asked, vendor } = setUp();
    vendor.fails = true;
    expect((await directory.rules(["1"], asker)).size).toBe(0);
    vendor.fails = false;
    expect((await directory.rules(["1"], asker)).size).toBe(1);
    await directory.forgetRules("1");
    await directory.rules(["1"], asker);
    expect(asked).toEqual(["rules 1", "rules 1", "rules 1"]);
  });

  it("asks anew for what the platform tells has changed: one room's rules or all, and the list", async () => {
    const { directory, asked } = setUp();
    await directory.rooms(asker);
    await directory.rules(["1", "3"], asker);
    asked.length = 0;
    await directory.changed("1");
    await directory.rules(["1", "3"], asker);
    expect(asked).toEqual(["rules 1"]);
    await directory.changed();
    await directory.rules(["1", "3"], asker);
    expect(asked).toEqual(["rules 1", "rules 1", "rules 3"]);
    // The old list is used once more, while the new one is on its way.
    await directory.rooms(asker);
    await directory.rooms(asker);
    expect(asked).toEqual(["rules 1", "rules 1", "rules 3", "list"]);
  });

  it("leaves a vendor alone that has just failed to list its rooms, and asks again a little later", async () => {
    const { directory, asked, vendor, clock } = setUp();
    vendor.fails = true;
    await expect(directory.rooms(asker)).rejects.toThrow("no answer");
    await expect(directory.rooms(asker)).rejects.toThrow("no answer");
    expect(asked).toEqual(["list"]);
    vendor.fails = false;
    clock.advance(11_000);
    expect(await directory.rooms(asker)).toHaveLength(2);
    expect(asked).toEqual(["list", "list"]);
  });

  it("goes on with an old list while the vendor fails", async () => {
    const { directory, asked, vendor, clock } = setUp();
    await directory.rooms(asker);
    clock.advance(7 * HOUR_MS);
    vendor.fails = true;
    expect(await directory.rooms(asker)).toHaveLength(2);
    await Promise.resolve();
    expect(await directory.rooms(asker)).toHaveLength(2);
    expect(asked).toEqual(["list", "list"]);
  });
});
