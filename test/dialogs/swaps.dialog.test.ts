import { describe, expect, it } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { inOffice, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);
const calm = (vendor: VendorName) => ({ platforms: [vendor], meetings: "none", clockSpeed: 5 }) as const;

const rival = (office: OpenOffice, roomKey: string): Meeting =>
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "theirs",
    start: local("2026-03-12T15:00"),
    end: local("2026-03-12T16:00"),
    rooms: [{ roomKey, answer: "accepted" }],
  });

/** The rooms of the only meeting that was made since. */
function roomsOf(office: OpenOffice, before: ReadonlySet<string>) {
  const made = madeSince(office, before);
  expect(made).toHaveLength(1);
  return made.flatMap(({ rooms }) => rooms.map(({ roomKey, answer }) => `${roomKey} ${answer}`));
}

/** The key of the room that an option names. */
function offered(office: OpenOffice, list: string, number: number): string {
  const name = new RegExp(`^ *${number}\\. (.+)$`, "m").exec(list)?.[1]?.trim();
  return office.world.office.rooms.find((room) => room.name === name)?.key ?? "";
}

describe.concurrent.each(PLATFORMS)("another room for a booking on %s", (vendor) => {
  it("is taken at once where it is named and free, on the same event, and can be undone", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const [event] = madeSince(office, before);
      const { text } = await me.say("swap to K2");
      expect(text).toMatch(
        /^Booked: K2\s+Thu 12 Mar,? 15:00–16:00[\s\S]*Everest was given back[\s\S]*To undo: swap to Everest/,
      );
      expect(roomsOf(office, before)).toEqual(["k2 accepted"]);
      expect((await me.say("换到Everest")).text).toMatch(/^已预订：Everest[\s\S]*K2 已退掉/);
      expect(roomsOf(office, before)).toEqual(["everest accepted"]);
      expect(madeSince(office, before)[0]?.id).toBe(event?.id);
      expectTruth(office, before, "li-lei");
    }));

  it.each([
    ["换一间大一点的", (old: number, now: number) => now > old],
    ["I need a smaller room", (old: number, now: number) => now < old],
  ])("is offered by its size: %s", (text, isAsWished) =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const list = (await me.say(text)).text;
      expect(list).toMatch(/Taking one of these replaces Everest|选了之后会替换 Everest/);
      const seats = (key: string) => office.world.room(key).capacity ?? 0;
      const key = offered(office, list, 1);
      expect(isAsWished(seats("everest"), seats(key))).toBe(true);
      expect((await me.say("1")).text).toMatch(/Booked: |已预订：/);
      expect(roomsOf(office, before)).toEqual([`${key} accepted`]);
      expectTruth(office, before, "li-lei");
      expect((await me.say("2")).text).toMatch(/no open list|没有给你的列表/);
    }),
  );

  it("is not the one that there is, and not a name that no room has", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      expect((await me.say("swap to Everest")).text).toMatch(/You have Everest already\.\s+Thu 12 Mar/);
      expect((await me.say("换到黄山")).text).not.toMatch(/已预订/);
      expect(roomsOf(office, before)).toEqual(["everest accepted"]);
    }));

  it("that is not free is not taken, others are offered, and the old one stays until one is had", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("book Everest tomorrow 3pm 1h");
      rival(office, "k2");
      const before = idsOf(office);
      const answer = (await me.say("swap to K2")).text;
      expect(answer).toMatch(/K2 is not free[\s\S]*1\. [\s\S]*Taking one of these replaces Everest/);
      expect(office.world.meetings().flatMap(({ rooms }) => rooms)).toHaveLength(2);
      expect((await me.say("never mind")).text).toMatch(/dropped/);
      expect(madeSince(office, before)).toEqual([]);
      expect((await me.say("my bookings")).text).toMatch(/1\. Everest/);
    }));

  it("that goes while it is being chosen leaves the old one, and the next best comes along", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const key = offered(office, (await me.say("换一间大一点的")).text, 1);
      const theirs = rival(office, key);
      const { text } = await me.say("1");
      expect(text).toContain(`${office.world.room(key).name} 没有订成`);
      expect(text).toMatch(/原来的预订不变：3月12日 周四 15:00–16:00[\s\S]*次优的有/);
      const mine = () => madeSince(office, before).filter(({ id }) => id !== theirs.id);
      expect(mine()[0]?.rooms.map(({ roomKey }) => roomKey)).toEqual(["everest"]);
      expect((await me.say("1")).text).toMatch(/已预订：[\s\S]*Everest 已退掉/);
      expect(mine()).toHaveLength(1);
      expect(mine()[0]?.rooms.map(({ roomKey }) => roomKey)).not.toContain("everest");
    }));

  it("is put on the event that there is, when a number is taken from a list that is closed", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "emma");
      const before = idsOf(office);
      const list = (await me.say("free room tomorrow 3pm 1h")).text;
      await me.say("1");
      const [event] = madeSince(office, before);
      expect((await me.say("2")).text).toMatch(/Swap, or one more room\?/);
      expect((await me.say("1")).text).toMatch(/^Booked: [\s\S]*was given back/);
      expect(roomsOf(office, before)).toEqual([`${offered(office, list, 2)} accepted`]);
      expect(madeSince(office, before)[0]?.id).toBe(event?.id);
      expectTruth(office, before, "emma");
      const again = (await me.say("1")).text;
      expect(again).toContain(`You have just booked ${office.world.room(offered(office, list, 2)).name}`);
      expect((await me.say("2")).text).toMatch(/^Booked: /);
      expect(madeSince(office, before)).toHaveLength(2);
    }));

  it("goes to one of two who want it in the same second; the other keeps what there is and hears of the next best", () =>
    inOffice(calm(vendor), async (office) => {
      const [lei, mei] = [office.at(vendor, "li-lei"), office.at(vendor, "han-meimei")];
      const before = idsOf(office);
      await lei.say("book Everest tomorrow 3pm 1h");
      await mei.say("book 泰山 tomorrow 3pm 1h");
      const said = await Promise.all([
        lei.say("swap to K2", { withinMs: 30_000 }),
        mei.say("swap to K2", { withinMs: 30_000 }),
      ]);
      const texts = said.map(({ text }) => text);
      const won = texts.filter((text) => /^Booked: K2/.test(text));
      const lost = texts.filter((text) => /^K2 is not (booked|free)/.test(text));
      expect([won.length, lost.length], texts.join("\n---\n")).toEqual([1, 1]);
      expect(lost[0]).toMatch(/1\. /);
      const rooms = madeSince(office, before).map((meeting) => meeting.rooms.map(({ roomKey }) => roomKey));
      expect(rooms.filter((held) => held.includes("k2"))).toHaveLength(1);
      expect(rooms.flat()).toHaveLength(2);
      for (const who of ["li-lei", "han-meimei"]) expectTruth(office, before, who);
    }));

  it("is chosen once, however often the choice is delivered", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      await me.say("swap to K2", { copies: 3 });
      expect((await me.say("my bookings")).text).toMatch(/1\. K2/);
      expect(me.heard().filter(({ text }) => /^Booked: K2/.test(text))).toHaveLength(1);
      expect(roomsOf(office, before)).toEqual(["k2 accepted"]);
    }));
});

describe.concurrent("where nobody may hold two rooms at a time, on dingtalk", () => {
  const strict = async (office: OpenOffice) => {
    office.sandbox.dingtalk.switches.oneRoomPerSlot = true;
    const me = office.at("dingtalk", "li-lei");
    const before = idsOf(office);
    await me.say("book Everest tomorrow 3pm 1h");
    const question = (await me.say("swap to K2")).text;
    expect(question).toMatch(/I must give Everest back before I can take K2; somebody could be faster/);
    expect(question).toMatch(/Thu 12 Mar,? 15:00–16:00\s+1\. go ahead\s+2\. keep Everest/);
    expect(roomsOf(office, before)).toEqual(["everest accepted"]);
    return { me, before };
  };

  it.each(["1", "yes"])("the old room is given back first once the person agrees: %s", (word) =>
    inOffice(calm("dingtalk"), async (office) => {
      const { me, before } = await strict(office);
      expect((await me.say(word)).text).toMatch(/^Booked: K2[\s\S]*Everest was given back/);
      expect(roomsOf(office, before)).toEqual(["k2 accepted"]);
    }),
  );

  it.each(["2", "no"])("the old room stays where the person keeps it: %s", (word) =>
    inOffice(calm("dingtalk"), async (office) => {
      const { me, before } = await strict(office);
      expect((await me.say(word)).text).toMatch(/you keep Everest[\s\S]*Thu 12 Mar|Your bookings stay/);
      expect(roomsOf(office, before)).toEqual(["everest accepted"]);
    }),
  );

  it("the old room is put back when the new one has gone meanwhile", () =>
    inOffice(calm("dingtalk"), async (office) => {
      const { me, before } = await strict(office);
      const theirs = rival(office, "k2");
      const { text } = await me.say("1");
      expect(text).toMatch(
        /K2 is not booked[\s\S]*Your booking stands as it was: Thu 12 Mar[\s\S]*next best/,
      );
      const mine = madeSince(office, before).filter(({ id }) => id !== theirs.id);
      expect(mine[0]?.rooms.map(({ roomKey }) => roomKey)).toEqual(["everest"]);
    }));
});
