import { describe, expect, it, test } from "vitest";
import {
  floorsApart,
  isInBuilding,
  type Place,
  placeOf,
  sameBuilding,
  sameFloor,
  samePlace,
} from "../../src/availability/place.ts";
import { room } from "./office.ts";

describe("where a room is", () => {
  const rows: readonly [name: string, path: readonly string[], place: Place][] = [
    ["Oak 12F", [], { floor: "12" }],
    ["Oak (5/F)", [], { floor: "5" }],
    ["Oak", ["12楼"], { floor: "12" }],
    ["Oak", ["十二层"], { floor: "12" }],
    ["Oak", ["第二十一层"], { floor: "21" }],
    ["三楼大会议室", [], { floor: "3" }],
    ["Oak", ["F2"], { floor: "2" }],
    ["Oak", ["Floor 12"], { floor: "12" }],
    ["Oak", ["12th floor"], { floor: "12" }],
    ["Oak", ["Level 3"], { floor: "3" }],
    ["Oak", ["B1"], { floor: "B1" }],
    ["Oak", ["B1层"], { floor: "B1" }],
    ["Oak", ["地下一层"], { floor: "B1" }],
    ["Oak", ["负2楼"], { floor: "B2" }],
    ["Oak", ["-1F"], { floor: "B1" }],
    ["Oak", ["3号楼"], { building: "3" }],
    ["Oak", ["三号楼"], { building: "3" }],
    ["Oak", ["A座"], { building: "A" }],
    ["Oak", ["总部a座"], { building: "A" }],
    ["Oak", ["Tower B"], { building: "B" }],
    ["Oak", ["Building 7"], { building: "7" }],
    ["Oak", ["C building"], { building: "C" }],
    ["Oak", ["北楼"], { building: "北" }],
    ["Oak", ["环球大厦"], { building: "环球" }],
    ["Oak", ["North Tower"], { building: "NORTH" }],
    ["Oak", ["A座", "12层"], { building: "A", floor: "12" }],
    ["Oak", ["A座12层"], { building: "A", floor: "12" }],
    ["3号楼5层 Oak", [], { building: "3", floor: "5" }],
    ["B座12F Oak", [], { building: "B", floor: "12" }],
    ["Ｏａｋ １２Ｆ", [], { floor: "12" }],
    ["1203", [], { floor: "12" }],
    ["Room 305", [], { floor: "3" }],
    ["A-1203", [], { floor: "12" }],
    ["1203", ["8楼"], { floor: "8" }],
    ["Oak (100人)", [], {}],
    ["Oak 20261", [], {}],
    ["Oak", ["总部", "研发"], {}],
    ["Oak", [], {}],
  ];
  for (const [name, path, place] of rows) {
    test(`${[...path, name].join(" / ")} is ${JSON.stringify(place)}`, () => {
      expect(placeOf(room(name, { path }))).toEqual(place);
    });
  }

  it("takes the nearest place of the path before the farther ones", () => {
    expect(placeOf(room("Oak", { path: ["1号楼", "2号楼", "3层"] }))).toEqual({ building: "2", floor: "3" });
  });
});

describe("ways to write the same place", () => {
  it.each(["12", "12F", "12/F", "12楼", "12层", "十二层", "floor 12", "12th floor", "１２楼", "第十二层"])(
    "%s is floor 12",
    (written) => expect(sameFloor(written, "12")).toBe(true),
  );
  it.each(["B1", "b1", "B1层", "地下一层", "负一楼", "-1F"])("%s is the first basement", (written) =>
    expect(sameFloor(written, "B1")).toBe(true),
  );
  it.each(["1", "2F", "十一层", "B12"])("%s is not floor 12", (written) =>
    expect(sameFloor(written, "12")).toBe(false),
  );
  it.each(["A", "a", "A座", "Tower A", "building A", "A栋", "A楼"])("%s is building A", (written) =>
    expect(sameBuilding(written, "A")).toBe(true),
  );
  it.each(["3", "3号楼", "三号楼", "Building 3", "3栋"])("%s is building 3", (written) =>
    expect(sameBuilding(written, "3")).toBe(true),
  );

  it("agrees where one of two places says nothing", () => {
    expect(samePlace({ floor: "12" }, { building: "A", floor: "12F" })).toBe(true);
    expect(samePlace({ building: "B", floor: "12" }, { building: "A", floor: "12" })).toBe(false);
    expect(samePlace({ floor: "11" }, { floor: "12" })).toBe(false);
  });

  it("finds a room by any named part of its path", () => {
    const oak = room("Oak", { path: ["上海总部", "A座", "3层"] });
    expect(isInBuilding(oak, "A")).toBe(true);
    expect(isInBuilding(oak, "上海")).toBe(true);
    expect(isInBuilding(oak, "B座")).toBe(false);
    expect(isInBuilding(oak, "北京")).toBe(false);
  });
});

describe("floors apart", () => {
  it("counts floors, without a floor 0", () => {
    expect(floorsApart("12", "10F")).toBe(2);
    expect(floorsApart("B1", "1")).toBe(1);
    expect(floorsApart("B2", "B1")).toBe(1);
    expect(floorsApart("M", "1")).toBeUndefined();
  });
});
