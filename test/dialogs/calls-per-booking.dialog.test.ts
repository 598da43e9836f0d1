import { describe, expect, it, vi } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import { linkAccount } from "../helpers/link-account.ts";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import type { OpenOffice } from "../helpers/truth.ts";

vi.setConfig({ testTimeout: 40_000 });

const THREE = Date.parse("2026-03-12T15:00:00+08:00");
const HOUR_MS = 3_600_000;
const ROOMS: readonly OfficeRoom[] = plainRooms(6).map((room) =>
  room.key === "room-006" ? { ...room, rules: { ...room.rules, approval: "standard" } } : room,
);
const OFFICE: OfficeOptions = { meetings: "none", office: officeWithRooms(ROOMS), clockSpeed: 10 };

/** Tokens and messages are counted apart by the vendors. */
const APART = /token|oauth|^im\.|^robot\./;

/** What was asked of the vendor until the answer was there, looks at the event of a room that is thinking told apart. */
async function callsUntil(office: OpenOffice, answer: () => Promise<ChatLine>) {
  const before = office.trace.calls().length;
  const { text } = await answer();
  const apis = office.trace.calls().slice(before);
  const calls = apis.map(({ api }) => api).filter((api) => !APART.test(api));
  const claim = calls.indexOf("calendar.attendees.create");
  const isLook = (api: string, at: number) => claim >= 0 && at > claim && api === "calendar.events.get";
  return { text, calls: calls.filter((api, at) => !isLook(api, at)), looks: calls.filter(isLook).length };
}

/** The room that a list offers first. */
const firstIn = ({ text }: ChatLine): string => /^ *1\. (Room \d+)/m.exec(text)?.[1] ?? "no room";

/** Somebody else takes the room at three. */
function takeMeanwhile(office: OpenOffice, name: string): void {
  const { key } = office.world.office.rooms.find((room) => room.name === name) ?? { key: "" };
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "Sync",
    start: THREE,
    end: THREE + HOUR_MS,
    rooms: [{ roomKey: key, answer: "accepted" }],
  });
}

const BOOKED: Record<VendorName, readonly string[]> = {
  dingtalk: ["calendar.events.view", "calendar.events.create", "calendar.rooms.add"],
  feishu: ["calendar.events.create", "calendar.attendees.create"],
};
const INVITED: Record<VendorName, string> = {
  dingtalk: "calendar.attendees.add",
  feishu: "calendar.attendees.create",
};
/** The event is taken back; a Feishu room does not say why, so its times are looked at. Known times give the next best. */
const REFUSED: Record<VendorName, readonly string[]> = {
  dingtalk: ["calendar.events.delete"],
  feishu: ["calendar.events.delete", "calendar.freebusy.list"],
};

describe.concurrent.each(PLATFORMS)("on %s, from the choice to the last word", (vendor) => {
  const inOne = (run: (office: OpenOffice) => Promise<void>) =>
    inOffice({ ...OFFICE, platforms: [vendor] }, async (office) => {
      // What is known for a day or a week (who somebody is, the bot's calendar, the rooms' rules) is not asked again.
      const emma = office.at(vendor, "emma");
      await emma.say("free room tomorrow 9am 30 min");
      await emma.say("more");
      await emma.say("1");
      await run(office);
    });

  it("a room takes three calls at most, and three looks at most at what it answers", () =>
    inOne(async (office) => {
      const emma = office.at(vendor, "emma");
      await emma.say("free room tomorrow 3pm 1h");
      const { text, calls, looks } = await callsUntil(office, () => emma.say("1"));
      expect(text).toMatch(/^Booked: Room/);
      expect(calls).toEqual(BOOKED[vendor]);
      expect(looks).toBe(vendor === "feishu" ? 1 : 0);
    }));

  it("guests take one call more, however many", () =>
    inOne(async (office) => {
      const emma = office.at(vendor, "emma", "launch");
      await emma.say("free room tomorrow 3pm 1h with @Sofia @Jay", { mentionKeys: ["sofia", "zhou-jie"] });
      const { text, calls } = await callsUntil(office, () => emma.say("1"));
      expect(text).toMatch(/Booked: Room/);
      expect(calls).toEqual([...BOOKED[vendor], INVITED[vendor]]);
    }));

  it("a refusal takes two calls more at most, the next best's offer among them", () =>
    inOne(async (office) => {
      const emma = office.at(vendor, "emma");
      const first = firstIn(await emma.say("free room tomorrow 3pm 1h"));
      takeMeanwhile(office, first);
      const { text, calls, looks } = await callsUntil(office, () => emma.say("1"));
      expect(text).toMatch(new RegExp(`^${first} is not booked[\\s\\S]*1\\. Room`));
      expect(calls).toEqual([...BOOKED[vendor], ...REFUSED[vendor]]);
      expect(looks).toBeLessThanOrEqual(3);
    }));
});

describe.concurrent("from the choice to the last word", () => {
  it("a room that somebody has to approve takes one call more on DingTalk, to see how it is held", () =>
    inOffice({ ...OFFICE, platforms: ["dingtalk"] }, async (office) => {
      const emma = office.at("dingtalk", "emma");
      await emma.say("Room 006 tomorrow 3pm 1h");
      const { text, calls } = await callsUntil(office, () => emma.say("1"));
      expect(text).toMatch(/^Requested: Room 006/);
      expect(calls).toEqual([...BOOKED.dingtalk, "calendar.events.get"]);
    }));

  it.each(PLATFORMS)("a room for an event that is there already takes no other event (%s)", (vendor) =>
    inOffice({ ...OFFICE, platforms: [vendor], linking: true }, async (office) => {
      if (vendor === "feishu") await linkAccount(office, "emma");
      office.world.add({
        madeOn: "client",
        organiserKey: "emma",
        title: "Planning",
        start: THREE,
        end: THREE + HOUR_MS,
      });
      const emma = office.at(vendor, "emma");
      await emma.say("free room tomorrow 3pm 1h");
      const { text, calls } = await callsUntil(office, () => emma.say("1"));
      expect(text).toMatch(/^Booked: Room [\s\S]*Planning/);
      expect(calls).toEqual(
        vendor === "dingtalk"
          ? ["calendar.events.view", "calendar.rooms.add"]
          : ["calendar.events.instance_view", "calendar.attendees.list", "calendar.attendees.create"],
      );
    }),
  );

  it("in the name of a colleague who linked takes four calls at most on Feishu, approval included", () =>
    inOffice({ ...OFFICE, platforms: ["feishu"], linking: true }, async (office) => {
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      const own = ["calendar.events.instance_view", "calendar.events.create", "calendar.attendees.create"];
      const booked = await callsUntil(office, () => emma.say("1"));
      expect(booked).toMatchObject({ text: expect.stringMatching(/^Booked: Room/), calls: own });
      await emma.say("Room 006 tomorrow 5pm 1h");
      await emma.say("1");
      const requested = await callsUntil(office, () => emma.say("client visit"));
      expect(requested).toMatchObject({ text: expect.stringMatching(/^Requested: Room 006/), calls: own });
      expect(requested.looks).toBeLessThanOrEqual(3);
    }));
});
