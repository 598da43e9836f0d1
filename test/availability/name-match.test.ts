import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byName, editDistance } from "../../src/availability/name-match.ts";

const NAMES = [
  "Kilimanjaro",
  "Matterhorn (East)",
  "Matterhorn (West)",
  "黄山",
  "泰山大会议室",
  "泰山小会议室",
  "大会议室",
  "小会议室",
  "1203",
  "1204",
  "1203A",
  "武夷山会议室",
  "Blue Room",
];
const found = (written: string) =>
  byName(
    NAMES.map((name) => ({ name })),
    written,
  ).map(({ name }) => name);

describe("finding rooms by name", () => {
  it.each([
    ["exactly", "黄山", ["黄山"]],
    ["in another case", "KILIMANJARO", ["Kilimanjaro"]],
    ["in full width", "Ｋｉｌｉｍａｎｊａｒｏ", ["Kilimanjaro"]],
    ["with the word for room", "黄山会议室", ["黄山"]],
    ["with the word for room in English", "Kilimanjaro meeting room", ["Kilimanjaro"]],
    ["without it", "武夷山", ["武夷山会议室"]],
    ["without it in English", "blue", ["Blue Room"]],
    ["without punctuation", "matterhorn east", ["Matterhorn (East)"]],
    ["with a letter missing", "kilimanjro", ["Kilimanjaro"]],
    ["with two letters swapped", "kilimanajro", ["Kilimanjaro"]],
    ["with one character wrong of three", "武姨山", ["武夷山会议室"]],
    ["exactly, though its name is nothing but size and kind", "大会议室", ["大会议室"]],
    ["by its number, and not its neighbour", "1204", ["1204"]],
    ["by its number, and not the longer name", "1203", ["1203"]],
    ["by a part of the name, all that have it", "Matterhorn", ["Matterhorn (East)", "Matterhorn (West)"]],
    ["without its size, both sizes", "泰山", ["泰山大会议室", "泰山小会议室"]],
    ["with its size, that one", "泰山大会议室", ["泰山大会议室"]],
  ])("finds it %s", (_, written, names) => expect(found(written)).toEqual(names));

  it.each([
    ["a number is no slip", "1205"],
    ["nor half of a number", "120"],
    ["nor its other half", "203"],
    ["two characters of two are another name", "华山"],
    ["a stranger", "Fuji"],
    ["nothing at all", "  "],
    ["only punctuation", "()"],
  ])("finds none: %s", (_, written) => expect(found(written)).toEqual([]));

  it("always finds a name written as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat(), (names, pick) => {
        const name = names[pick % names.length] ?? "";
        const matches = byName(
          names.map((each) => ({ name: each })),
          name,
        );
        expect(matches.some((match) => match.name === name)).toBe(name.trim() !== "");
      }),
    );
  });
});

describe("edit distance", () => {
  it("counts letters, and a swap of neighbours once", () => {
    expect(editDistance("everest", "everest")).toBe(0);
    expect(editDistance("everest", "evrest")).toBe(1);
    expect(editDistance("everest", "evreest")).toBe(1);
    expect(editDistance("", "abc")).toBe(3);
    expect(editDistance("kitten", "sitting")).toBe(3);
  });

  it("is the same both ways", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => editDistance(a, b) === editDistance(b, a)));
  });
});
