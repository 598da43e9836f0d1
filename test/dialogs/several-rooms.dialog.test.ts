import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince } from "../helpers/truth.ts";

const rooms = (vendor: VendorName, count: number): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
  office: officeWithRooms(plainRooms(count)),
});

describe.concurrent.each(PLATFORMS)("several rooms at once on %s", (vendor) => {
  it("are taken one after the other from one list, which then is closed", () =>
    inOffice(rooms(vendor, 4), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      expect((await me.say("two rooms for 4 at 3pm 1h")).text).toMatch(
        /You asked for 2 rooms: take 2 numbers/,
      );
      const first = (await me.say("1")).text;
      expect(first).toMatch(/Booked: Room 001[\s\S]*One more room to take: send a number, for example 2/);
      expect((await me.say("1")).text).toMatch(
        /You have Room 001 already\.\s*One more room to take: send a number, for example 2/,
      );
      const second = (await me.say("2")).text;
      expect(second).toMatch(/Booked: Room 002/);
      expect(second).not.toMatch(/more room/);
      const made = madeSince(office, before);
      expect(made.map(({ rooms }) => rooms[0]?.roomKey).sort()).toEqual(["room-001", "room-002"]);
      expect(new Set(made.map(({ start }) => start)).size).toBe(1);
      expectTruth(office, before, "li-lei");
      expect((await me.say("3")).text).toMatch(/just booked Room 002[\s\S]*Swap, or one more/);
    }));

  it("are said to be too many where there are not so many at one time", () =>
    inOffice(rooms(vendor, 1), async (office) => {
      const { text } = await office.at(vendor, "li-lei").say("明天下午三点 两间会议室 一小时");
      expect(text).toMatch(/你要 2 间，已查的会议室里同一时间最多能订 1 间/);
    }));

  it("are proposed for the nearest time at which as many are free, and taken there", () =>
    inOffice(rooms(vendor, 2), async (office) => {
      for (const [roomKey, from, to] of [
        ["room-001", "14:30", "15:15"],
        ["room-002", "13:00", "14:00"],
      ] as const) {
        office.world.add({
          madeOn: "client",
          organiserKey: "other:1",
          title: "earlier",
          start: Date.parse(`2026-03-11T${from}+08:00`),
          end: Date.parse(`2026-03-11T${to}+08:00`),
          rooms: [{ roomKey, answer: "accepted" }],
        });
      }
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      const { text } = await me.say("2 rooms at 3pm for 1h");
      expect(text).toMatch(
        /Nothing fits exactly[\s\S]*1\. Room 00[12]\s+Wed 11 Mar, 15:15–16:15 · ≠ 15 min later[\s\S]*2\. Room 00[12]\s+Wed 11 Mar, 15:15–16:15/,
      );
      expect(text).toMatch(/You asked for 2 rooms: take 2 numbers of the same time/);
      expect((await me.say("1")).text).toMatch(/Booked[\s\S]*One more room to take/);
      expect((await me.say("2")).text).toMatch(/Booked/);
      expect(madeSince(office, before).map(({ start }) => new Date(start).toISOString())).toEqual(
        Array(2).fill("2026-03-11T07:15:00.000Z"),
      );
      expect((await office.at(vendor, "zhao-min").say("今天下午三点 两间会议室 一小时")).text).toMatch(
        /你要 2 间：请选同一时间的 2 个编号/,
      );
    }));

  it("go on with the room at the time that was taken first", () =>
    inOffice(rooms(vendor, 2), async (office) => {
      const me = office.at(vendor, "li-lei");
      const { text } = await me.say("two rooms tomorrow afternoon 1h");
      const times = [...text.matchAll(/^ *\d\. .+\n *Thu 12 Mar,? ([\d:–]+)/gm)].map(([, time]) => time);
      expect(times[2]).toBe(times[3]);
      expect(times[0]).not.toBe(times[2]);
      expect((await me.say("3")).text).toMatch(/One more room to take: send a number, for example 4/);
    }));

  it("may be one as wished and one a little smaller", () => {
    const [big, small] = plainRooms(2);
    const office = officeWithRooms(
      big && small
        ? [
            { ...big, capacity: 8 },
            { ...small, capacity: 6 },
          ]
        : [],
    );
    return inOffice({ ...rooms(vendor, 0), office }, async (here) => {
      const { text } = await here.at(vendor, "li-lei").say("明天下午三点 两间8人会议室 一小时");
      expect(text).toMatch(
        /1\. Room 001\s+3月12日 周四 15:00–16:00\n8人[\s\S]*2\. Room 002[^\n]*\n.*≠ 只有6个座位/,
      );
    });
  });

  it("are still as many as were asked for after one was refused", () =>
    inOffice(rooms(vendor, 4), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("two rooms for 4 at 3pm 1h");
      const before = idsOf(office);
      await me.say("1");
      const faster = office.world.add({
        madeOn: "client",
        organiserKey: "other:1",
        title: "faster",
        start: Date.parse("2026-03-11T15:00+08:00"),
        end: Date.parse("2026-03-11T16:00+08:00"),
        rooms: [{ roomKey: "room-002", answer: "accepted" }],
      });
      const refused = (await me.say("2")).text;
      expect(refused).toMatch(/Room 002 is not booked[\s\S]*next best[\s\S]*1\. Room 003/);
      expect((await me.say("1")).text).toMatch(/Booked: Room 003/);
      expect((await me.say("2")).text).toMatch(/Swap, or one more/);
      expectTruth(office, new Set([...before, faster.id]), "li-lei");
    }));
});

describe.concurrent.each(PLATFORMS)("more, after what only comes close, on %s", (vendor) => {
  it("goes on with what comes close next, until there is nothing", () =>
    inOffice(rooms(vendor, 7), async (office) => {
      for (const { key } of plainRooms(7)) {
        office.world.add({
          madeOn: "client",
          organiserKey: "other:1",
          title: "taken",
          start: Date.parse("2026-03-11T15:00+08:00"),
          end: Date.parse("2026-03-11T16:00+08:00"),
          rooms: [{ roomKey: key, answer: "accepted" }],
        });
      }
      const me = office.at(vendor, "li-lei");
      const optionsIn = (text: string) =>
        [...text.matchAll(/^ *(\d+)\. (.+)\n(.*)$/gm)].map(([, number, room, details]) => ({
          number: Number(number),
          what: `${room} ${details}`,
        }));
      const first = (await me.say("free room 3pm 1h")).text;
      const second = (await me.say("more")).text;
      const options = [...optionsIn(first), ...optionsIn(second)];
      expect(second).toMatch(/These come close/);
      expect(options.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(new Set(options.map(({ what }) => what)).size).toBe(7);
      for (const { what } of options) expect(what).toMatch(/≠/);
      expect((await me.say("more")).text).toMatch(/There are no others/);
      expect((await me.say("6")).text).toMatch(/Booked: /);
    }));
});
