import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS } from "../helpers/office.ts";

const CALM: OfficeOptions = { meetings: "none" };

describe.concurrent.each(PLATFORMS)("a wish for one of several rooms by name, on %s", (vendor) => {
  it.each([
    ["Everest or K2 tomorrow 3pm 1h", ["Everest", "K2"]],
    ["明天下午三点 珠峰、长城或者黄河 一小时", ["珠峰", "长城", "黄河"]],
  ])("is offered those that are free, and none is booked unasked: %s", (wish, rooms) =>
    inOffice({ ...CALM, platforms: [vendor] }, async (office) => {
      const emma = office.at(vendor, "emma");
      const { text } = await emma.say(wish);
      const offered = [...text.matchAll(/^ *\d+\. (.+)$/gm)].map(([, name]) => name);
      expect(offered.toSorted()).toEqual(rooms.toSorted());
      expect(office.world.meetings()).toEqual([]);
      expect((await emma.say("2")).text).toMatch(/^(Booked|已预订)/);
    }),
  );

  it("says so where none of them is free, and what comes close", () =>
    inOffice({ ...CALM, platforms: [vendor] }, async (office) => {
      for (const roomKey of ["everest", "k2"]) {
        office.world.add({
          madeOn: "client",
          organiserKey: "other:1",
          title: "Sync",
          start: Date.parse("2026-03-12T14:00:00+08:00"),
          end: Date.parse("2026-03-12T17:00:00+08:00"),
          rooms: [{ roomKey, answer: "accepted" }],
        });
      }
      const { text } = await office.at(vendor, "emma").say("Everest or K2 tomorrow 3pm 1h");
      expect(text).toMatch(/^Nothing fits exactly[\s\S]*1\. /);
    }));
});
