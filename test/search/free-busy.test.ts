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
