import { describe, expect, it } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

/** Rooms of four seats on floor 8 of building A, `Room 001` on, but for what is told of each. */
const rooms = (...given: readonly Partial<OfficeRoom>[]): OfficeRoom[] =>
  plainRooms(given.length).map((room, at) => ({ ...room, ...given[at] }));

interface Case {
  readonly rooms: readonly OfficeRoom[];
  /** When each room is taken on Wednesday 11 March, in their order. */
  readonly taken?: readonly (readonly [from: string, to: string])[];
  readonly en: readonly [wish: string, answer: RegExp];
  readonly zh: readonly [wish: string, answer: RegExp];
}

const WHOLE_DAY = ["00:00", "23:59"] as const;
const NEAR: Readonly<Record<string, Case>> = {
  "a little earlier": {
    rooms: rooms({}),
    taken: [["15:30", "17:00"]],
    en: ["free room 3pm 1h", /1\. Room 001\s+Wed 11 Mar, 14:30–15:30 · ≠ 30 min earlier/],
    zh: ["今天下午三点 一小时 会议室", /1\. Room 001\s+3月11日 周三 14:30–15:30 · ≠ 早30分钟/],
  },
  "later that day": {
    rooms: rooms({}),
    taken: [["10:00", "16:45"]],
    en: ["free room 2pm 1h", /Wed 11 Mar, 16:45–17:45 · ≠ 2 h 45 min later/],
    zh: ["今天下午两点 一小时 会议室", /3月11日 周三 16:45–17:45 · ≠ 晚2小时45分钟/],
  },
  "for a shorter time": {
    rooms: rooms({}),
    taken: [["15:45", "23:00"]],
    en: ["free room 3pm 1h", /Wed 11 Mar, 15:00–15:45 · ≠ 15 min shorter/],
    zh: ["今天下午三点 一小时 会议室", /3月11日 周三 15:00–15:45 · ≠ 短15分钟/],
  },
  "a little smaller": {
    rooms: rooms({ capacity: 4 }, { capacity: 8 }),
    taken: [["12:00", "12:00"], WHOLE_DAY],
    en: ["free room 3pm 1h for 5 people", /1\. Room 001\s+Wed 11 Mar, 15:00–16:00 · ≠ only 4 seats/],
    zh: ["今天下午三点 5人 一小时", /1\. Room 001\s+3月11日 周三 15:00–16:00 · ≠ 只有4个座位/],
  },
  "bigger than asked": {
    rooms: rooms({ capacity: 12 }, { capacity: 8 }),
    taken: [["12:00", "12:00"], WHOLE_DAY],
    en: [
      "room for 5-8 people at 3pm 1h",
      /1\. Room 001\s+Wed 11 Mar, 15:00–16:00 · ≠ bigger than you asked\n12 seats/,
    ],
    zh: ["今天下午三点 5-8人 一小时", /1\. Room 001\s+3月11日 周三 15:00–16:00 · ≠ 比你要的大\n12人/],
  },
  "without the one missing thing": {
    rooms: rooms({ equipment: ["whiteboard"] }),
    en: ["free room 3pm 1h with projector and whiteboard", /≠ without projector/],
    zh: ["今天下午三点 一小时 要投影和白板", /≠ 没有投影/],
  },
  "on the next floor rather than in another building": {
    rooms: rooms({ placeKey: "b5" }, { placeKey: "a12" }, {}),
    taken: [["12:00", "12:00"], ["12:00", "12:00"], WHOLE_DAY],
    en: [
      "free room 3pm 1h building A floor 8",
      /1\. Room 002\s+.*≠ on floor 12[\s\S]*2\. Room 001\s+.*≠ in building B · ≠ on floor 5/,
    ],
    zh: ["今天下午三点 一小时 A座8层", /1\. Room 002\s+.*≠ 在12层[\s\S]*2\. Room 001\s+.*≠ 在B座 · ≠ 在5层/],
  },
  "another room than the one that was named": {
    rooms: rooms({ name: "Everest" }, { name: "K2" }),
    taken: [["14:00", "18:00"]],
    en: ["room Everest at 3pm for 1h", /K2\s+Wed 11 Mar, 15:00–16:00 · ≠ another room/],
    zh: ["预订 Everest 今天下午三点 一小时", /K2\s+3月11日 周三 15:00–16:00 · ≠ 另一间/],
  },
};

describe.concurrent.each(PLATFORMS)("when nothing fits, on %s,", (vendor) => {
  it.each(Object.keys(NEAR))("a room is proposed %s", (kind) => {
    const { rooms: own, taken = [], en, zh } = NEAR[kind] as Case;
    const options = { platforms: [vendor], meetings: "none", office: officeWithRooms(own) } as const;
    return inOffice(options, async (office) => {
      for (const [at, [from, to]] of taken.entries()) {
        const room = own[at];
        if (!room || from === to) continue;
        office.world.add({
          madeOn: "client",
          organiserKey: "other:1",
          title: "taken",
          start: Date.parse(`2026-03-11T${from}+08:00`),
          end: Date.parse(`2026-03-11T${to}+08:00`),
          rooms: [{ roomKey: room.key, answer: "accepted" }],
        });
      }
      for (const [wish, answer] of [en, zh]) {
        const { text } = await office.at(vendor, "li-lei").say(wish);
        expect(text).toMatch(/These come close|比较接近的有/);
        expect(text).toMatch(answer);
      }
    });
  });

  it("a room that needs approval is one way among others, and marked", () => {
    const own = rooms({}, {});
    const [asking, plain] = own;
    if (!asking || !plain) throw new Error("two rooms are needed");
    const all = [{ ...asking, rules: { ...asking.rules, approval: "standard" as const } }, plain];
    const options = { platforms: [vendor], meetings: "none", office: officeWithRooms(all) } as const;
    return inOffice(options, async (office) => {
      office.world.add({
        madeOn: "client",
        organiserKey: "other:1",
        title: "taken",
        start: Date.parse("2026-03-11T15:00+08:00"),
        end: Date.parse("2026-03-11T15:30+08:00"),
        rooms: [{ roomKey: plain.key, answer: "accepted" }],
      });
      const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h");
      expect(text).toMatch(/1\. Room 002\s+.*≠ 30 min later/);
      // Feishu lets no bot ask for an approval.
      if (vendor === "dingtalk") expect(text).toMatch(/2\. Room 001\s+.*15:00–16:00 · ≠ needs approval/);
      else expect(text).toMatch(/Room 001 is free and cannot be booked by a bot/);
      // Who names it wants it, and asks for it.
      const named = (await office.at(vendor, "li-lei").say("Room 001 今天下午三点 一小时")).text;
      if (vendor === "dingtalk") expect(named).toMatch(/空闲会议室[\s\S]*1\. Room 001\s+.*需审批/);
      if (vendor === "dingtalk") expect(named).not.toMatch(/Room 002/);
    });
  });
});
