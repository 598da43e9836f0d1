import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { openOffice, PLATFORMS } from "../helpers/office.ts";

describe.each(PLATFORMS)("the main job on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  let before: ReadonlySet<string>;

  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
    before = new Set(office.world.meetings().map(({ id }) => id));
  });
  afterEach(() => office.close());

  /** Meetings that were not there at the start. */
  const made = (): Meeting[] => office.world.meetings().filter(({ id }) => !before.has(id));
  const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

  it("finds, books, lists and cancels in English", async () => {
    const me = office.at(vendor, "han-meimei");
    const list = await me.say("free room 3pm 1h");
    expect(list.text).toMatch(/Wed 11 Mar,? 15:00–16:00/);
    expect(list.text).toMatch(/^ *1\. .+\s+.*seats/m);

    const booked = await me.say("1");
    expect(booked.text).toMatch(/Booked: /);
    expect(booked.text).toMatch(/Wed 11 Mar,? 15:00–16:00/);
    const [meeting, ...others] = made();
    expect(others).toEqual([]);
    expect(meeting).toMatchObject({ start: local("2026-03-11T15:00"), end: local("2026-03-11T16:00") });
    expect(meeting?.rooms.map(({ answer }) => answer)).toEqual(["accepted"]);
    const isHers = meeting?.organiserKey === "han-meimei" || meeting?.attendeeKeys.includes("han-meimei");
    expect(isHers).toBe(true);
    const roomName = office.world.room(meeting?.rooms[0]?.roomKey ?? "").name;
    expect(booked.text).toContain(roomName);

    expect((await me.say("my bookings")).text).toContain(roomName);
    expect((await me.say("cancel")).text).toMatch(/Cancelled: /);
    expect(made()).toEqual([]);
    expect((await me.say("my bookings")).text).toMatch(/no coming booking/);
  });

  it("does the same in Chinese, with size and equipment", async () => {
    const me = office.at(vendor, "li-lei");
    const list = await me.say("明天下午三点 8人 投影 一小时");
    expect(list.text).toMatch(/3月12日 周四 15:00–16:00/);
    const booked = await me.say("订第二个");
    expect(booked.text).toMatch(/已预订：/);
    const [meeting] = made();
    const room = office.world.room(meeting?.rooms[0]?.roomKey ?? "");
    expect(room.capacity).toBeGreaterThanOrEqual(8);
    expect(room.equipment).toContain("projector");
    expect((await me.say("我的预订")).text).toContain(room.name);
    expect((await me.say("取消")).text).toMatch(/已取消：/);
    expect(made()).toEqual([]);
  });

  it.each([
    ["free room 3pm 1h", /Free: Wed 11 Mar/],
    ["free room tomorrow 10:00-11:30 for 8 with projector", /Thu 12 Mar,? 10:00–11:30/],
    ["现在有空的会议室吗", /3月11日 周三 10:0\d–11:\d\d/],
    [
      "free room 3pm PST tomorrow",
      /You named PST; the times here are those of the office \(Asia\/Shanghai\)/,
    ],
    ["help", /free room 3pm 1h/],
    ["帮助", /明天下午三点/],
    ["my bookings", /no coming booking/],
    ["我的预订", /没有接下来的预订/],
    ["cancel", /no coming booking/],
    ["取消", /没有接下来的预订/],
    ["1", /没有给你的列表/],
    ["book 2", /no open list/],
    ["订第二个", /没有给你的列表/],
  ])("answers %s in its language", async (text, expected) => {
    expect((await office.at(vendor, "kenji").say(text)).text).toMatch(expected);
  });

  it("answers in a group when it is mentioned, and keeps each member's list apart", async () => {
    const lei = office.at(vendor, "li-lei", "platform-team");
    const mei = office.at(vendor, "han-meimei", "platform-team");
    const leisList = await lei.say("free room tomorrow 2pm 30 min");
    expect(leisList.text).toMatch(/@bot 1/);
    expect((await mei.say("1")).text).toMatch(/没有给你的列表|no open list/);
    expect(made()).toEqual([]);
    expect((await lei.say("1")).text).toMatch(/Booked: /);
    expect(made()).toHaveLength(1);
  });

  it("offers the next best when the chosen room has just gone, and leaves nothing behind", async () => {
    const me = office.at(vendor, "chen-jing");
    const list = await me.say("free room 3pm 1h");
    const first = /1\. \**([^·*\n]+?)\** *[·\n]/.exec(list.text)?.[1]?.trim() ?? "";
    const room = office.world.office.rooms.find(({ name }) => name === first);
    expect(room, `no room in: ${list.text}`).toBeDefined();
    const rival = office.world.add({
      madeOn: "client",
      organiserKey: "zhou-jie",
      title: "faster",
      start: local("2026-03-11T15:00"),
      end: local("2026-03-11T16:00"),
      rooms: [{ roomKey: room?.key ?? "", answer: "accepted" }],
    });
    const answer = await me.say("1");
    expect(answer.text).toContain(`${first} is not booked`);
    expect(answer.text).toMatch(/next best/);
    expect(answer.text.split("next best")[1]).not.toContain(`. ${first} `);
    expect(made().map(({ id }) => id)).toEqual([rival.id]);
    expect((await me.say("1")).text).toMatch(/Booked: /);
  });

  it("shows more on request, and a number shown before stays good", async () => {
    const me = office.at(vendor, "oliver");
    await me.say("free room tomorrow 9:00 30 min");
    const more = await me.say("more");
    expect(more.text).toMatch(/^ *6\. /m);
    expect((await me.say("2")).text).toMatch(/Booked: /);
  });

  it("asks whether to swap or to book one more, once something was taken", async () => {
    const me = office.at(vendor, "emma");
    await me.say("free room 3pm 1h");
    await me.say("1");
    const question = await me.say("2");
    expect(question.text).toMatch(/Swap, or one more room\?/);
    expect((await me.say("1")).text).toMatch(/was given back/);
    expect(made()).toHaveLength(1);
  });

  it("asks which one to cancel when there are several", async () => {
    const me = office.at(vendor, "sofia");
    await me.say("free room 3pm 1h");
    await me.say("1");
    await me.say("free room tomorrow 3pm 1h");
    await me.say("1");
    expect((await me.say("cancel")).text).toMatch(/Which one/);
    expect((await me.say("2")).text).toMatch(/Cancelled: .*[\s\S]*Thu 12 Mar/);
    expect(made()).toHaveLength(1);
  });
});
