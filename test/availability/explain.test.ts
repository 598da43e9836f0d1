import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyNot } from "../../src/availability/explain.ts";
import { findOffers, type OfferInput } from "../../src/availability/find-offers.ts";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import type { RoomRules } from "../../src/core/model.ts";
import { at, busyOf, HOUR, room, rulesOf, span, wishAt, wishWithin, ZONE } from "./office.ts";
import { question } from "./oracle.ts";

const oak = room("Oak", { capacity: 6 });

function reasons(given: Partial<OfferInput>, its: Partial<RoomRules> = {}) {
  return whyNot(oak, {
    rooms: [oak],
    wish: wishAt("15:00–16:00"),
    busy: busyOf({ oak: [] }),
    rules: rulesOf([oak], { oak: its }),
    memberships: [],
    now: at("08:00"),
    zone: ZONE,
    ...given,
  });
}

describe("why a room was not offered", () => {
  it("is nothing where it can be had", () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ wish: wishAt("15:00–16:00", { excludeRoomIds: ["oak"] }) })).toEqual([]);
  });

  it("is what the room is, what its rules say and when it is taken, all together", () => {
    const busy = busyOf({ oak: ["09:00–10:00", "15:30–17:00"] });
    const wish = wishAt("15:00–16:00", { minSeats: 8 });
    expect(reasons({ wish, busy }, { maxMinutes: 30 })).toEqual([
      { code: "too-small", seats: 6, wanted: 8 },
      { code: "too-long", maxMinutes: 30 },
      { code: "busy", busy: [span("15:30–17:00")] },
    ]);
  });

  it("is that nobody could read what the room is doing", () => {
    expect(reasons({ busy: busyOf({ oak: "?" }) })).toEqual([{ code: "unknown", why: "no permission" }]);
    expect(reasons({ busy: new Map() })).toEqual([{ code: "unknown" }]);
  });

  it("is that only the client can book it", () => {
    expect(reasons({}, { approval: "custom" })).toEqual([{ code: "approval-custom" }]);
  });

  it("counts a window as possible as soon as one time in it is", () => {
    const wish = wishWithin("13:00–18:00", HOUR);
    expect(reasons({ wish, busy: busyOf({ oak: ["13:00–17:00"] }) })).toEqual([]);
    expect(reasons({ wish, busy: busyOf({ oak: ["13:30–17:30"] }) })).toEqual([
      { code: "busy", busy: [span("13:30–17:30")] },
    ]);
    expect(reasons({ wish }, { dailyMinutes: { from: 540, to: 780 } })).toEqual([
      { code: "outside-hours", from: 540, to: 780 },
    ]);
  });

  it("is that the time is over", () => {
    expect(reasons({ now: at("16:00") })).toEqual([{ code: "past" }]);
    expect(reasons({ wish: wishWithin("13:00–15:00", HOUR), now: at("14:01") })).toEqual([{ code: "past" }]);
  });

  it("is told once where the directory and the rules say the same", () => {
    const closed = { ...oak, closed: span("09:00–20:00") };
    const asked = { rooms: [closed], rules: rulesOf([closed]), wish: wishAt("15:00–16:00") };
    expect(
      whyNot(closed, { ...asked, busy: busyOf({ oak: [] }), memberships: [], now: at("08:00"), zone: ZONE }),
    ).toEqual([{ code: "closed", until: at("20:00") }]);
  });

  it("is given for every room that is not offered, and for no other", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const rooms = matchRooms(asked.rooms, asked.wish).fitting;
        const offered = new Set(findOffers({ ...asked, rooms }).map((offer) => offer.room.id));
        for (const each of asked.rooms) {
          expect(whyNot(each, asked).length === 0).toBe(offered.has(each.id));
        }
      }),
      { numRuns: 300 },
    );
  });
});
