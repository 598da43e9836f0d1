import { describe, expect, it } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

/** The rooms that an answer offers, in order, as the office knows them. */
function roomsIn(text: string, { world }: Office): OfficeRoom[] {
  const names = [...text.matchAll(/^ *\d+\. (.+)$/gm)].map(([, name = ""]) => name.trim());
  return names.flatMap((name) => world.office.rooms.find((room) => room.name === name) ?? []);
}

const seats = ({ capacity }: OfficeRoom): number => capacity ?? 0;
const isOn =
  (...places: string[]) =>
  ({ placeKey }: OfficeRoom): boolean =>
    places.includes(placeKey);

/** What is wished for, in both languages, and what every offered room then is. */
const WISHES: readonly (readonly [
  what: string,
  texts: readonly string[],
  isRight: (room: OfficeRoom) => boolean,
])[] = [
  [
    "a size from and to",
    ["room for 5 to 8 tomorrow 3pm 1h", "5到8人 明天下午三点 一小时"],
    (room) => seats(room) >= 5,
  ],
  [
    "equipment, all of it",
    ["a room with projector and whiteboard tomorrow 3pm 1h", "明天下午三点 一小时 带投影和白板"],
    ({ equipment }) => equipment.includes("projector") && equipment.includes("whiteboard"),
  ],
  [
    "equipment by another word for it",
    ["a room with a beamer tomorrow 3pm 1h", "明天下午三点 一小时 要能放PPT"],
    ({ equipment }) => equipment.includes("projector"),
  ],
  [
    "a building",
    ["room in building B tomorrow 3pm 1h", "明天下午三点 一小时 B座"],
    isOn("b2", "b5", "b9", "bb1"),
  ],
  ["a floor", ["room on 12F tomorrow 3pm 1h", "12楼 明天下午三点 一小时"], isOn("a12")],
  [
    "a floor of a building",
    ["room on the 8th floor of building A tomorrow at 10 for an hour", "A座8楼 明天十点 一小时"],
    isOn("a8"),
  ],
  ["a basement", ["room on B1 tomorrow 3pm 1h", "明天下午三点 一小时 B1层"], isOn("bb1")],
];

describe.each(PLATFORMS)("a wish on %s", (vendor) => {
  const open = (test: (office: Office) => Promise<void>) =>
    inOffice({ platforms: [vendor], meetings: "none" }, test);

  it.each(WISHES)("may name %s", (_, texts, isRight) =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      for (const text of texts) {
        const answer = (await me.say(text)).text;
        const rooms = roomsIn(answer, office);
        expect(rooms.length, answer).toBeGreaterThan(0);
        expect(rooms.filter((room) => !isRight(room)).map(({ name }) => name)).toEqual([]);
      }
    }),
  );

  it("with a size from and to offers nothing bigger, and says which is just right", () =>
    open(async (office) => {
      const { text } = await office.at(vendor, "emma").say("room for 5 to 8 tomorrow 3pm 1h");
      for (const room of roomsIn(text, office)) expect(seats(room)).toBeLessThanOrEqual(8);
      expect(text).toMatch(/8 seats .*\n?.*just the right size/);
    }));

  it.each([
    ["free room tomorrow 3pm 1h for 6", "something bigger", /Free: Thu 12 Mar, 15:00–16:00/],
    ["明天下午三点 6人 一小时", "大一点的", /空闲会议室：3月12日 周四 15:00–16:00/],
  ])("of which bigger rooms are asked for is looked at again: %s", (wish, bigger, title) =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      const before = Math.max(...roomsIn((await me.say(wish)).text, office).map(seats));
      const { text } = await me.say(bigger);
      expect(text).toMatch(title);
      const rooms = roomsIn(text, office);
      expect(rooms.length).toBeGreaterThan(0);
      for (const room of rooms) expect(seats(room)).toBeGreaterThan(6);
      expect(Math.max(...rooms.map(seats))).toBeGreaterThanOrEqual(before);
    }),
  );

  it.each([
    ["free room tomorrow 3pm 1h for 8", "a smaller room please", /Free: Thu 12 Mar, 15:00–16:00/],
    ["明天下午三点 8人 一小时", "有没有小一点的", /空闲会议室：3月12日 周四 15:00–16:00/],
  ])("of which smaller rooms are asked for is looked at again: %s", (wish, smaller, title) =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      await me.say(wish);
      const { text } = await me.say(smaller);
      expect(text).toMatch(title);
      expect(roomsIn(text, office).length).toBeGreaterThan(0);
      for (const room of roomsIn(text, office)) expect(seats(room)).toBeLessThan(8);
    }),
  );

  it.each([
    ["free room tomorrow 3pm 1h", "another room", "one with a projector instead"],
    ["明天下午三点 一小时", "换一间", "换个有投影的"],
  ])(
    "of which another room is asked for goes on with the list, or takes what is new: %s",
    (wish, another, other) =>
      open(async (office) => {
        const me = office.at(vendor, "emma");
        const first = roomsIn((await me.say(wish)).text, office);
        const next = roomsIn((await me.say(another)).text, office);
        expect(next.length).toBeGreaterThan(0);
        for (const room of next) expect(first).not.toContain(room);
        const { text } = await me.say(other);
        const rooms = roomsIn(text, office);
        expect(rooms.length, text).toBeGreaterThan(0);
        for (const { equipment } of rooms) expect(equipment).toContain("projector");
        expect(text).toMatch(/15:00–16:00/);
      }),
  );

  it.each([["book me the biggest room tomorrow at 3pm for an hour"], ["最大的会议室 明天下午三点 一小时"]])(
    "may prefer a size, without a number: %s",
    (text) =>
      open(async (office) => {
        const rooms = roomsIn((await office.at(vendor, "emma").say(text)).text, office);
        expect(rooms.length).toBeGreaterThan(0);
        for (const room of rooms.slice(0, 2)) expect(seats(room)).toBeGreaterThanOrEqual(12);
      }),
  );

  it("names a room with a slip in it", () =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      expect((await me.say("is Everst free tomorrow at 3pm")).text).toMatch(/Everest is free/);
      expect((await me.say("free room kilimanjero tomorrow 3pm 1h")).text).toMatch(/Kilimanjaro/);
      expect((await me.say("free room tomorrow 3pm 1h called Atlantis")).text).not.toMatch(/no room called/);
    }));

  it("may be for several rooms of a size at once", () =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      for (const text of ["two rooms for 4 tomorrow 3pm 1h", "明天下午三点 两间 4人的会议室 一小时"]) {
        const answer = (await me.say(text)).text;
        expect(answer).toMatch(/2 rooms: take 2 numbers|你要 2 间/);
        for (const room of roomsIn(answer, office))
          if (room.capacity) expect(room.capacity).toBeGreaterThanOrEqual(4);
      }
    }));
});
