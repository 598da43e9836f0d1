import { describe, expect, it, vi } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import type { Meeting } from "../../src/sandbox/world.ts";
import { inOffice, type OfficeOptions, PLATFORMS } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

vi.setConfig({ testTimeout: 60_000 });
/** A round of looks comes once a minute of the office's clock, and after the answers that are under way. */
const WITHIN_MS = 40_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OFFICE: OfficeOptions = { meetings: "none", office: officeWithRooms(plainRooms(3)), clockSpeed: 10 };
/** What is known of a room's day is not believed any longer. */
const LATER_MS = 61 * MINUTE_MS;

/** Emma books the first room for three o'clock tomorrow; the event that was made for it. */
async function book(office: OpenOffice, vendor: "dingtalk" | "feishu"): Promise<Meeting> {
  const before = idsOf(office);
  const emma = office.at(vendor, "emma");
  expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/1\. Room 001/);
  expect((await emma.say("1")).text).toMatch(/^Booked: Room 001/);
  const [made] = madeSince(office, before);
  if (!made) throw new Error("nothing was made");
  return made;
}

/** Somebody else asks about that day, so that it is read; what the bot asks of the vendor besides messages meanwhile. */
async function askAboutThatDay(office: OpenOffice, vendor: "dingtalk" | "feishu"): Promise<void> {
  await office.at(vendor, "li-lei").say("free room tomorrow 3pm 1h");
}

/** How often single events were read. */
const eventsRead = (office: OpenOffice): number =>
  office.trace.calls().filter(({ api }) => api === "calendar.events.get").length;

describe.concurrent.each(PLATFORMS)("a room on %s that was booked and is lost later", (vendor) => {
  const inOne = (run: (office: OpenOffice) => Promise<void>) =>
    inOffice({ ...OFFICE, platforms: [vendor] }, run);

  it.each(["declined", "taken off"])("is told of once its day is read for another question: %s", (how) =>
    inOne(async (office) => {
      const made = await book(office, vendor);
      if (how === "declined") office.world.putRoom(made, "room-001", "declined");
      else office.world.takeRoom(made, "room-001");
      await office.pass(LATER_MS);
      const emma = office.at(vendor, "emma");
      const heard = emma.nextLine(WITHIN_MS);
      await askAboutThatDay(office, vendor);
      await office.pass(MINUTE_MS);
      const { text } = await heard;
      expect(text).toMatch(/^Room 001 is no longer yours\s+Thu 12 Mar,? 15:00–16:00/);
      expect(text).toMatch(/Your event "Meeting" stays, without a room[\s\S]*1\. Room 002/);
      expect(text).not.toMatch(/\d\. Room 001/);
      expect((await emma.say("1")).text).toMatch(/^Booked: Room 002/);
      expect(made.isCancelled).toBe(false);
      expect(made.rooms.filter(({ answer }) => answer !== "declined")).toMatchObject([
        { roomKey: "room-002", answer: "accepted" },
      ]);
    }),
  );

  it("costs no call while its day shows it", () =>
    inOne(async (office) => {
      await book(office, vendor);
      const before = eventsRead(office);
      await office.pass(LATER_MS);
      await askAboutThatDay(office, vendor);
      await office.pass(2 * MINUTE_MS);
      await office.pass(LATER_MS);
      await askAboutThatDay(office, vendor);
      await office.pass(2 * MINUTE_MS);
      expect(eventsRead(office)).toBe(before);
    }));

  it("is no news to whoever called the meeting off, or moved it, in the client", () =>
    inOne(async (office) => {
      const made = await book(office, vendor);
      office.world.change(made, { start: made.start + HOUR_MS, end: made.end + HOUR_MS });
      const before = eventsRead(office);
      for (let times = 0; times < 3; times += 1) {
        await office.pass(LATER_MS);
        await askAboutThatDay(office, vendor);
        await office.pass(2 * MINUTE_MS);
      }
      // The event is looked at once, and its new time known from then on.
      await vi.waitFor(() => expect(eventsRead(office)).toBe(before + 1), WITHIN_MS);
      office.world.cancel(made);
      for (let times = 0; times < 3; times += 1) {
        await office.pass(LATER_MS);
        await askAboutThatDay(office, vendor);
        await office.pass(2 * MINUTE_MS);
      }
      await vi.waitFor(() => expect(eventsRead(office)).toBe(before + 2), WITHIN_MS);
      expect(office.at(vendor, "emma").heard()).toHaveLength(2);
    }));
});

describe.concurrent("a room on DingTalk whose rules came to ask for approval after they were read", () => {
  it("is told to wait for it once its day is read, and of the answer then", () => {
    const [room, ...others] = plainRooms(3);
    if (!room) throw new Error("there is no room");
    const rules: { -readonly [Key in keyof OfficeRoom["rules"]]: OfficeRoom["rules"][Key] } = {
      ...room.rules,
    };
    const rooms = [{ ...room, rules }, ...others];
    return inOffice(
      { ...OFFICE, office: officeWithRooms(rooms), platforms: ["dingtalk"] },
      async (office) => {
        const emma = office.at("dingtalk", "emma");
        await emma.say("free room tomorrow 3pm 1h");
        rules.approval = "standard";
        expect((await emma.say("1")).text).toMatch(/^Booked: Room 001/);
        await office.pass(LATER_MS);
        const heard = emma.nextLine(WITHIN_MS);
        await askAboutThatDay(office, "dingtalk");
        await office.pass(MINUTE_MS);
        expect((await heard).text).toMatch(/^Room 001 needs approval after all\s+Thu 12 Mar,? 15:00–16:00/);
        const made = office.world.meetings().find(({ organiserKey }) => organiserKey === "emma");
        const answered = emma.nextLine(WITHIN_MS);
        office.sandbox.dingtalk.decideApproval(made?.id ?? "", "room-001", "accepted");
        await office.pass(11 * MINUTE_MS);
        expect((await answered).text).toMatch(/^Approved: Room 001 is yours/);
      },
    );
  });
});
