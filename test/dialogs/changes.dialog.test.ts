import { describe, expect, it } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { inOffice, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);
const calm = (vendor: VendorName) => ({ platforms: [vendor], meetings: "none", clockSpeed: 5 }) as const;

/** Somebody else's meeting in a room. */
const rival = (office: OpenOffice, roomKey: string, start: string, end: string): Meeting =>
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "theirs",
    start: local(start),
    end: local(end),
    rooms: [{ roomKey, answer: "accepted" }],
  });

/** The one meeting that was made since, as local times and rooms. */
function only(office: OpenOffice, before: ReadonlySet<string>) {
  const made = madeSince(office, before);
  expect(made).toHaveLength(1);
  const [meeting] = made;
  if (!meeting) throw new Error("no meeting was made");
  const clock = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
  return {
    from: clock(meeting.start),
    to: clock(meeting.end),
    rooms: meeting.rooms.map(({ roomKey, answer }) => `${roomKey} ${answer}`),
  };
}

const THREE_TO_FOUR = { start: local("2026-03-12T15:00"), end: local("2026-03-12T16:00") };
const everest = (from: string, to: string) => ({ from, to, rooms: ["everest accepted"] });

describe.concurrent.each(PLATFORMS)("another time for a booking on %s", (vendor) => {
  it("is had by extending, shortening and moving it, each said with how to undo it", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const extended = await me.say("extend by 30 min");
      expect(extended.text).toMatch(
        /^Extended: Everest\s+Thu 12 Mar,? 15:00–16:30[\s\S]*To undo: shorten by 30 min/,
      );
      expect(only(office, before)).toEqual(everest("2026-03-12T15:00", "2026-03-12T16:30"));

      const shortened = await me.say("shorten by 1 h");
      expect(shortened.text).toMatch(
        /^Shortened: Everest\s+Thu 12 Mar,? 15:00–15:30[\s\S]*To undo: extend by 1 h/,
      );
      expect(only(office, before)).toEqual(everest("2026-03-12T15:00", "2026-03-12T15:30"));

      const moved = await me.say("move to Friday 10am");
      expect(moved.text).toMatch(
        /^Moved: Everest\s+Fri 13 Mar,? 10:00–10:30[\s\S]*To undo: move to 2026-03-12 15:00/,
      );
      expect(only(office, before)).toEqual(everest("2026-03-13T10:00", "2026-03-13T10:30"));

      expect((await me.say("move to 2026-03-12 15:00")).text).toMatch(/Thu 12 Mar,? 15:00–15:30/);
      expect((await me.say("my bookings")).text).toMatch(/Everest[\s\S]*Thu 12 Mar,? 15:00–15:30/);
    }));

  it("is had in Chinese", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("订Everest 明天下午三点 一小时");
      expect((await me.say("延长半小时")).text).toMatch(
        /^已延长：Everest\s+3月12日 周四 15:00–16:30[\s\S]*要改回来：缩短30分钟/,
      );
      expect((await me.say("缩短30分钟")).text).toMatch(/^已缩短：Everest\s+3月12日 周四 15:00–16:00/);
      expect((await me.say("改到后天上午十点")).text).toMatch(
        /^已改时间：Everest\s+3月13日 周五 10:00–11:00[\s\S]*要改回来：改到3月12日 15:00/,
      );
      expect((await me.say("改到3月12日 15:00")).text).toMatch(/3月12日 周四 15:00–16:00/);
      expect(only(office, before)).toEqual(everest("2026-03-12T15:00", "2026-03-12T16:00"));
    }));

  it("ends a running meeting now, to the next five minutes, and extends one that runs", () =>
    inOffice({ ...calm(vendor), clockSpeed: 1, roomAnswerMs: [10, 40] }, async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest today 10:30-11:30");
      expect((await me.say("end now")).text).toMatch(/Everest has not begun yet[\s\S]*cancel|Which one/);
      await office.pass(local("2026-03-11T10:48") - office.clock.now());
      expect((await me.say("extend 30m")).text).toMatch(/^Extended: Everest\s+Wed 11 Mar,? 10:30–12:00/);
      expect((await me.say("提前结束")).text).toMatch(/^已缩短：Everest\s+3月11日 周三 10:30–10:50/);
      expect(only(office, before)).toEqual(everest("2026-03-11T10:30", "2026-03-11T10:50"));
    }));

  it("is asked for by number where several may be meant, and the change comes back with the answer", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("book Everest tomorrow 3pm 1h");
      await me.say("book K2 tomorrow 5pm 1h");
      const question = await me.say("extend by 30 min");
      expect(question.text).toMatch(/Which one shall I extend\?[\s\S]*1\. Everest[\s\S]*2\. K2/);
      expect((await me.say("2")).text).toMatch(/^Extended: K2\s+Thu 12 Mar,? 17:00–18:30/);
      expect((await me.say("move my 3pm to 2pm")).text).toMatch(/^Moved: Everest\s+Thu 12 Mar,? 14:00–15:00/);
      await me.say("my bookings");
      expect((await me.say("shorten 2 by 30 min")).text).toMatch(/^Shortened: K2\s+Thu 12 Mar,? 17:00–18:00/);
      expect((await me.say("extend 7 30m")).text).toMatch(/goes from 1 to 2/);
      expect((await me.say("extend K2")).text).toMatch(
        /By how much shall I extend K2\?[\s\S]*2\. extend by 30 min \(until 18:30\)/,
      );
      expect((await me.say("2")).text).toMatch(/^Extended: K2\s+Thu 12 Mar,? 17:00–18:30/);
    }));

  it("is made of the booking as it is by now, whatever was asked about it before", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      await me.say("book K2 tomorrow 5pm 1h");
      expect((await me.say("extend by 30 min")).text).toMatch(/Which one/);
      const [event] = madeSince(office, before);
      if (event)
        office.world.change(event, { start: local("2026-03-12T13:00"), end: local("2026-03-12T14:00") });
      expect((await me.say("1")).text).toMatch(/^Extended: Everest\s+Thu 12 Mar,? 13:00–14:30/);

      expect((await me.say("extend by 30 min")).text).toMatch(/Which one/);
      expect((await me.say("move my 5pm to 6pm")).text).toMatch(/^Moved: K2/);
      expect((await me.say("2")).text).toMatch(/list for you goes from 1 to 1/);

      expect((await me.say("move my 6pm to Friday morning")).text).toMatch(/Taking one of these replaces K2/);
      expect((await me.say("cancel K2")).text).toMatch(/^Cancelled: K2/);
      expect((await me.say("1")).text).toMatch(/no open list for you/);
    }));

  it("is not had where the new minutes are somebody else's: what can be had is offered", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("book Everest tomorrow 3pm 1h");
      rival(office, "everest", "2026-03-12T16:20", "2026-03-12T17:00");
      const before = idsOf(office);
      const answer = (await me.say("extend by 1h")).text;
      expect(answer).toMatch(/^Everest is not extended[\s\S]*Everest is free until 16:20/);
      expect(answer).toMatch(/Your booking stands as it was: Thu 12 Mar,? 15:00–16:00/);
      expect(answer).toMatch(/1\. extend by 20 min \(until 16:20\)\s+2\. go on in .* \(16:00–17:00\)/);
      expect((await me.say("1")).text).toMatch(/^Extended: Everest\s+Thu 12 Mar,? 15:00–16:20/);

      const again = (await me.say("延长一小时")).text;
      expect(again).toMatch(/Everest 没有延长[\s\S]*紧接着就有别人用[\s\S]*1\. 换到 .* 继续（16:20–17:20）/);
      expect((await me.say("1")).text).toMatch(/已预订：/);
      expect(only(office, before)).toMatchObject({ from: "2026-03-12T16:20", to: "2026-03-12T17:20" });
    }));

  it("is not had where the room is taken at the new time: other rooms and times come along, and one of them changes the booking", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const theirs = rival(office, "everest", "2026-03-12T10:00", "2026-03-12T11:00");
      const answer = (await me.say("move to tomorrow 10am")).text;
      expect(answer).toMatch(/^Everest is not moved[\s\S]*Everest is taken: Thu 12 Mar,? 10:00–11:00/);
      expect(answer).toMatch(
        /Your booking stands as it was[\s\S]*1\. [\s\S]*Taking one of these replaces Everest/,
      );
      const { text } = await me.say("1");
      expect(text).toMatch(/Booked: [\s\S]*Thu 12 Mar,? 10:00–11:00[\s\S]*Everest was given back/);
      const [mine, ...others] = madeSince(office, before).filter(({ id }) => id !== theirs.id);
      expect(others).toEqual([]);
      expect(mine?.start).toBe(local("2026-03-12T10:00"));
    }));

  it("is taken back where the room says no after all, and what can be had comes along", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      // What is free is remembered for a minute: the vendor's own answer is the final check.
      await me.say("is Everest free tomorrow at 5pm");
      const theirs = rival(office, "everest", "2026-03-12T16:30", "2026-03-12T17:00");
      const answer = (await me.say("extend by 1h", { withinMs: 30_000 })).text;
      expect(answer).toMatch(
        /^Everest is not extended[\s\S]*Your booking stands as it was[\s\S]*15:00–16:00/,
      );
      expect(answer).toMatch(/1\. extend by 30 min \(until 16:30\)/);
      const [mine] = madeSince(office, before).filter(({ id }) => id !== theirs.id);
      expect(mine?.end).toBe(local("2026-03-12T16:00"));
      expect(mine?.rooms).toMatchObject([{ roomKey: "everest", answer: "accepted" }]);
      expect((await me.say("1")).text).toMatch(/^Extended: Everest\s+Thu 12 Mar,? 15:00–16:30/);
    }));

  it("may be found in a stretch, and the choice moves the booking in its room", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      const list = (await me.say("move to Friday morning")).text;
      expect(list).toMatch(/1\. Everest\s+Fri 13 Mar[\s\S]*Taking one of these replaces Everest/);
      expect((await me.say("1")).text).toMatch(/^Moved: Everest\s+Fri 13 Mar/);
      expect(only(office, before)).toMatchObject({ rooms: ["everest accepted"] });
    }));

  it("that loses the room, because somebody takes it in between, is told with rooms for the event that is left", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      office.sandbox.dingtalk.switches.onMoveClash = "drop";
      // Right after the bot has seen that the room is free then.
      let isTaken = false;
      office.trace.on("call", ({ api }) => {
        if (isTaken || !/rooms\.schedules|freebusy\.list/.test(api)) return;
        isTaken = true;
        rival(office, "everest", "2026-03-13T10:00", "2026-03-13T11:00");
      });
      const [mine] = madeSince(office, before);
      let isGrabbed = false;
      office.world.on("change", (meeting) => {
        const isFree = meeting.id === mine?.id && office.world.holding("everest", THREE_TO_FOUR).length === 0;
        if (isGrabbed || !isFree) return;
        isGrabbed = true;
        rival(office, "everest", "2026-03-12T15:00", "2026-03-12T16:00");
      });
      const { text } = await me.say("move to Friday 10am", { withinMs: 30_000 });
      expect({ isGrabbed, text }).toMatchObject({ isGrabbed: true });
      expect(text).toMatch(/Everest is not moved[\s\S]*has lost Everest[\s\S]*next best[\s\S]*1\. /);
      expect((await me.say("1")).text).toMatch(/^Booked: [\s\S]*Thu 12 Mar,? 15:00–16:00/);
      expect(mine?.rooms.filter(({ answer }) => answer === "accepted")).toHaveLength(1);
    }));

  it("is not had against the room's rules, and the answer says which", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book 太湖 tomorrow 3pm 1h");
      expect((await me.say("extend by 1h")).text).toMatch(
        /太湖 is not extended[\s\S]*at most 1 h[\s\S]*stands as it was/,
      );
      expect(only(office, before)).toMatchObject({ to: "2026-03-12T16:00" });
    }));

  it.each([
    ["extend until 4pm", /changes nothing for Everest[\s\S]*15:00–16:00/],
    ["shorten by 2h", /Nothing would be left of Everest[\s\S]*cancel/],
    ["move", /To what time shall I move Everest\?/],
    ["end now", /has not begun yet/],
    ["move to today 9am", /That time is over/],
    ["把会议缩短两小时", /一点时间也不剩/],
    ["延长", /Everest 要延长多久？[\s\S]*1\. 延长15分钟（到 16:15）/],
  ])("is answered plainly where %s makes no sense", (text, expected) =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      await me.say("book Everest tomorrow 3pm 1h");
      expect((await me.say(text)).text).toMatch(expected);
      expect(only(office, before)).toEqual(everest("2026-03-12T15:00", "2026-03-12T16:00"));
    }),
  );

  it.each([
    ["extend by 30 min", /no coming booking/],
    ["提前结束", /没有接下来的预订/],
    ["换一间大一点的", /没有接下来的预订/],
  ])("is not had without a booking: %s", (text, expected) =>
    inOffice(calm(vendor), async (office) => {
      expect((await office.at(vendor, "li-lei").say(text)).text).toMatch(expected);
    }),
  );
});

describe.concurrent("an event of the person's own on dingtalk", () => {
  it("is extended, swapped and moved like any other, and stays when its room is given back", () =>
    inOffice(calm("dingtalk"), async (office) => {
      const own = office.world.add({
        madeOn: "client",
        organiserKey: "li-lei",
        attendeeKeys: ["han-meimei"],
        title: "Retro",
        ...THREE_TO_FOUR,
        rooms: [{ roomKey: "everest", answer: "accepted" }],
      });
      const me = office.at("dingtalk", "li-lei");
      expect((await me.say("extend by 30 min")).text).toMatch(
        /^Extended: Everest\s+Thu 12 Mar,? 15:00–16:30/,
      );
      expect((await me.say("swap to K2")).text).toMatch(/^Booked: K2[\s\S]*Everest was given back/);
      expect((await me.say("move to 2pm")).text).toMatch(/^Moved: K2\s+Thu 12 Mar,? 14:00–15:30/);
      expect(own).toMatchObject({ start: local("2026-03-12T14:00"), end: local("2026-03-12T15:30") });
      expect(own.rooms).toMatchObject([{ roomKey: "k2", answer: "accepted" }]);
      expect(own.attendeeKeys).toContain("han-meimei");
      expect((await me.say("cancel")).text).toMatch(/Cancelled: K2[\s\S]*Your event "Retro" stays/);
      expect(own).toMatchObject({ isCancelled: false, rooms: [] });
    }));
});

describe.concurrent.each(PLATFORMS)("a change in a group on %s", (vendor) => {
  it("is undone as a group hears it, and is no other member's to make", () =>
    inOffice(calm(vendor), async (office) => {
      const lei = office.at(vendor, "li-lei", "platform-team");
      const mei = office.at(vendor, "han-meimei", "platform-team");
      await lei.say("book Everest tomorrow 3pm 1h");
      expect((await mei.say("extend Everest by 30 min")).text).toMatch(/no coming booking/);
      expect((await lei.say("extend by 30 min")).text).toMatch(/To undo: @bot shorten by 30 min/);
      expect((await lei.say("extend")).text).toMatch(/Reply with its number, for example @bot 1/);
      expect((await mei.say("1")).text).toMatch(/no open list|没有给你的列表/);
      expect((await lei.say("1")).text).toMatch(/Extended: Everest[\s\S]*Thu 12 Mar,? 15:00–16:45/);
    }));
});

describe.concurrent("somebody else's event on dingtalk", () => {
  it("is shown, and cannot be changed or cancelled by those who are only invited", () =>
    inOffice(calm("dingtalk"), async (office) => {
      office.world.add({
        madeOn: "client",
        organiserKey: "han-meimei",
        attendeeKeys: ["li-lei"],
        title: "theirs",
        start: local("2026-03-12T15:00"),
        end: local("2026-03-12T16:00"),
        rooms: [{ roomKey: "everest", answer: "accepted" }],
      });
      const me = office.at("dingtalk", "li-lei");
      expect((await me.say("my bookings")).text).toMatch(/1\. Everest[\s\S]*somebody else's event/);
      for (const text of ["extend 1 30m", "cancel 1", "move Everest to 5pm", "swap 1"])
        expect((await me.say(text)).text, text).toMatch(/somebody else's event/);
      expect((await me.say("换一间大一点的 1")).text).not.toMatch(/已/);
      expect(office.world.meetings()[0]?.end).toBe(local("2026-03-12T16:00"));
    }));
});
