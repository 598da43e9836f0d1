import { beforeEach, describe, expect, it } from "vitest";
import { HeldRooms } from "../../src/bot/follow-up/held-rooms.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { RoomBusy } from "../../src/core/model.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.parse("2026-03-11T10:00:00+08:00");
const at = (hour: number, lasts = 1): Interval => ({
  start: NOW + hour * HOUR_MS,
  end: NOW + (hour + lasts) * HOUR_MS,
});
const WEEK = { start: NOW, end: NOW + 7 * 24 * HOUR_MS };
const day = (...busy: Interval[]) => new Map<string, RoomBusy>([["star", { known: true, busy }]]);

describe("the rooms that colleagues have", () => {
  let clock: MovableClock;
  let held: HeldRooms;
  const missing = (days: ReadonlyMap<string, RoomBusy>, window = WEEK, readAtMs = clock.now()) =>
    held.missingIn(days, window, readAtMs);

  beforeEach(async () => {
    clock = new MovableClock(NOW);
    held = new HeldRooms(createMemoryStorage(clock), clock, "somewhere");
    await held.put("star", { eventId: "e1", isFirm: true, ...at(5) });
    clock.advance(2 * MINUTE_MS);
  });

  it.each([
    ["shown", [at(5)], []],
    ["shown as parts that touch", [at(5, 0.5), at(5.5, 0.5)], []],
    ["within a longer stretch", [at(4, 3)], []],
    ["shown in part", [at(5, 0.5)], ["e1"]],
    ["beside others", [at(4), at(6)], ["e1"]],
    ["not shown", [], ["e1"]],
  ] as const)("are missing where the day does not show all of their time: %s", async (_, busy, expected) => {
    expect(await missing(day(...busy))).toEqual(expected);
  });

  it("are not missing in a day that was asked for before the booking was to be seen", async () => {
    expect(await missing(day(), WEEK, NOW + 30_000)).toEqual([]);
  });

  it("are not missing in a window that does not reach them, nor in a day that is not known", async () => {
    expect(await missing(day(), { start: NOW, end: at(5).end - 1 })).toEqual([]);
    expect(await missing(new Map([["star", { known: false, why: "not read" }]]))).toEqual([]);
    expect(await missing(new Map([["moon", { known: true, busy: [] }]]))).toEqual([]);
  });

  it("are not missing once the meeting has begun, or the room was given back", async () => {
    await held.put("star", { eventId: "e2", isFirm: true, ...at(7) });
    clock.advance(2 * MINUTE_MS);
    await held.drop("star", "e2");
    clock.advance(5 * HOUR_MS);
    expect(await missing(day())).toEqual([]);
  });

  it("are named once a day, each booking of a room by itself", async () => {
    await held.put("star", { eventId: "e2", isFirm: true, ...at(50) });
    expect(await missing(day(at(50)))).toEqual(["e1"]);
    clock.advance(HOUR_MS);
    expect(await missing(day())).toEqual(["e2"]);
    clock.advance(24 * HOUR_MS);
    expect(await missing(day())).toEqual(["e2"]);
  });

  it("that wait for nobody are missed where the day has them wait for approval, and only those", async () => {
    await held.put("star", { eventId: "e2", isFirm: false, ...at(7) });
    clock.advance(2 * MINUTE_MS);
    const busy = [at(5), at(7)];
    expect(await missing(new Map([["star", { known: true, busy, tentative: busy }]]))).toEqual(["e1"]);
  });

  it("are all kept where several bookings are noted at once", async () => {
    const hours = [10, 11, 12, 13, 14];
    await Promise.all(
      hours.map((hour) => held.put("star", { eventId: `at ${hour}`, isFirm: true, ...at(hour) })),
    );
    clock.advance(2 * MINUTE_MS);
    expect(await missing(day(at(5)))).toHaveLength(hours.length);
  });
});
