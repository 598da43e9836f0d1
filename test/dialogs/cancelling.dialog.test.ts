import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

describe.concurrent.each(PLATFORMS)("cancelling on %s", (vendor) => {
  const calm = { platforms: [vendor], meetings: "none", clockSpeed: 5 } as const;
  const withThree = async (office: OpenOffice) => {
    const me = office.at(vendor, "li-lei");
    const before = idsOf(office);
    await me.say("book Everest tomorrow 3pm 1h");
    await me.say("book K2 tomorrow 5pm 1h");
    await me.say("book Everest on March 13 10:00-11:00");
    expect(madeSince(office, before)).toHaveLength(3);
    return { me, before };
  };

  it("means several numbers where several are said", () =>
    inOffice(calm, async (office) => {
      const { me, before } = await withThree(office);
      await me.say("my bookings");
      const { text } = await me.say("cancel 1 and 3");
      expect(text).toMatch(/Cancelled: Everest\s+Thu 12 Mar[\s\S]*Cancelled: Everest\s+Fri 13 Mar/);
      expect(madeSince(office, before).flatMap(({ rooms }) => rooms.map(({ roomKey }) => roomKey))).toEqual([
        "k2",
      ]);
    }));

  it("means all of a day where that is said, after a question", () =>
    inOffice(calm, async (office) => {
      const { me, before } = await withThree(office);
      const question = (await me.say("cancel everything tomorrow")).text;
      expect(question).toMatch(/Shall I cancel all 2\?[\s\S]*Everest · Thu 12 Mar[\s\S]*K2 · Thu 12 Mar/);
      expect(madeSince(office, before)).toHaveLength(3);
      expect((await me.say("yes")).text).toMatch(/Cancelled: Everest[\s\S]*Cancelled: K2/);
      expect(madeSince(office, before)).toHaveLength(1);
    }));

  it("keeps to the numbers that were shown, although the list has changed since", () =>
    inOffice({ ...calm, clockSpeed: 1 }, async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest today 10:10-10:15");
      await me.say("book K2 today 11:00-12:00");
      await me.say("my bookings");
      await office.pass(10 * 60_000);
      expect((await me.say("cancel 2")).text).toMatch(/Cancelled: K2/);
      expectTruth(office, before, "li-lei");
    }));

  it("asks where a number that was shown means nothing any more", () =>
    inOffice(calm, async (office) => {
      const { me, before } = await withThree(office);
      await me.say("my bookings");
      expect((await me.say("cancel 1")).text).toMatch(/Cancelled: Everest/);
      expect((await me.say("cancel 2")).text).toMatch(/Cancelled: K2/);
      expect((await me.say("cancel 1")).text).toMatch(
        /Which one shall I cancel\?\s+1\. Everest\s+Fri 13 Mar/,
      );
      expect((await me.say("yes")).text).toMatch(/Cancelled: Everest\s+Fri 13 Mar/);
      expect(madeSince(office, before)).toEqual([]);
    }));

  it("gives a running meeting back", () =>
    inOffice({ ...calm, clockSpeed: 1 }, async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest today 10:10-11:00");
      await office.pass(10 * 60_000);
      expect((await me.say("取消")).text).toMatch(/已取消：Everest\s+3月11日 周三 10:10–11:00/);
      expect(madeSince(office, before)).toEqual([]);
    }));
});
