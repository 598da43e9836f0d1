import { describe, expect, it, vi } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { inOffice } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ON_DINGTALK = { platforms: ["dingtalk"], meetings: "none", clockSpeed: 5 } as const;

/** Asks for the room on floor 12 that somebody has to approve; the event that was made for it. */
async function request(
  office: OpenOffice,
  wish = "free room tomorrow 3pm 1h on floor 12 for 20",
): Promise<Meeting> {
  const before = idsOf(office);
  expect(await take(office.at("dingtalk", "li-lei"), wish)).toMatch(/Requested: 青海湖|已申请：青海湖/);
  const [made] = madeSince(office, before);
  if (!made) throw new Error("nothing was made");
  return made;
}

/** Asks, and takes that room from the list; the answer to the taking. */
async function take(me: ReturnType<OpenOffice["at"]>, wish: string): Promise<string> {
  const number = /^ *(\d+)\. 青海湖/m.exec((await me.say(wish)).text)?.[1] ?? "";
  return (await me.say(number)).text;
}

/** Until the look that is under way is through, and has noted when the next one is. */
const untilLookIsNoted = (office: OpenOffice) =>
  vi.waitFor(async () => {
    const [look] = await office.storage.list("look:");
    const [atMs] = /\d{13}/.exec(JSON.stringify(look?.value)) ?? [];
    expect(Number(atMs)).toBeGreaterThan(office.clock.now());
  }, 10_000);

const decide = (office: OpenOffice, meeting: Meeting, answer: "accepted" | "declined") =>
  office.sandbox.dingtalk.decideApproval(meeting.id, "qinghaihu", answer);

describe.concurrent("a room that somebody has to approve", () => {
  it("is told to be approved as soon as it is looked at, once", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const before = idsOf(office);
      const meeting = await request(office);
      const me = office.at("dingtalk", "li-lei");
      decide(office, meeting, "accepted");
      const heard = me.nextLine();
      await office.pass(11 * MINUTE_MS);
      expect((await heard).text).toMatch(
        /^Approved: 青海湖 is yours\s+Thu 12 Mar,? 15:00–16:00[\s\S]*cancel/,
      );
      await office.pass(4 * HOUR_MS);
      await me.say("my bookings");
      expect(me.heard().filter(({ text }) => /Approved/.test(text))).toHaveLength(1);
      expectTruth(office, before, "li-lei");
    }));

  it.each([
    [
      "free room tomorrow 3pm 1h on floor 12 for 20",
      /^青海湖 was not approved\s+Thu 12 Mar,? 15:00–16:00[\s\S]*I have removed the event "Meeting"/,
      /next best:\s+1\. /,
      /Booked: |Requested: /,
    ],
    [
      "明天下午三点 一小时 12层 20人",
      /^青海湖 没有通过审批\s+3月12日 周四 15:00–16:00[\s\S]*我为它建的日程“会议”已删除/,
      /次优的有：\s+1\. /,
      /已预订：|已申请：/,
    ],
  ])(
    "that is refused later takes its event with it, and the next best is offered: %s",
    (wish, refused, next, booked) =>
      inOffice(ON_DINGTALK, async (office) => {
        const meeting = await request(office, wish);
        const me = office.at("dingtalk", "li-lei");
        decide(office, meeting, "declined");
        const heard = me.nextLine();
        await office.pass(11 * MINUTE_MS);
        const { text } = await heard;
        expect(text).toMatch(refused);
        expect(text).toMatch(next);
        expect(text.slice(text.search(next))).not.toMatch(/\d\. 青海湖/);
        expect(meeting.isCancelled).toBe(true);
        expect((await me.say("1")).text).toMatch(booked);
        expect(office.world.meetings()).toHaveLength(1);
      }),
  );

  it("leaves an event of the person's own in place when it is refused, and the next room goes there", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const own = office.world.add({
        madeOn: "client",
        organiserKey: "li-lei",
        title: "Retro",
        start: Date.parse("2026-03-12T15:00:00+08:00"),
        end: Date.parse("2026-03-12T16:00:00+08:00"),
      });
      const me = office.at("dingtalk", "li-lei");
      expect(await take(me, "free room tomorrow 3pm 1h on floor 12 for 20")).toMatch(/Requested: 青海湖/);
      decide(office, own, "declined");
      const heard = me.nextLine();
      await office.pass(11 * MINUTE_MS);
      expect((await heard).text).toMatch(/was not approved[\s\S]*Your event "Retro" stays[\s\S]*next best/);
      expect(own.isCancelled).toBe(false);
      expect((await me.say("1")).text).toMatch(/on your event "Retro"/);
      expect(office.world.meetings()).toEqual([own]);
    }));

  it("is told of for each of several that one message asked for", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const before = idsOf(office);
      const wish = "free room every Wednesday 3pm 1h until 8 April on floor 12 for 20";
      const start = Date.parse("2026-03-25T15:00:00+08:00");
      office.world.add({
        madeOn: "client",
        organiserKey: "other:1",
        title: "theirs",
        start,
        end: start + HOUR_MS,
        rooms: [{ roomKey: "qinghaihu", answer: "accepted" }],
      });
      expect(await take(me, wish)).toMatch(/Requested: 青海湖/);
      const pieces = madeSince(office, before).filter(({ organiserKey }) => organiserKey === "li-lei");
      expect(new Set(pieces.map(({ id }) => id)).size).toBeGreaterThan(1);
      for (const piece of pieces)
        if (piece.rooms[0]?.answer === "tentative") decide(office, piece, "declined");
      await office.pass(11 * MINUTE_MS);
      await vi.waitFor(() => {
        const refused = me.heard().filter(({ text }) => /^青海湖 was not approved/.test(text));
        expect(refused).toHaveLength(2);
      }, 10_000);
      expect(madeSince(office, before).filter(({ organiserKey }) => organiserKey === "li-lei")).toEqual([]);
    }));

  it("is not judged any more once it was cancelled", () =>
    inOffice(ON_DINGTALK, async (office) => {
      await request(office);
      const me = office.at("dingtalk", "li-lei");
      await me.say("cancel");
      const said = me.heard().length;
      await office.pass(5 * HOUR_MS);
      await me.say("my bookings");
      expect(me.heard()).toHaveLength(said + 1);
    }));

  it("of which nothing is heard is named an hour before it begins, while something can be done", () =>
    inOffice(ON_DINGTALK, async (office) => {
      await request(office);
      const me = office.at("dingtalk", "li-lei");
      const heard = me.nextLine();
      await office.pass(Date.parse("2026-03-12T14:01:00+08:00") - office.clock.now());
      expect((await heard).text).toMatch(
        /^青海湖 is still not approved\s+Thu 12 Mar,? 15:00–16:00[\s\S]*starts in an hour/,
      );
    }));

  it("that is refused is told in the group where it was asked for, to whom it concerns", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const me = office.at("dingtalk", "li-lei", "platform-team");
      const before = idsOf(office);
      expect(await take(me, "free room tomorrow 3pm 1h on floor 12 for 20")).toMatch(/Requested: 青海湖/);
      const [made] = madeSince(office, before);
      if (!made) throw new Error("nothing was made");
      decide(office, made, "declined");
      const heard = me.nextLine();
      await office.pass(11 * MINUTE_MS);
      const { text } = await heard;
      expect(text).toMatch(/青海湖 was not approved/);
      expect(text).not.toContain("Meeting");
      expect(text).toMatch(/@bot 1/);
    }));

  it("of which nothing is heard is named once, also where looks follow in the last hour", () =>
    inOffice(ON_DINGTALK, async (office) => {
      await request(office, "free room today 11:45 1h on floor 12 for 20");
      const me = office.at("dingtalk", "li-lei");
      const heard = me.nextLine();
      await office.pass(40 * MINUTE_MS);
      expect((await heard).text).toMatch(/^青海湖 is still not approved/);
      const looks = () => office.trace.calls().filter(({ api }) => api === "calendar.events.get").length;
      const before = looks();
      await untilLookIsNoted(office);
      await office.pass(25 * MINUTE_MS);
      await vi.waitFor(() => expect(looks()).toBeGreaterThan(before), 10_000);
      await me.say("my bookings");
      expect(me.heard().filter(({ text }) => /still not approved/.test(text))).toHaveLength(1);
    }));

  it("that is refused is told once it can be, where nothing could be said after its event was removed", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const meeting = await request(office);
      const me = office.at("dingtalk", "li-lei");
      decide(office, meeting, "declined");
      for (const api of ["robot.sendBySession", "robot.oToMessages.batchSend"])
        office.faults.add({ vendor: "dingtalk", api, kind: "server-error" });
      await office.pass(11 * MINUTE_MS);
      await vi.waitFor(() => expect(meeting.isCancelled).toBe(true), 10_000);
      await untilLookIsNoted(office);
      office.faults.clear();
      const heard = me.nextLine();
      await office.pass(11 * MINUTE_MS);
      const { text } = await heard;
      expect(text).toMatch(/^青海湖 was not approved\s+Thu 12 Mar,? 15:00–16:00[\s\S]*next best:\s+1\. /);
      expect(text).toMatch(/I have removed the event "Meeting"/);
    }));
});
