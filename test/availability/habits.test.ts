import { describe, expect, it } from "vitest";
import { habitsOf } from "../../src/availability/habits.ts";
import type { Room } from "../../src/core/model.ts";

const room = (id: string, floor: string): Room => ({
  id,
  name: id,
  equipment: [],
  path: ["总部A座", floor],
  access: "everyone",
});
const rooms = [room("a", "8层"), room("b", "8层"), room("c", "12层"), { ...room("d", ""), path: [] }];

describe("what somebody usually takes", () => {
  it.each([
    ["nothing was booked", [], [], undefined],
    ["a room was booked once", ["a"], [], undefined],
    ["a room was booked twice", ["a", "c", "a"], ["a"], "8"],
    ["most bookings were on one floor, in whichever room", ["a", "b", "c"], [], "8"],
    ["half of the bookings were on one floor", ["a", "b", "c", "c"], ["c"], undefined],
    ["nobody knows on which floor", ["d", "d", "d"], ["d"], undefined],
    ["a room is gone from the directory", ["x", "x", "a"], ["x"], undefined],
  ])("where %s", (_, booked, usualRoomIds, floor) => {
    const habits = habitsOf(rooms, booked);
    expect(habits.usualRoomIds).toEqual(usualRoomIds);
    expect(habits.usualFloor?.floor).toBe(floor);
  });
});
