import { describe, expect, it } from "vitest";
import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import { inOffice, type OfficeOptions, type Seat } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import type { OpenOffice } from "../helpers/truth.ts";

const ON_FEISHU: OfficeOptions = { platforms: ["feishu"], meetings: "none", clockSpeed: 5 };
const ON_DINGTALK: OfficeOptions = { platforms: ["dingtalk"], meetings: "none", clockSpeed: 5 };

/** Presses, and waits for what becomes of it. */
async function pressed(
  me: Seat,
  line: ChatLine,
  label: string,
  form?: Record<string, string>,
): Promise<ChatLine> {
  const heard = me.nextLine();
  expect(await me.press(line, label, form)).toMatch(/^(Booking |One moment)/);
  return heard;
}
const labels = ({ buttons }: ChatLine) => buttons.map(({ label }) => label);
const meeting = ({ world }: OpenOffice) => {
  const [only, ...others] = world.meetings().filter(({ isCancelled }) => !isCancelled);
  expect(others).toEqual([]);
  return only;
};
const at = (clock: string) => Date.parse(`2026-03-11T${clock}:00+08:00`);

describe.concurrent("buttons on a Feishu card", () => {
  it("of a list are gone once it is taken from: the same message tells of the booking, and what can be done to it", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room 3pm 1h");
      expect(labels(list)).toContain("Book");
      const booked = await pressed(me, list, "Book");
      expect(booked).toMatchObject({ id: list.id, isUpdate: true });
      expect(booked.text).toMatch(/^Booked: /);
      expect(labels(booked)).toEqual(["Cancel it", "+30 min", "Other room"]);
      expect(me.heard()).toHaveLength(1);
    }));

  it("of a list act once, however often they are pressed, and not once the list is over", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room 3pm 1h");
      const heard = me.nextLine();
      const said = await Promise.all([me.press(list, "Book"), me.press(list, "Book")]);
      expect(said.filter((text) => /^Booking /.test(text ?? ""))).toHaveLength(1);
      expect((await heard).text).toMatch(/^Booked: /);
      expect(office.world.meetings()).toHaveLength(1);
      const late = await me.say("free room 5pm 1h");
      await office.pass(16 * 60_000);
      expect(await me.press(late, "Book")).toMatch(/not open any more/);
      expect(office.world.meetings()).toHaveLength(1);
    }));

  it("extend a booking once: the next press of the same button finds it changed", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const booked = await me.say("book Everest today 3pm-4pm");
      const extended = await pressed(me, booked, "+30 min");
      expect(extended.text).toMatch(/^Extended: Everest[\s\S]*15:00–16:30/);
      await office.pass(60_000);
      expect(await me.press(booked, "+30 min")).toMatch(/That booking has changed since/);
      expect(meeting(office)?.end).toBe(at("16:30"));
      expect((await pressed(me, extended, "+30 min")).text).toMatch(/15:00–17:00/);
    }));

  it("cancel the booking that they stand beside, whatever others there are, and only once", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const first = await me.say("book Everest today 3pm-4pm");
      await me.say("book K2 today 5pm-6pm");
      const cancelled = await pressed(me, first, "Cancel it");
      expect(cancelled).toMatchObject({ id: first.id, buttons: [] });
      expect(cancelled.text).toMatch(/^Cancelled: Everest/);
      expect(meeting(office)?.start).toBe(at("17:00"));
      await office.pass(60_000);
      expect(await me.press(first, "Cancel it")).toMatch(/That booking has changed since/);
    }));

  it("find another room for a booking, in the same message", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const booked = await me.say("book Everest today 3pm-4pm");
      const rooms = await pressed(me, booked, "Other room");
      expect(rooms.id).toBe(booked.id);
      expect(rooms.text).toMatch(/Free: .*15:00–16:00/);
      const swapped = await pressed(me, rooms, "Book");
      expect(swapped.text).toMatch(/^Booked: /);
      expect(swapped.text).toMatch(/Everest (is|was) (given back|released)|Everest/);
      expect(meeting(office)?.rooms.map(({ roomKey }) => roomKey)).not.toContain("everest");
    }));

  it("find another room that is as large, and has what was wished for", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room 3pm 1h for 9 with projector");
      let booked = await pressed(me, list, "Book");
      for (const _ of ["of a booking", "of another room's"]) {
        const rooms = await pressed(me, booked, "Other room");
        const rows = [...rooms.text.matchAll(/^\d+\. .*\n(\d+) seats .*projector/gm)];
        expect(rows).toHaveLength(labels(rooms).filter((label) => label === "Book").length);
        for (const [, seats] of rows) expect(Number(seats)).toBeGreaterThanOrEqual(9);
        await office.pass(60_000);
        booked = await pressed(me, rooms, "Book");
      }
    }));

  it("show more of a list below what it shows, at most ten rows, all of which can be taken", () =>
    inOffice({ ...ON_FEISHU, office: officeWithRooms(plainRooms(30)) }, async (office) => {
      const me = office.at("feishu", "li-lei");
      const numbers = (line: ChatLine) => [...line.text.matchAll(/^(\d+)\. /gm)].map(([, n]) => Number(n));
      const first = await me.say("free room 3pm 1h");
      expect(numbers(first)).toEqual([1, 2, 3, 4, 5]);
      const second = await pressed(me, first, "More");
      expect(second.id).toBe(first.id);
      expect(numbers(second)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const third = await pressed(me, second, "More");
      expect(numbers(third)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
      expect((await pressed(me, third, "Book")).text).toMatch(/^Booked: /);
    }));

  it("keep the rows where there are no more", () =>
    inOffice({ ...ON_FEISHU, office: officeWithRooms(plainRooms(5)) }, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room 3pm 1h");
      const same = await pressed(me, list, "More");
      expect(same.text).toMatch(/There are no others[\s\S]*1\. Room 00\d[\s\S]*5\. Room 00\d/);
      expect((await pressed(me, same, "Book")).text).toMatch(/^Booked: /);
    }));

  it("leave what is still to be taken where several rooms are wished for", () =>
    inOffice({ ...ON_FEISHU, office: officeWithRooms(plainRooms(6)) }, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("two rooms 3pm 1h");
      const first = await pressed(me, list, "Book");
      expect(first.text).toMatch(/^Booked: [\s\S]*Still to be had:[\s\S]*2\. /);
      const second = await pressed(me, first, "Book");
      expect(second.text).toMatch(/^Booked: /);
      expect(labels(second)).not.toContain("Book");
      expect(office.world.meetings()).toHaveLength(2);
    }));

  it("answer a question, as its numbers do", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      await me.say("book Everest today 3pm-4pm");
      await me.say("book K2 today 5pm-6pm");
      const question = await me.say("cancel");
      expect(labels(question)).toEqual(["Choose", "Choose"]);
      expect((await pressed(me, question, "Choose")).text).toMatch(/^Cancelled: Everest/);
      await office.pass(60_000);
      expect(await me.press(question, "Choose")).toMatch(/not open any more/);
      expect(meeting(office)?.start).toBe(at("17:00"));
    }));

  it("beside a booking are their owner's, in a group too", () =>
    inOffice(ON_FEISHU, async (office) => {
      const lei = office.at("feishu", "li-lei", "platform-team");
      const mei = office.at("feishu", "han-meimei", "platform-team");
      const booked = await lei.say("book Everest today 3pm-4pm");
      const before = office.sandbox.feishu.lines.length;
      expect(await mei.press(booked, "Cancel it")).toMatch(/somebody else's/);
      expect(office.sandbox.feishu.lines).toHaveLength(before);
      const cancelled = await pressed(lei, booked, "Cancel it");
      expect(cancelled.text).toMatch(/@李雷/);
    }));

  it("ask before they book at a time that was assumed, and only then", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const confirms = (line: ChatLine) => JSON.stringify(line.raw).match(/"confirm":/g)?.length ?? 0;
      expect(confirms(await me.say("free room tomorrow 3pm 1h"))).toBe(0);
      const assumed = await me.say("free room tomorrow 3pm");
      expect(confirms(assumed)).toBe(5);
      expect(JSON.stringify(assumed.raw)).toMatch(/"confirm":\{"title":[^}]*Thu 12 Mar, 15:00–16:00/);
    }));
});

describe.concurrent("a form on a Feishu card", () => {
  it("is shown where a time was assumed, begins with what was, and finds what is filled in besides what was said", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      expect((await me.say("free room tomorrow 3pm 1h")).forms).toEqual([]);
      const list = await me.say("free room with a projector tomorrow at 3pm");
      const [form] = list.forms ?? [];
      expect(form?.fields.map(({ name, initial }) => [name, initial])).toEqual([
        ["date", "2026-03-12"],
        ["time", "15:00"],
        ["minutes", "60"],
        ["seats", undefined],
      ]);
      const filled = { date: "2026-03-13", time: "10:00", minutes: "90", seats: "6" };
      const found = await pressed(me, list, "Find rooms", filled);
      expect(found.id).toBe(list.id);
      expect(found.text).toMatch(/^Free: Fri 13 Mar, 10:00–11:30/);
      for (const [row] of found.text.matchAll(/^\d+\. .*\n.*/gm)) expect(row).toMatch(/projector/);
      const booked = await pressed(me, found, "Book");
      expect(booked.text).toMatch(/^Booked: [\s\S]*Fri 13 Mar, 10:00–11:30/);
    }));

  it("begins with the day of a wish that left the time open, and is for that day", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room tomorrow afternoon");
      const [form] = list.forms ?? [];
      expect(form?.fields.map(({ name, initial }) => [name, initial])).toEqual([
        ["date", "2026-03-12"],
        ["time", undefined],
        ["minutes", "60"],
        ["seats", undefined],
      ]);
      const bigger = await pressed(me, list, "Find rooms", { seats: "10" });
      expect(bigger.text).toMatch(/^Free: Thu 12 Mar[\s\S]*1\. .*\nThu 12 Mar, 1[3-7]:\d\d[\s\S]*1\d seats/);
      await office.pass(60_000);
      const found = await pressed(me, list, "Find rooms", { time: "14:00" });
      expect(found.text).toMatch(/^Free: Thu 12 Mar, 14:00–15:00/);
    }));

  it("stands below what explains how one asks, and finds a room without a word", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const help = await me.say("help");
      const found = await pressed(me, help, "Find rooms", {
        date: "2026-03-12",
        time: "09:00",
        minutes: "30",
      });
      expect(found.text).toMatch(/^Free: Thu 12 Mar, 09:00–09:30/);
    }));

  it("that says a time that is over is answered as if that had been typed", () =>
    inOffice(ON_FEISHU, async (office) => {
      const me = office.at("feishu", "li-lei");
      const list = await me.say("free room");
      expect((await pressed(me, list, "Find rooms", { date: "2026-03-09", time: "09:00" })).text).toMatch(
        /over|past/,
      );
    }));
});

describe.concurrent("links on dingtalk", () => {
  it("of a list that was replaced say so, and book nothing of the newer one", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const old = await me.say("free room 3pm 1h");
      const list = await me.say("free room 5pm 1h");
      const heard = me.nextLine();
      await me.press(old, "Book");
      expect((await heard).text).toMatch(/This list is not open any more/);
      expect(office.world.meetings()).toEqual([]);
      const booked = me.nextLine();
      await me.press(list, "Book");
      expect((await booked).text).toMatch(/^Booked: [\s\S]*17:00–18:00/);
    }));

  it("of a list act once, however often they are pressed, and not once the list is over", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const list = await me.say("free room 3pm 1h");
      const booked = me.nextLine();
      await me.press(list, "Book");
      expect((await booked).text).toMatch(/^Booked: /);
      const again = me.nextLine();
      await me.press(list, "Book");
      expect((await again).text).not.toMatch(/^Booked: /);
      expect(office.world.meetings()).toHaveLength(1);
      const late = await me.say("free room 5pm 1h");
      await office.pass(16 * 60_000);
      const over = me.nextLine();
      await me.press(late, "Book");
      expect((await over).text).toMatch(/not open any more/);
      expect(office.world.meetings()).toHaveLength(1);
    }));

  it("mean their list, whatever question is open beside it, and their question", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      for (const wish of ["book Everest today 3pm-4pm", "book K2 today 5pm-6pm"]) await me.say(wish);
      const list = await me.say("free room on Friday 3pm 1h");
      const question = await me.say("cancel");
      const cancelled = me.nextLine();
      await me.press(question, "Choose");
      expect((await cancelled).text).toMatch(/^Cancelled: Everest/);
      await me.say("cancel everything");
      const booked = me.nextLine();
      await me.press(list, "Book");
      expect((await booked).text).toMatch(/^Booked: [\s\S]*Fri 13 Mar/);
    }));

  it("stand below a booking too", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const booked = await me.say("book Everest today 3pm-4pm");
      expect(labels(booked)).toEqual(["Cancel it", "+30 min", "Other room"]);
      const extended = me.nextLine();
      await me.press(booked, "+30 min");
      expect((await extended).text).toMatch(/^Extended: Everest/);
    }));
});
