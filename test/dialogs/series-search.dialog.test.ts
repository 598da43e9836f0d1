import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { idsOf, madeSince } from "../helpers/truth.ts";

/** Three rooms of four seats; `room-003` takes single meetings only, which DingTalk knows and Feishu does not. */
const office = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  office: officeWithRooms(
    plainRooms(3).map((room) =>
      room.key === "room-003" ? { ...room, rules: { ...room.rules, recurring: vendor === "feishu" } } : room,
    ),
  ),
});

type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

/** Somebody has the room from three to four on these days of 2026. */
function take({ world }: Office, roomKey: string, ...days: string[]): void {
  for (const day of days) {
    world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "Standing meeting",
      start: Date.parse(`2026-${day}T15:00+08:00`),
      end: Date.parse(`2026-${day}T16:00+08:00`),
      rooms: [{ roomKey, answer: "accepted" }],
    });
  }
}

describe.concurrent.each(PLATFORMS)("a series on %s", (vendor) => {
  it("is offered in the rooms that have all of it; the others are told, and why", () =>
    inOffice(office(vendor), async (here) => {
      take(here, "room-001", "03-30", "05-04");
      const me = here.at(vendor, "li-lei");
      const { text } = await me.say("every Monday 3pm 1h until June 8");
      expect(text).toMatch(/Free: every Monday 15:00–16:00, 13 times until Mon 8 Jun/);
      expect(text).toMatch(/1\. Room 002/);
      expect(text).not.toMatch(/named no end|Room 001|free until|rest of the day/);
      const single = /Free, but cannot be booked for a series: Room 003\./;
      if (vendor === "dingtalk") expect(text).toMatch(single);
      else expect(text).not.toMatch(single);
      expect((await me.say("why not Room 001")).text).toMatch(
        /Why not Room 001 \(every Monday[\s\S]*It cannot be had 2 of 13 times: Mon 30 Mar, Mon 4 May\./,
      );
      if (vendor === "dingtalk")
        expect((await me.say("why not Room 003")).text).toMatch(/It cannot be booked for a series\./);
    }));

  it("ends where nobody can look further, which is said", () =>
    inOffice(office(vendor), async (here) => {
      const me = here.at(vendor, "li-lei");
      expect((await me.say("每周一下午三点到四点")).text).toMatch(
        /空闲会议室：每周一 15:00–16:00，共13次，到6月8日 周一为止[\s\S]*没说到什么时候结束，我最多能查 90 天/,
      );
      expect((await me.say("every Monday 3pm 1h until the end of the year")).text).toMatch(
        /13 times until Mon 8 Jun[\s\S]*I can look 90 days ahead at most/,
      );
    }));

  it("is nearly had where a few dates are taken: they are named, the fewest first", () =>
    inOffice(office(vendor), async (here) => {
      take(here, "room-001", "03-30", "05-04");
      take(here, "room-002", "04-06");
      take(here, "room-003", "03-16", "03-23", "03-30", "04-06");
      const me = here.at(vendor, "li-lei");
      expect((await me.say("every Monday 3pm 1h 12 times")).text).toMatch(
        /Nothing is free: every Monday 15:00–16:00, 12 times until Mon 1 Jun[\s\S]*1\. Room 002\s+≠ 11 of 12 times; not on Mon 6 Apr[\s\S]*2\. Room 001\s+≠ 10 of 12 times; not on Mon 30 Mar, Mon 4 May/,
      );
      const zh = (await me.say("每周一15点一小时 共12次")).text;
      expect(zh).toMatch(/1\. Room 002\s+≠ 12次中有11次可订，除了4月6日 周一/);
      expect(zh).not.toMatch(/Room 003\s+≠ 12次中/);
    }));

  it("is had at another time of day where that has all of it", () =>
    inOffice({ ...office(vendor), clockSpeed: 5, office: officeWithRooms(plainRooms(1)) }, async (here) => {
      take(here, "room-001", "03-16", "03-23", "03-30");
      const me = here.at(vendor, "li-lei");
      expect((await me.say("每周一下午三点 一小时 共5次")).text).toMatch(/1\. Room 001\s+≠ 晚1小时\n4人/);
      expect((await me.say("every Monday 3pm 1h 5 times")).text).toMatch(
        /Nothing is free: every Monday 15:00–16:00[\s\S]*1\. Room 001\s+≠ 1 h later\n4 seats/,
      );
      const before = idsOf(here);
      expect((await me.say("1")).text).toMatch(
        /Booked: Room 001\s+every Monday 16:00–17:00, 5 times until Mon 13 Apr/,
      );
      const [made] = madeSince(here, before);
      expect(made && new Date(made.start).toISOString()).toBe("2026-03-16T08:00:00.000Z");
    }));

  it("says of a room that is named on which dates it is taken", () =>
    inOffice(office(vendor), async (here) => {
      take(here, "room-001", "03-16", "03-23", "03-30", "04-06");
      const me = here.at(vendor, "li-lei");
      const { text } = await me.say("every Monday 3pm 1h 12 times Room 001");
      expect(text).toMatch(/Room 001 is not free: every Monday 15:00–16:00, 12 times until Mon 1 Jun/);
      expect(text).toMatch(/It cannot be had 4 of 12 times: Mon 16 Mar, Mon 23 Mar, Mon 30 Mar, Mon 6 Apr\./);
      expect(text).toMatch(/1\. Room 002\s+≠ another room/);
    }));

  it("is looked for in the rooms' calendars only, even where people are to come", () =>
    inOffice(office(vendor), async (here) => {
      const me = here.at(vendor, "li-lei", "platform-team");
      const { text } = await me.say("每周一下午三点 1小时 共4次 @韩梅梅", { mentionKeys: ["han-meimei"] });
      expect(text).toMatch(/空闲会议室：每周一[\s\S]*周期会议只查了会议室，没有查参会人的日程。/);
    }));

  it("needs a time of day", () =>
    inOffice(office(vendor), async (here) => {
      const me = here.at(vendor, "li-lei");
      expect((await me.say("every Monday afternoon 1h")).text).toMatch(
        /Free: Mon 16 Mar[\s\S]*For a series I need a time of day, for example "every Monday 13:00-14:00"/,
      );
      expect((await me.say("每周一下午 1小时")).text).toMatch(
        /周期会议要有具体时间，比如“每周一 13:00-14:00”/,
      );
    }));

  it("asks for a span of ninety days in one question for five rooms", () =>
    inOffice({ ...office(vendor), office: officeWithRooms(plainRooms(12)) }, async (here) => {
      const api = vendor === "dingtalk" ? "calendar.rooms.schedules" : "calendar.freebusy.list";
      const { text } = await here.at(vendor, "li-lei").say("every day 9:30 30m");
      expect(text).toMatch(/every day 09:30–10:00, 89 times until Mon 8 Jun/);
      // Ten rooms are looked at first. Feishu is asked room by room.
      expect(here.trace.calls({ api })).toHaveLength(vendor === "dingtalk" ? 2 : 10);
    }));
});
