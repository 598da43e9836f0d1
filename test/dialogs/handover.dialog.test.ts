import { describe, expect, it, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice, told } from "../helpers/truth.ts";

/** Three rooms: none is free from two to five, the first is until four, the second from four on. */
const inParts = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
  office: officeWithRooms(plainRooms(3)),
});

const at = (clock: string) => Date.parse(`2026-03-11T${clock}:00+08:00`);

function occupy(office: OpenOffice, roomKey: string, from: string, to: string): void {
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "taken",
    start: at(from),
    end: at(to),
    rooms: [{ roomKey, answer: "accepted" }],
  });
}

function fill(office: OpenOffice): void {
  occupy(office, "room-001", "16:00", "23:00");
  occupy(office, "room-002", "10:00", "16:00");
  occupy(office, "room-003", "10:00", "23:00");
}

const WISH = "free room 14:00-17:00";
/** The number of the line that offers both rooms, and the line with what stands below it. */
const planIn = (text: string) => {
  const [whole = "", number = ""] = /^ *(\d+)\. [^\n]*(?:, then |，之后换 )[^\n]*\n[^\n]*/m.exec(text) ?? [];
  return { number, whole };
};
const shape = (office: OpenOffice, before: ReadonlySet<string>) =>
  madeSince(office, before)
    .map(({ start, end, rooms }) => [rooms[0]?.roomKey, start, end])
    .sort();

describe.concurrent.each(PLATFORMS)("a plan that changes rooms, on %s", (vendor) => {
  it.each([
    [
      WISH,
      /Room 001, then Room 002\n.*14:00–17:00 · ≠ change rooms at 16:00/,
      /Booked: Room 001, then Room 002/,
    ],
    [
      "下午两点到五点",
      /Room 001，之后换 Room 002\n.*14:00–17:00 · ≠ 16:00 换会议室/,
      /已预订：Room 001，之后换 Room 002/,
    ],
  ])("is one number that books both rooms, each to be cancelled on its own: %s", (wish, line, booked) =>
    inOffice(inParts(vendor), async (office) => {
      fill(office);
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      const plan = planIn((await me.say(wish)).text);
      expect(plan.whole).toMatch(line);

      const answer = (await me.say(plan.number)).text;
      expect(answer).toMatch(booked);
      expect(answer).toMatch(
        /14:00–16:00 · Room 001[\s\S]*16:00–17:00 · Room 002[\s\S]*(two events|两个日程)/,
      );
      expect(shape(office, before)).toEqual([
        ["room-001", at("14:00"), at("16:00")],
        ["room-002", at("16:00"), at("17:00")],
      ]);
      expectTruth(office, before, "li-lei");

      expect((await me.say("cancel Room 001")).text).toMatch(/Cancelled: Room 001|已取消：Room 001/);
      expect(shape(office, before)).toEqual([["room-002", at("16:00"), at("17:00")]]);
      expectTruth(office, before, "li-lei");
    }),
  );

  it("is not had by half where the second room is gone: the first is given back and the next best offered", () =>
    inOffice(inParts(vendor), async (office) => {
      fill(office);
      const me = office.at(vendor, "li-lei");
      const plan = planIn((await me.say(WISH)).text);
      occupy(office, "room-002", "16:00", "17:00");
      const before = idsOf(office);
      const { text } = await me.say(plan.number);
      expect(text).toMatch(/Room 001, then Room 002 is not booked[\s\S]*Room 002: /);
      expect(text).toMatch(/Room 001 was given back[\s\S]*next best[\s\S]*1\. Room 001/);
      expect(madeSince(office, before)).toEqual([]);
      expectTruth(office, before, "li-lei");
      expect((await me.say("1")).text).toMatch(/Booked: Room 001/);
      expectTruth(office, before, "li-lei");
    }));

  it("is not begun where the first room is gone", () =>
    inOffice(inParts(vendor), async (office) => {
      fill(office);
      const me = office.at(vendor, "li-lei");
      const plan = planIn((await me.say(WISH)).text);
      occupy(office, "room-001", "14:00", "16:00");
      const before = idsOf(office);
      const { text } = await me.say(plan.number);
      expect(text).toMatch(/Room 001, then Room 002 is not booked[\s\S]*Room 001: /);
      expect(text).not.toMatch(/given back/);
      expect(madeSince(office, before)).toEqual([]);
      expectTruth(office, before, "li-lei");
    }));

  it("is booked once by a number that is delivered three times", () =>
    inOffice(inParts(vendor), async (office) => {
      fill(office);
      const me = office.at(vendor, "li-lei");
      const plan = planIn((await me.say(WISH)).text);
      const before = idsOf(office);
      await me.say(plan.number, { copies: 3 });
      await me.say("help");
      expect(told(office, "li-lei").filter((line) => /Booked: /.test(line))).toHaveLength(1);
      expect(madeSince(office, before)).toHaveLength(2);
      expectTruth(office, before, "li-lei");
    }));

  it("is not booked twice when the number is answered again after a crash", () =>
    inOffice(inParts(vendor), async (office) => {
      fill(office);
      const me = office.at(vendor, "li-lei");
      const plan = planIn((await me.say(WISH)).text);
      const before = idsOf(office);
      await office.pass(0);
      let recorded: Awaited<ReturnType<typeof office.storage.list>> = [];
      office.trace.once("call", async () => {
        recorded = await office.storage.list("inbox:open:");
      });
      expect((await me.say(plan.number)).text).toMatch(/Booked: Room 001, then Room 002/);
      const booked = shape(office, before);
      // As a dead process leaves it: answered, and not yet noted as answered.
      await office.pass(0);
      expect(recorded).toHaveLength(1);
      const calls = office.trace.calls({ vendor }).length;
      await office.storage.write(recorded);
      office.clock.advance(11_000);
      await office.pass(0);
      expect(office.trace.calls({ vendor }).length).toBeGreaterThan(calls);
      expect(shape(office, before)).toEqual(booked);
    }));

  it.each<FaultKind>(["server-error", "lost-answer"])(
    "is taken back as a whole where the second claim keeps breaking: %s",
    (kind) =>
      inOffice({ ...inParts(vendor), clockSpeed: 10 }, async (office) => {
        fill(office);
        const me = office.at(vendor, "li-lei");
        const plan = planIn((await me.say(WISH)).text);
        const before = idsOf(office);
        // On Feishu people and rooms are added by one API, people first.
        const [api, goodCalls] =
          vendor === "dingtalk" ? ["calendar.rooms.add", 1] : ["calendar.attendees.create", 3];
        let calls = 0;
        office.trace.on("call", (call: { api: string }) => {
          if (call.api === api && ++calls === goodCalls) office.faults.add({ vendor, api, kind });
        });
        const { text } = await me.say(plan.number, { withinMs: 25_000 });
        office.faults.clear();
        if (/Booked: /.test(text)) expect(madeSince(office, before)).toHaveLength(2);
        else expect(text).toMatch(/Room 001, then Room 002 is not booked[\s\S]*Room 001 was given back/);
        await office.pass(120_000);
        await vi.waitFor(() => expectTruth(office, before, "li-lei"), { timeout: 5_000 });
      }),
    40_000,
  );

  it("is swapped as a whole for the room that is taken next", () =>
    inOffice({ ...inParts(vendor), office: officeWithRooms(plainRooms(4)) }, async (office) => {
      fill(office);
      occupy(office, "room-004", "16:00", "23:00");
      const me = office.at(vendor, "li-lei");
      const list = (await me.say(WISH)).text;
      const before = idsOf(office);
      await me.say(planIn(list).number);
      const other = /^ *(\d+)\. Room 004\n/m.exec(list)?.[1] ?? "";
      expect((await me.say(other)).text).toMatch(
        /just booked Room 001, then Room 002[\s\S]*Swap, or one more/,
      );
      expect((await me.say("1")).text).toMatch(
        /Booked: Room 004[\s\S]*Room 001 was given back\.[\s\S]*Room 002 was given back\./,
      );
      expect(shape(office, before).map(([key]) => key)).toEqual(["room-004"]);
    }));
});
