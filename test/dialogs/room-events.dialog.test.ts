import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import type { OpenOffice } from "../helpers/truth.ts";

const THREE = Date.parse("2026-03-12T15:00:00+08:00");
const HOUR_MS = 3_600_000;
const BOOKED = "meeting_room.meeting_room.status_changed_v1";
const ON_FEISHU: OfficeOptions = {
  meetings: "none",
  office: officeWithRooms(plainRooms(3)),
  platforms: ["feishu"],
  clockSpeed: 10,
};

/** A colleague who does not ask the bot books a room for three o'clock. */
async function bookInClient(office: OpenOffice, roomKey: string): Promise<void> {
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "Sync",
    start: THREE,
    end: THREE + HOUR_MS,
    rooms: [{ roomKey, answer: "accepted" }],
  });
  await setImmediate();
}

/** What is asked of Feishu beside messages while something is done. */
async function callsDuring(office: OpenOffice, what: () => Promise<unknown>): Promise<string[]> {
  const before = office.trace.calls().length;
  await what();
  const calls = office.trace.calls().slice(before);
  return calls.map(({ api }) => api).filter((api) => !api.startsWith("im."));
}

describe.concurrent("a room that somebody books in Feishu's client after its day was read", () => {
  it("is not offered where Feishu tells of it, and only its day is read anew", () =>
    inOffice(ON_FEISHU, async (office) => {
      office.sandbox.feishu.switches.subscribedEvents.add(BOOKED);
      const emma = office.at("feishu", "emma");
      expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/Room 001[\s\S]*Room 002/);
      expect(await callsDuring(office, () => bookInClient(office, "room-001"))).toEqual([]);
      let text = "";
      const calls = await callsDuring(office, async () => {
        ({ text } = await emma.say("free room tomorrow 3pm 1h"));
      });
      expect(text).toMatch(/Room 002[\s\S]*Room 003/);
      expect(text).not.toMatch(/Room 001/);
      expect(calls).toEqual(["calendar.freebusy.list"]);
    }));

  it("is offered for a while where nothing tells of it, and the refusal brings the next best", () =>
    inOffice(ON_FEISHU, async (office) => {
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      await bookInClient(office, "room-001");
      expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/1\. Room 001/);
      expect((await emma.say("1")).text).toMatch(/^Room 001 is not booked[\s\S]*1\. Room 002/);
    }));

  it("does no harm when it is told of twice, and the bot's own bookings are told of too", () =>
    inOffice(ON_FEISHU, async (office) => {
      office.sandbox.feishu.switches.subscribedEvents.add(BOOKED);
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      await bookInClient(office, "room-001");
      await bookInClient(office, "room-001");
      expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/1\. Room 002/);
      expect((await emma.say("1")).text).toMatch(/^Booked: Room 002/);
      expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/1\. Room 003/);
    }));
});
