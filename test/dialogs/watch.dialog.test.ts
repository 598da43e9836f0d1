import { describe, expect, it } from "vitest";
import { openOffice, PLATFORMS } from "../helpers/office.ts";

describe.each(PLATFORMS)("being told when a room frees up, on %s", (vendor) => {
  it("is not possible yet, and what comes close is offered in its place", async () => {
    const office = await openOffice({ platforms: [vendor], meetings: "none" });
    try {
      office.world.add({
        madeOn: "client",
        organiserKey: "zhou-jie",
        title: "long talks",
        start: Date.parse("2026-03-12T15:00:00+08:00"),
        end: Date.parse("2026-03-12T16:00:00+08:00"),
        rooms: [{ roomKey: "zhufeng", answer: "accepted" }],
      });
      const me = office.at(vendor, "emma");
      const english = await me.say("tell me when 珠峰 frees up tomorrow 3pm 1h");
      expect(english.text).toMatch(/cannot watch a room for you yet/);
      expect(english.text).toMatch(/^ *1\. /m);
      expect((await me.say("珠峰明天下午三点有空叫我")).text).toMatch(/还不会帮你盯着/);
      expect((await me.say("1")).text).toMatch(/已预订|Booked/);
    } finally {
      await office.close();
    }
  });
});
