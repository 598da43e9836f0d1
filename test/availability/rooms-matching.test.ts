import { describe, expect, it } from "vitest";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import type { Wish } from "../../src/availability/wish.ts";
import { HOUR, room, span, wishAt, wishWithin } from "./office.ts";

const ROOMS = [
  room("Ash", { capacity: 4, path: ["A座", "11层"] }),
  room("Birch", { capacity: 8, equipment: ["tv"], path: ["A座", "12层"] }),
  room("Cedar", { capacity: 12, equipment: ["projector", "whiteboard"], path: ["B座", "12层"] }),
  room("Dogwood", { equipment: ["projector"] }),
  room("Elm", { capacity: 8, access: "nobody" }),
  room("Fir", { capacity: 8, closed: span("14:00–18:00") }),
];

function fitting(wish: Partial<Wish>): string[] {
  return matchRooms(ROOMS, { ...wishAt("09:00–10:00"), ...wish }).fitting.map(({ name }) => name);
}

describe("matching rooms with a wish", () => {
  it("takes every room that people may book, for a wish that says nothing more", () => {
    expect(fitting({})).toEqual(["Ash", "Birch", "Cedar", "Dogwood", "Fir"]);
  });

  it("keeps a room whose seats are unknown", () => {
    expect(fitting({ minSeats: 8 })).toEqual(["Birch", "Cedar", "Dogwood", "Fir"]);
    expect(fitting({ minSeats: 5, maxSeats: 8 })).toEqual(["Birch", "Dogwood", "Fir"]);
  });

  it("wants all of the equipment", () => {
    expect(fitting({ equipment: ["projector"] })).toEqual(["Cedar", "Dogwood"]);
    expect(fitting({ equipment: ["projector", "whiteboard"] })).toEqual(["Cedar"]);
  });

  it("wants the floor and the building, whichever way they are written", () => {
    expect(fitting({ floor: "12" })).toEqual(["Birch", "Cedar"]);
    expect(fitting({ floor: "十二楼", building: "a" })).toEqual(["Birch"]);
    expect(fitting({ building: "B座" })).toEqual(["Cedar"]);
  });

  it("wants the room that was named", () => {
    expect(fitting({ roomName: "birch room" })).toEqual(["Birch"]);
    expect(fitting({ roomName: "Nowhere" })).toEqual([]);
  });

  it("leaves out a room that is closed for all of the wished time, and keeps one that is closed for a part", () => {
    expect(fitting({ when: wishAt("14:00–18:00").when })).not.toContain("Fir");
    expect(fitting({ when: wishAt("13:30–15:00").when })).toContain("Fir");
    expect(fitting({ when: wishWithin("13:00–18:00", HOUR).when })).toContain("Fir");
    const alternatives = [span("10:00–11:00")];
    expect(fitting({ when: { kind: "at", interval: span("15:00–16:00"), alternatives } })).toContain("Fir");
  });

  it("says everything that speaks against the others", () => {
    const { others } = matchRooms(ROOMS, {
      ...wishAt("15:00–16:00"),
      minSeats: 6,
      maxSeats: 10,
      equipment: ["tv", "video"],
      floor: "12",
      building: "A",
      roomName: "Birch",
    });
    expect(Object.fromEntries(others.map(({ room: { name }, missing }) => [name, missing]))).toEqual({
      Ash: [
        { code: "too-small", seats: 4, wanted: 6 },
        { code: "equipment", missing: ["tv", "video"] },
        { code: "floor", floor: "11" },
        { code: "name" },
      ],
      Birch: [{ code: "equipment", missing: ["video"] }],
      Cedar: [
        { code: "too-big", seats: 12, wanted: 10 },
        { code: "equipment", missing: ["tv", "video"] },
        { code: "building", building: "B" },
        { code: "name" },
      ],
      Dogwood: [
        { code: "equipment", missing: ["tv", "video"] },
        { code: "building" },
        { code: "floor" },
        { code: "name" },
      ],
      Elm: [
        { code: "not-allowed" },
        { code: "equipment", missing: ["tv", "video"] },
        { code: "building" },
        { code: "floor" },
        { code: "name" },
      ],
      Fir: [
        { code: "closed", until: span("14:00–18:00").end },
        { code: "equipment", missing: ["tv", "video"] },
        { code: "building" },
        { code: "floor" },
        { code: "name" },
      ],
    });
  });

  it("puts excluded rooms in neither", () => {
    const { fitting: rooms, others } = matchRooms(
      ROOMS,
      wishAt("09:00–10:00", { excludeRoomIds: ["ash", "elm"] }),
    );
    expect([...rooms, ...others.map((other) => other.room)].map(({ name }) => name)).toEqual([
      "Birch",
      "Cedar",
      "Dogwood",
      "Fir",
    ]);
  });
});
