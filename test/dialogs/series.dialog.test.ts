import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { idsOf, madeSince } from "../helpers/truth.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

describe.concurrent.each(PLATFORMS)("a series on %s", (vendor) => {
  const calm = { platforms: [vendor], meetings: "none", clockSpeed: 5 } as const;

  it("is booked as one, listed once, and cancelled as a whole after a question", () =>
    inOffice(calm, async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      const list = (await me.say("free room every Monday 3pm 1h until 8 June")).text;
      expect(list).toMatch(/every Monday 15:00–16:00, 13 times until Mon 8 Jun/);
      const booked = (await me.say("1")).text;
      expect(booked).toMatch(
        /^Booked: [\s\S]*every Monday 15:00–16:00, 13 times until Mon 8 Jun[\s\S]*The first: Mon 16 Mar,? 15:00–16:00/,
      );
      expect(madeSince(office, before).length).toBeGreaterThan(0);

      const mine = (await me.say("my bookings")).text;
      expect(mine).toMatch(/1\. [\s\S]*Mon 16 Mar,? 15:00–16:00[\s\S]*every Monday until Mon 8 Jun/);
      expect(mine).not.toMatch(/^ *2\. /m);

      const question = (await me.say("cancel")).text;
      expect(question).toMatch(
        /Shall I cancel it\?[\s\S]*every Monday until Mon 8 Jun[\s\S]*cancelled as a whole/,
      );
      expect((await me.say("yes")).text).toMatch(
        /^Cancelled: [\s\S]*All meetings of the series are cancelled/,
      );
      expect(madeSince(office, before)).toEqual([]);
      expect((await me.say("my bookings")).text).toMatch(/no coming booking/);
    }));

  it("leaves out the dates that the room does not have, in pieces that are had together", () =>
    inOffice({ ...calm, office: officeWithRooms(plainRooms(1)) }, async (office) => {
      const me = office.at(vendor, "li-lei");
      office.world.add({
        madeOn: "client",
        organiserKey: "other:1",
        title: "theirs",
        start: local("2026-03-30T15:00"),
        end: local("2026-03-30T16:00"),
        rooms: [{ roomKey: "room-001", answer: "accepted" }],
      });
      const before = idsOf(office);
      const list = (await me.say("每周一下午三点 一小时 到5月4日")).text;
      expect(list).toMatch(/Room 001[\s\S]*8次中有7次可订，除了3月30日 周一/);
      const { text } = await me.say("1");
      expect(text).toMatch(/^已预订：Room 001[\s\S]*第一次：3月16日 周一 15:00–16:00[\s\S]*分成 2 段/);
      const starts = madeSince(office, before).map(({ start }) => start);
      expect(starts).toContain(local("2026-03-16T15:00"));
      expect(starts).toContain(local("2026-04-06T15:00"));
      const held = office.world.holding("room-001", {
        start: local("2026-03-30T15:00"),
        end: local("2026-03-30T16:00"),
      });
      expect(held).toHaveLength(1);
    }));

  it("is not changed in part: the answer says what can be done", () =>
    inOffice(calm, async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room every Monday 3pm 1h until 8 June");
      await me.say("1");
      for (const text of ["extend by 30 min", "move to 4pm", "换一间大一点的"])
        expect((await me.say(text)).text, text).toMatch(/is a series: I can only|是周期会议/);
    }));
});
