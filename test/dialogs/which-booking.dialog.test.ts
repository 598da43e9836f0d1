import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

describe.each(PLATFORMS)("which of several bookings is meant, on %s", (vendor) => {
  const open = (test: (office: Office) => Promise<void>) =>
    inOffice({ platforms: [vendor], meetings: "none", clockSpeed: 5 }, test);
  const seat = async (office: Office, ...wishes: string[]) => {
    const me = office.at(vendor, "emma");
    for (const wish of wishes) expect((await me.say(wish)).text).toMatch(/^Booked: /);
    return me;
  };

  it("is told by what comes next", () =>
    open(async (office) => {
      const me = await seat(
        office,
        "book K2 tomorrow 3pm 1h",
        "book Fuji friday 3pm 1h",
        "book Everest monday 3pm 1h",
      );
      expect((await me.say("cancel my next meeting")).text).toMatch(/Cancelled: K2/);
      expect((await me.say("下一场会改到下午四点")).text).toMatch(/Fuji[\s\S]*3月13日 周五 16:00–17:00/);
      expect((await me.say("my bookings")).text).toMatch(/1\. Fuji\n.*16:00–17:00[\s\S]*2\. Everest/);
    }));

  it("is told by what is under way, though another comes today", () =>
    open(async (office) => {
      const me = await seat(office, "book K2 today 10:30 1h", "book Fuji today 3pm 1h");
      await office.pass(40 * MINUTE_MS);
      expect((await me.say("现在的会延长半小时")).text).toMatch(/K2[\s\S]*10:30–12:00/);
      expect((await me.say("end this meeting at 11:45")).text).toMatch(/K2[\s\S]*10:30–11:45/);
    }));

  it("is told by a stretch of several days, and no booking beyond it", () =>
    open(async (office) => {
      const me = await seat(
        office,
        "book K2 tomorrow 3pm 1h",
        "book Fuji friday 3pm 1h",
        "book Everest monday 3pm 1h",
      );
      const question = (await me.say("cancel all my bookings this week")).text;
      expect(question).toMatch(/K2[\s\S]*Fuji/);
      expect(question).not.toMatch(/Everest/);
      expect((await me.say("1")).text).toMatch(/Cancelled: K2[\s\S]*Cancelled: Fuji/);
      expect((await me.say("我的预订")).text).toMatch(/1\. Everest/);
    }));

  it("is told by its old time, beside the new one", () =>
    open(async (office) => {
      const me = await seat(office, "book K2 tomorrow 3pm 1h", "book Fuji friday 3pm 1h");
      expect((await me.say("move tomorrow 3pm to 5")).text).toMatch(/K2[\s\S]*Thu 12 Mar, 17:00–18:00/);
      expect((await me.say("周五三点的会推迟半小时")).text).toMatch(/Fuji[\s\S]*3月13日 周五 15:30–16:30/);
    }));
});
