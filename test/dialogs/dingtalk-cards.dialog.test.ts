import { describe, expect, it, vi } from "vitest";
import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import { inOffice, type OfficeOptions, type Seat } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

const WITH_CARDS: OfficeOptions = { platforms: ["dingtalk"], meetings: "none", cards: true, clockSpeed: 5 };

async function pressed(me: Seat, line: ChatLine, label: string): Promise<ChatLine> {
  const heard = me.nextLine();
  expect(await me.press(line, label)).toMatch(/^(Booking |One moment)/);
  return heard;
}

describe.concurrent("interactive cards on dingtalk", () => {
  it("book in one press, in a group too, and become the booking", () =>
    inOffice(WITH_CARDS, async (office) => {
      const lei = office.at("dingtalk", "li-lei", "platform-team");
      const list = await lei.say("free room 3pm 1h");
      expect(list.raw).toMatchObject({ cardTemplateId: office.sandbox.dingtalk.cardTemplateId });
      expect(list.text).toMatch(/^@李雷\nFree: Wed 11 Mar, 15:00–16:00\n1\. /);
      const booked = await pressed(lei, list, "Book");
      expect(booked).toMatchObject({ id: list.id, isUpdate: true });
      expect(booked.text).toMatch(/Booked: /);
      expect(booked.buttons.map(({ label }) => label)).toEqual(["Cancel it", "+30 min", "Other room"]);
      expect(office.world.meetings()).toHaveLength(1);
      const cancelled = await pressed(lei, booked, "Cancel it");
      expect(cancelled.text).toMatch(/Cancelled: /);
    }));

  it("tell whoever presses somebody else's so, alone, and do nothing", () =>
    inOffice(WITH_CARDS, async (office) => {
      const lei = office.at("dingtalk", "li-lei", "platform-team");
      const mei = office.at("dingtalk", "han-meimei", "platform-team");
      const list = await lei.say("明天下午三点 一小时");
      const before = office.sandbox.dingtalk.lines.length;
      expect(await mei.press(list, "预订")).toMatch(/别人的列表/);
      expect(office.sandbox.dingtalk.lines).toHaveLength(before);
      expect(office.world.meetings()).toEqual([]);
    }));

  it("act once, however often they are pressed, and not once their list is over", () =>
    inOffice(WITH_CARDS, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const list = await me.say("free room 3pm 1h");
      const heard = me.nextLine();
      const said = await Promise.all([me.press(list, "Book"), me.press(list, "Book")]);
      expect(said.filter((text) => /^Booking /.test(text ?? ""))).toHaveLength(1);
      expect((await heard).text).toMatch(/Booked: /);
      expect(office.world.meetings()).toHaveLength(1);
      const late = await me.say("free room 5pm 1h");
      await office.pass(16 * 60_000);
      expect(await me.press(late, "Book")).toMatch(/not open any more/);
    }));

  it("cost one call to show and one to change, and nothing in between", () =>
    inOffice({ ...WITH_CARDS, office: officeWithRooms(plainRooms(12)) }, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const list = await me.say("free room 3pm 1h");
      await pressed(me, list, "More");
      await office.pass(0);
      const count = (api: string) => office.trace.calls({ api }).length;
      expect(count("card.createAndDeliver")).toBe(1);
      expect(count("card.update")).toBe(1);
      expect(count("robot.sendBySession")).toBe(0);
    }));

  it("are messages of the month when they are pressed, as events are that DingTalk pushes", () =>
    inOffice({ ...WITH_CARDS, hasRoomEvents: true }, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      await pressed(me, await me.say("free room 3pm 1h"), "Book");
      await office.pass(0);
      await vi.waitFor(() => expect(office.sandbox.dingtalk.acks).toHaveLength(3), 5_000);
      await office.restart();
      expect(await office.storage.get("month:dingtalk:messages:2026-03")).toMatchObject({ used: 3 });
    }));

  it("are answers in markdown where the card is refused, and where it would not fit", () =>
    inOffice(WITH_CARDS, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      office.sandbox.dingtalk.switches.missingScopes.add("Card.Instance.Write");
      const list = await me.say("free room 3pm 1h");
      expect(list.raw).not.toHaveProperty("cardTemplateId");
      expect(list.text).toMatch(/^Free: /);
      const booked = me.nextLine();
      await me.press(list, "Book");
      expect((await booked).text).toMatch(/^Booked: /);
    }));

  it("that are lost on the way back are shown once", () =>
    inOffice(WITH_CARDS, async (office) => {
      const me = office.at("dingtalk", "li-lei");
      office.faults.add({ vendor: "dingtalk", api: "card.createAndDeliver", kind: "lost-answer", times: 1 });
      const list = await me.say("free room 3pm 1h");
      expect((await pressed(me, list, "Book")).text).toMatch(/Booked: /);
      expect(me.heard()).toHaveLength(1);
    }));
});
