import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inOffice, openOffice, PLATFORMS } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe.each(PLATFORMS)("an open list on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
  });
  afterEach(() => office.close());

  it("lasts 15 minutes from the answer that last showed it", async () => {
    const me = office.at(vendor, "zhao-min");
    await me.say("free room 3pm 1h");
    await office.pass(14 * MINUTE_MS);
    await me.say("more");
    await office.pass(14 * MINUTE_MS);
    expect((await me.say("99")).text).toMatch(/list for you goes from 1/);
    await office.pass(2 * MINUTE_MS);
    expect((await me.say("book 1")).text).toMatch(/no open list/);
    expect(office.world.meetings()).toEqual([]);
  });

  it("is replaced by a new wish", async () => {
    const me = office.at(vendor, "zhao-min");
    await me.say("free room 3pm 1h");
    await me.say("free room tomorrow 9:00 30 min");
    await me.say("1");
    expect(office.world.meetings().map(({ start }) => start)).toEqual([
      Date.parse("2026-03-12T09:00:00+08:00"),
    ]);
  });

  it("is dropped by a no in any words, and no booking is", async () => {
    const me = office.at(vendor, "liu-yang");
    await me.say("free room tomorrow 9:00 30 min");
    await me.say("1");
    await me.say("free room 3pm 1h");
    expect((await me.say("never mind")).text).toMatch(/dropped/);
    expect((await me.say("book 1")).text).toMatch(/no open list/);
    expect((await me.say("算了")).text).toMatch(/不订了/);
    expect(office.world.meetings()).toHaveLength(1);
  });

  it.each(["", "book "])("is taken from by a room's name: %s…", async (verb) => {
    const me = office.at(vendor, "zhang-wei");
    const list = await me.say("free room 3pm 1h");
    const name = /^ *3\. (.+?)(?: *\n| ·)/m.exec(list.text)?.[1]?.trim() ?? "";
    expect((await me.say(`${verb}${name}`)).text).toContain(`Booked: ${name}`);
    const [meeting] = office.world.meetings();
    expect(office.world.room(meeting?.rooms[0]?.roomKey ?? "").name).toBe(name);
  });
});

describe("buttons on feishu", () => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeEach(async () => {
    office = await openOffice({ platforms: ["feishu"], meetings: "none" });
  });
  afterEach(() => office.close());

  it("book what they stand for, once, however often they are pressed", async () => {
    const me = office.at("feishu", "li-lei");
    const list = await me.say("free room 3pm 1h");
    const heard = me.nextLine();
    const toasts = await Promise.all([
      me.press(list, "Book"),
      me.press(list, "Book"),
      me.press(list, "Book"),
    ]);
    expect(toasts.filter((toast) => /^Booking /.test(toast ?? ""))).toHaveLength(1);
    expect(toasts.filter((toast) => toast === "I am on it already.")).toHaveLength(2);
    expect((await heard).text).toMatch(/Booked: /);
    await vi.waitFor(async () => expect(await me.press(list, "Book")).toMatch(/Please ask again/));
    expect((await me.say("my bookings")).text).toMatch(/Your coming bookings/);
    expect(office.world.meetings()).toHaveLength(1);
  });

  it("tell everybody but their owner that the list is somebody else's, and only them", async () => {
    const lei = office.at("feishu", "li-lei", "platform-team");
    const mei = office.at("feishu", "han-meimei", "platform-team");
    const list = await lei.say("明天下午三点 一小时");
    const before = office.sandbox.feishu.lines.length;
    expect(await mei.press(list, "预订")).toMatch(/别人的列表/);
    expect(office.sandbox.feishu.lines).toHaveLength(before);
    expect((await lei.say("1")).text).toMatch(/已预订：/);
    expect(office.world.meetings()).toHaveLength(1);
    expect(office.world.meetings()[0]?.attendeeKeys).toContain("li-lei");
  });

  it("mean their list, whatever question is open beside it", async () => {
    const me = office.at("feishu", "li-lei");
    for (const wish of ["book Everest tomorrow 3pm 1h", "book K2 tomorrow 5pm 1h"]) await me.say(wish);
    const list = await me.say("free room on Friday 3pm 1h");
    expect((await me.say("cancel")).text).toMatch(/Which one/);
    const heard = me.nextLine();
    await me.press(list, "Book");
    expect((await heard).text).toMatch(/Booked: /);
    expect(office.world.meetings()).toHaveLength(3);
  });

  it("book for their owner in a group, and answer there", async () => {
    const lei = office.at("feishu", "li-lei", "platform-team");
    const list = await lei.say("free room tomorrow 3pm 1h");
    const heard = lei.nextLine();
    await lei.press(list, "Book");
    expect((await heard).text).toMatch(/@李雷[\s\S]*Booked: |Booked: [\s\S]*@李雷/);
  });

  it.each([
    ["15 minutes", 16 * MINUTE_MS],
    ["a day", 25 * HOUR_MS],
  ])("ask to ask again after %s, and for a list that was replaced", async (_age, ms) => {
    const me = office.at("feishu", "li-lei");
    const old = await me.say("下午三点 一小时");
    const list = await me.say("下午四点 一小时");
    expect(await me.press(old, "预订")).toMatch(/请重新问/);
    await office.pass(ms);
    expect(await me.press(list, "预订")).toMatch(/请重新问/);
    expect(office.world.meetings()).toEqual([]);
  });

  it(
    "work again after a booking that failed",
    () =>
      inOffice({ platforms: ["feishu"], meetings: "none", clockSpeed: 10 }, async (office) => {
        const me = office.at("feishu", "li-lei");
        const list = await me.say("free room 3pm 1h");
        office.faults.add({ vendor: "feishu", api: "calendar.events.create", kind: "server-error" });
        const failed = me.nextLine(30_000);
        await me.press(list, "Book");
        expect((await failed).text).toMatch(/is not booked/);
        office.faults.clear();
        const cleaned = me.nextLine();
        await office.pass(2 * MINUTE_MS);
        expect((await cleaned).text).toMatch(/^Cleaned up: nothing is left of/);
        const heard = me.nextLine();
        expect(await me.press(list, "Book")).toMatch(/^Booking /);
        expect((await heard).text).toMatch(/Booked: /);
        expect(office.world.meetings()).toHaveLength(1);
      }),
    40_000,
  );
});

describe("links on dingtalk", () => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeEach(async () => {
    office = await openOffice({ platforms: ["dingtalk"], meetings: "none" });
  });
  afterEach(() => office.close());

  it("say their number in a one-to-one chat; a second press asks, and books nothing", async () => {
    const me = office.at("dingtalk", "li-lei");
    const list = await me.say("free room 3pm 1h");
    const booked = me.nextLine();
    await me.press(list, "Book");
    expect((await booked).text).toMatch(/Booked: /);
    const question = me.nextLine();
    await me.press(list, "Book");
    expect((await question).text).toMatch(/Swap, or one more room\?/);
    expect(office.world.meetings()).toHaveLength(1);
  });

  it("ask to ask again when the list is over", async () => {
    const me = office.at("dingtalk", "li-lei");
    const list = await me.say("free room 3pm 1h");
    await office.pass(16 * MINUTE_MS);
    const heard = me.nextLine();
    await me.press(list, "Book");
    expect((await heard).text).toBe("This list is not open any more. Please ask again.");
    expect(office.world.meetings()).toEqual([]);
  });
});
