import { expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import type { RoomBusy, RoomId } from "../../src/core/model.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";

const asker = { id: "li-lei", name: "Li Lei" };
const window = { start: 0, end: 3_600_000 };
const FREE: RoomBusy = { known: true, busy: [] };

it("knows a room that somebody else gave up trust in while its answer was under way", async () => {
  let answer = (_busy: ReadonlyMap<RoomId, RoomBusy>): void => {};
  const rooms: Rooms = {
    list: async () => [],
    rules: () => Promise.reject(new Error("not asked here")),
    busy: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const freeBusy = new FreeBusy(rooms, new MovableClock(0), silentLogger, { zone: "UTC" });
  const asked = freeBusy.ask(["a", "b"], window, asker);
  freeBusy.forget("b");
  answer(
    new Map([
      ["a", FREE],
      ["b", FREE],
    ]),
  );
  expect([...(await asked).busy.values()]).toEqual([FREE, FREE]);
});

it("reads a sought room again sooner than a quiet one, once it has seen which is which", async () => {
  const clock = new MovableClock(0);
  const asked: RoomId[] = [];
  let meetings = 0;
  const rooms: Rooms = {
    busyBatch: 1,
    list: async () => [],
    rules: () => Promise.reject(new Error("not asked here")),
    busy: async (ids, { start }) => {
      asked.push(...ids);
      const taken = Array.from({ length: meetings }, (_, at) => ({
        start: start + 2 * at,
        end: start + 2 * at + 1,
      }));
      return new Map(
        ids.map((id): [RoomId, RoomBusy] => [id, { known: true, busy: id === "sought" ? taken : [] }]),
      );
    },
  };
  const budget = { calls: () => ({ used: 5_000, of: 5_000 }), messages: () => ({ used: 0 }) };
  const freeBusy = new FreeBusy(rooms, clock, silentLogger, { zone: "UTC", budget });
  const hour = { start: 48 * 3_600_000, end: 49 * 3_600_000 };
  for (let hours = 0; hours < 12; hours += 1) {
    await freeBusy.ask(["sought", "quiet"], hour, asker);
    clock.advance(61 * 60_000);
    meetings += 1;
  }
  const times = (id: RoomId) => asked.filter((one) => one === id).length;
  expect(times("sought")).toBeGreaterThan(10);
  expect(times("quiet")).toBeLessThan(8);
});
