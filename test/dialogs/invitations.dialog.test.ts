import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const guests = (office: OpenOffice, before: ReadonlySet<string>, asker: string) =>
  madeSince(office, before).map(({ attendeeKeys }) => attendeeKeys.filter((key) => key !== asker));

describe.concurrent.each(PLATFORMS)("people who were only named, on %s", (vendor) => {
  const calm = { platforms: [vendor], meetings: "none", clockSpeed: 5 } as const;
  const ask = async (office: OpenOffice, text: string) => {
    const me = office.at(vendor, "emma", "launch");
    const before = idsOf(office);
    await me.say(text);
    return { me, before, booked: (await me.say("1")).text };
  };

  it.each([
    [
      "free room tomorrow 3pm 1h with 赵敏",
      /赵敏 is not invited yet: reply @bot yes to invite/,
      "yes",
      /^Invited: 赵敏/m,
    ],
    ["明天下午三点 一小时 和赵敏", /还没有邀请赵敏，回复“@机器人 好”就邀请/, "1", /^已邀请：赵敏/m],
  ])("are invited once the organiser says so: %s", (wish, asked, yes, invited) =>
    inOffice(calm, async (office) => {
      const { me, before, booked } = await ask(office, wish);
      expect(booked).toMatch(/Booked: |已预订：/);
      expect(booked).toMatch(asked);
      expect(guests(office, before, "emma")).toEqual([[]]);
      expect((await me.say(yes)).text).toMatch(invited);
      expect(guests(office, before, "emma")).toEqual([["zhao-min"]]);
      expectTruth(office, before, "emma");
    }),
  );

  it("are not invited where the organiser says no, and the booking stands", () =>
    inOffice(calm, async (office) => {
      const { me, before } = await ask(office, "free room tomorrow 3pm 1h with 赵敏");
      expect((await me.say("no")).text).toMatch(/赵敏 is not invited\. The booking stands/);
      expect((await me.say("yes")).text).not.toMatch(/Invited/);
      expect(guests(office, before, "emma")).toEqual([[]]);
    }));

  it("are asked about without taking the numbers of the list: a number beyond the question is the list's", () =>
    inOffice(calm, async (office) => {
      const { me, before } = await ask(office, "free room tomorrow 3pm 1h with 赵敏");
      expect((await me.say("3")).text).toMatch(/Swap, or one more room\?/);
      expect(guests(office, before, "emma")).toEqual([[]]);
    }));

  it("are asked about once all rooms are taken, and invited to each of them", () =>
    inOffice(calm, async (office) => {
      const me = office.at(vendor, "emma", "launch");
      const before = idsOf(office);
      await me.say("two rooms tomorrow 3pm 1h with 赵敏");
      expect((await me.say("1")).text).not.toMatch(/not invited yet/);
      expect((await me.say("2")).text).toMatch(/赵敏 is not invited yet/);
      expect((await me.say("yes")).text).toMatch(/Invited: 赵敏/);
      expect(guests(office, before, "emma")).toEqual([["zhao-min"], ["zhao-min"]]);
    }));
});
