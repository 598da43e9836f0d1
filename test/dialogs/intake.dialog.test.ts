import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { type ChatLine, directChatKey } from "../../src/sandbox/sandbox.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import type { Meeting } from "../../src/sandbox/world.ts";
import { type OfficeOptions, openOffice, PLATFORMS, WEDNESDAY_10_07 } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe.each(PLATFORMS)("what the bot hears on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  const reopen = async (options: OfficeOptions) => {
    await office.close();
    office = await openOffice({ platforms: [vendor], meetings: "none", ...options });
  };

  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
  });
  afterEach(() => office.close());

  /** What the bot said in a chat, each message once and in its last version. */
  const said = (chatKey: string): ChatLine[] => [
    ...new Map(
      office.sandbox[vendor].lines
        .filter((line) => line.from === "bot" && line.chatKey === chatKey)
        .map((line) => [line.id, line]),
    ).values(),
  ];
  const idOf = (colleagueKey: string): string => {
    const colleague = office.world.office.colleagues.find(({ key }) => key === colleagueKey);
    return (vendor === "dingtalk" ? colleague?.dingtalk.userId : colleague?.feishu.openId) ?? "";
  };
  const chatIdOf = (chatKey: string): string => {
    const chat = office.world.office.chats.find(({ key }) => key === chatKey);
    return (vendor === "dingtalk" ? chat?.dingtalk.conversationId : chat?.feishu.chatId) ?? "";
  };
  const belongsTo = (colleagueKey: string) => (meeting: Meeting) =>
    meeting.organiserKey === colleagueKey || meeting.attendeeKeys.includes(colleagueKey);
  const roomOf = (meeting: Meeting | undefined): OfficeRoom =>
    office.world.room(meeting?.rooms[0]?.roomKey ?? "");
  const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

  describe("in a group", () => {
    it("stays silent where it is not mentioned, and where what is said to it is not for it", async () => {
      const me = office.at(vendor, "oliver", "platform-team");
      me.mutter("free room 3pm 1h");
      me.mutter("thanks everyone", { mentionsBot: true });
      me.mutter("大家辛苦了", { mentionsBot: true });
      const answer = await me.say("help");
      expect(answer.text).toMatch(/I find free meeting rooms/);
      expect(said("platform-team").map(({ id }) => id)).toEqual([answer.id]);
    });

    it("answers a mention without words with one line of help an hour and chat", async () => {
      const me = office.at(vendor, "kenji", "platform-team");
      expect((await me.say("")).text).toMatch(/下午三点 一小时/);
      me.mutter("", { mentionsBot: true });
      me.mutter("  ", { mentionsBot: true });
      await me.say("help");
      expect(said("platform-team")).toHaveLength(2);

      expect((await office.at(vendor, "kenji", "everyone").say("")).text).toMatch(/下午三点 一小时/);
      office.clock.advance(HOUR_MS);
      expect((await me.say("")).text).toMatch(/下午三点 一小时/);
      expect(said("platform-team")).toHaveLength(3);
    });

    it("keeps two people who write at the same time apart", async () => {
      const lei = office.at(vendor, "li-lei", "platform-team");
      const mei = office.at(vendor, "han-meimei", "platform-team");
      const mention = { mentionsBot: true };
      lei.mutter("free room tomorrow 2pm 1h", mention);
      mei.mutter("明天下午四点 一小时", mention);
      await vi.waitFor(() => expect(said("platform-team")).toHaveLength(2), 5_000);
      mei.mutter("1", mention);
      lei.mutter("1", mention);
      await vi.waitFor(() => expect(office.world.meetings()).toHaveLength(2), 5_000);
      const [two, four] = office.world.meetings();
      expect(two?.start).toBe(local("2026-03-12T14:00"));
      expect(four?.start).toBe(local("2026-03-12T16:00"));
      expect([two, four].map((meeting) => meeting && belongsTo("li-lei")(meeting))).toEqual([true, false]);
      expect([two, four].map((meeting) => meeting && belongsTo("han-meimei")(meeting))).toEqual([
        false,
        true,
      ]);
      await vi.waitFor(() => {
        const answers = said("platform-team").map(({ text }) => text);
        expect(answers.filter((text) => /Booked: .*[\s\S]*14:00–15:00/.test(text))).toHaveLength(1);
        expect(answers.filter((text) => /已预订：.*[\s\S]*16:00–17:00/.test(text))).toHaveLength(1);
      }, 5_000);
    });

    it("takes another member's number for one of their own list", async () => {
      const lei = office.at(vendor, "li-lei", "platform-team");
      const mei = office.at(vendor, "han-meimei", "platform-team");
      await lei.say("free room tomorrow 2pm 1h");
      await mei.say("free room tomorrow 4pm 1h");
      await mei.say("2");
      const [hers, ...others] = office.world.meetings();
      expect(others).toEqual([]);
      expect(hers?.start).toBe(local("2026-03-12T16:00"));
      expect((await lei.say("2")).text).toMatch(/Booked: .*[\s\S]*Thu 12 Mar,? 14:00–15:00/);
    });
  });

  it("answers a message that was delivered twice once, and books once", async () => {
    const me = office.at(vendor, "sofia");
    await me.say("free room 3pm 1h", { copies: 2 });
    await me.say("1", { copies: 2 });
    await me.say("help", { copies: 3 });
    await me.say("my bookings");
    expect(office.world.meetings()).toHaveLength(1);
    expect(said(directChatKey("sofia"))).toHaveLength(4);
  });

  it.each([
    ["free room 3pm 1h", "I only work for colleagues of this organisation."],
    ["我的预订", "我只为本组织的同事服务。"],
  ])("gives people from outside one fixed line and no data (%s)", async (text, line) => {
    for (const seat of [office.at(vendor, "guest"), office.at(vendor, "guest", "launch")]) {
      const before = office.trace.calls().length;
      const answer = await seat.say(text);
      expect(answer.text.replace(/\s*@顾问老周\s*/, "")).toBe(line);
      expect(answer.buttons).toEqual([]);
      const asked = office.trace
        .calls()
        .slice(before)
        .map(({ api }) => api);
      expect(asked.filter((api) => /room|calendar|schedule|freebusy|event/i.test(api))).toEqual([]);
    }
  });

  it.each([
    [
      "a wish with a long tail",
      `free room 3pm 1h ${"and so on ".repeat(1_000)}`,
      /Free: |did not understand/,
    ],
    ["Latin letters without an end", "x".repeat(10_000), /did not understand/],
    ["Chinese without an end", "会".repeat(10_000), /没看懂/],
    ["digits without an end", "9".repeat(10_000), /./],
    ["marks without an end", "(".repeat(10_000), /./],
    ["mentions without an end", "@a ".repeat(3_333), /./],
  ])("answers 10,000 characters: %s", async (_what, text, expected) => {
    const me = office.at(vendor, "emma");
    expect((await me.say(text)).text).toMatch(expected);
    expect((await me.say("free room 3pm 1h")).text).toMatch(/Free: /);
  });

  describe("with markup in names", () => {
    const NAME = "**@all** <at id=all></at> [x](http://evil)";

    /** Who a message that went to the vendor mentions. */
    const mentioned = (raw: unknown): string[] => {
      if (vendor === "dingtalk") {
        const { at = {} } = raw as { at?: { atUserIds?: string[]; isAtAll?: boolean } };
        return [...(at.atUserIds ?? []), ...(at.isAtAll ? ["all"] : [])];
      }
      const found: string[] = [];
      const walk = (node: unknown): void => {
        if (typeof node !== "object" || node === null) return;
        const { tag, content } = node as { tag?: unknown; content?: unknown };
        if ((tag === "markdown" || tag === "lark_md") && typeof content === "string")
          for (const [, id = ""] of content.matchAll(/<at [^>]*id=["']?([\w-]+)/g)) found.push(id);
        for (const value of Object.values(node)) walk(value);
      };
      walk(raw);
      return found;
    };

    beforeEach(async () => {
      const seed = believableOffice(WEDNESDAY_10_07);
      const [first, ...others] = seed.rooms;
      if (!first) throw new Error("an office without rooms");
      await reopen({ office: { ...seed, rooms: [{ ...first, name: NAME }, ...others.slice(0, 1)] } });
    });

    it.each([
      ["alone", undefined],
      ["in a group", "platform-team"],
    ])("shows them as they are and mentions nobody by them, %s", async (_where, group) => {
      const me = office.at(vendor, "oliver", group);
      const title = "<at id=all></at> **Go** [y](http://evil) @all";
      const list = await me.say(`free room tomorrow 3pm 1h called "${title}"`);
      expect(list.text).toContain(NAME);
      const number = new RegExp(`^ *(\\d)\\. ${NAME.replace(/[*[\]()]/g, "\\$&")}`, "m").exec(list.text)?.[1];
      const booked = await me.say(number ?? "no number");
      expect(booked.text).toContain(`Booked: ${NAME}`);
      expect(booked.text).toContain(title);
      expect(office.world.meetings().map((meeting) => meeting.title)).toEqual([title]);
      const own = group === undefined ? [] : [idOf("oliver")];
      for (const { raw } of said(group ?? directChatKey("oliver"))) expect(mentioned(raw)).toEqual(own);
    });

    it("repeats nothing of what somebody typed as markup", async () => {
      const me = office.at(vendor, "emma");
      for (const text of [
        "<at id=all></at> **free** room tomorrow 3pm 1h",
        'is room 999 free? <at user_id="all">all</at> @all',
        "free room tomorrow 3pm 1h with @**all** and @<at id=all></at>",
      ]) {
        const answer = await me.say(text);
        expect(mentioned(answer.raw)).toEqual([]);
      }
    });
  });

  describe("language", () => {
    it.each([
      ["zh", "free room 3pm 1h", /空闲会议室/],
      ["en", "下午三点 一小时", /Free: /],
    ] as const)("is %s throughout where it is fixed", async (language, text, expected) => {
      await reopen({ settings: { language } });
      const me = office.at(vendor, "kenji");
      expect((await me.say(text)).text).toMatch(expected);
      expect((await me.say("9")).text).toMatch(
        language === "zh" ? /列表是 1 到/ : /list for you goes from 1/,
      );
      expect((await me.say("？")).text).toMatch(language === "zh" ? /没看懂/ : /did not understand/);
    });

    it("is that of the open list where the message has none", async () => {
      const me = office.at(vendor, "kenji");
      await me.say("free room 3pm 1h");
      expect((await me.say("9")).text).toMatch(/list for you goes from 1/);
      await me.say("下午三点 一小时");
      expect((await me.say("9")).text).toMatch(/列表是 1 到/);
      await me.say("free room 4pm 1h");
      expect((await me.say("1")).text).toMatch(/Booked: /);
    });

    it("does not come from the names of rooms and people", async () => {
      const me = office.at(vendor, "emma");
      expect((await me.say("is 珠峰 free at 3pm")).text).toMatch(/is free: Wed 11 Mar/);
      expect((await me.say("Everest 下午三点有空吗")).text).toMatch(/空闲：3月11日/);
      const group = office.at(vendor, "emma", "launch");
      const invited = await group.say("free room tomorrow 3pm 1h @李雷", { mentionKeys: ["li-lei"] });
      expect(invited.text).toMatch(/Free: Thu 12 Mar/);
    });
  });

  it("knows the rooms' names in the first message that it ever hears", async () => {
    const me = office.at(vendor, "chen-jing");
    expect((await me.say("book Everest tomorrow 3pm to 4pm")).text).toMatch(/Booked: Everest/);
  });

  describe("where only some are allowed", () => {
    it("says so once an hour in other chats, and works in the allowed one", async () => {
      await reopen({ settings: { allowChats: [chatIdOf("platform-team")] } });
      const alone = office.at(vendor, "li-lei");
      expect((await alone.say("free room 3pm 1h")).text).toMatch(/not switched on/);
      alone.mutter("free room 3pm 1h");
      alone.mutter("help");
      expect((await office.at(vendor, "li-lei", "platform-team").say("free room 3pm 1h")).text).toMatch(
        /Free: /,
      );
      office.clock.advance(HOUR_MS);
      expect((await alone.say("我的预订")).text).toMatch(/没有为你或这个群开通/);
      expect(said(directChatKey("li-lei"))).toHaveLength(2);
    });

    it("says so to other people, and serves the allowed ones", async () => {
      await reopen({ settings: { allowUsers: [idOf("han-meimei")] } });
      expect((await office.at(vendor, "li-lei").say("free room 3pm 1h")).text).toMatch(/not switched on/);
      expect((await office.at(vendor, "han-meimei").say("free room 3pm 1h")).text).toMatch(/Free: /);
    });
  });

  it("answers so many messages a person and day, says once that it is enough, and is back the next day", async () => {
    await reopen({ settings: { personDailyMessages: 3 } });
    const me = office.at(vendor, "wu-gang");
    for (const text of ["help", "my bookings", "help"]) await me.say(text);
    expect((await me.say("help")).text).toMatch(/a lot for one day \(3 answers\)/);
    me.mutter("help");
    me.mutter("free room 3pm 1h");
    expect((await office.at(vendor, "sun-li").say("help")).text).toMatch(/I find free/);
    office.clock.set(local("2026-03-12T00:01"));
    expect((await me.say("my bookings")).text).toMatch(/no coming booking/);
    expect(said(directChatKey("wu-gang"))).toHaveLength(5);
  });

  describe("an open list", () => {
    it("lasts 15 minutes from the answer that last showed it", async () => {
      const me = office.at(vendor, "zhao-min");
      await me.say("free room 3pm 1h");
      office.clock.advance(14 * MINUTE_MS);
      await me.say("more");
      office.clock.advance(14 * MINUTE_MS);
      expect((await me.say("99")).text).toMatch(/list for you goes from 1/);
      office.clock.advance(2 * MINUTE_MS);
      expect((await me.say("book 1")).text).toMatch(/no open list/);
      expect(office.world.meetings()).toEqual([]);
    });

    it("is replaced by a new wish", async () => {
      const me = office.at(vendor, "zhao-min");
      await me.say("free room 3pm 1h");
      await me.say("free room tomorrow 9:00 30 min");
      await me.say("1");
      expect(office.world.meetings().map(({ start }) => start)).toEqual([local("2026-03-12T09:00")]);
    });

    it("is dropped by a no in any words, and no booking is", async () => {
      const me = office.at(vendor, "liu-yang");
      await me.say("free room tomorrow 9:00 30 min");
      await me.say("1");
      for (const [no, dropped] of [
        ["never mind", /dropped/],
        ["no thanks", /dropped/],
        ["算了", /不订了/],
        ["不用了", /不订了/],
      ] as const) {
        await me.say("free room 3pm 1h");
        expect((await me.say(no)).text).toMatch(dropped);
        expect((await me.say("book 1")).text).toMatch(/no open list/);
        expect((await me.say(no)).text).toMatch(dropped);
      }
      expect(office.world.meetings()).toHaveLength(1);
    });

    it.each(["", "book ", "I take "])("is taken from by a room's name: %s…", async (verb) => {
      const me = office.at(vendor, "zhang-wei");
      const list = await me.say("free room 3pm 1h");
      const name = /^ *3\. (.+?)(?: *\n| ·)/m.exec(list.text)?.[1]?.trim() ?? "";
      expect((await me.say(`${verb}${name}`)).text).toContain(`Booked: ${name}`);
      expect(roomOf(office.world.meetings()[0]).name).toBe(name);
    });
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
    office.clock.advance(ms);
    expect(await me.press(list, "预订")).toMatch(/请重新问/);
    expect(office.world.meetings()).toEqual([]);
  });

  it("work again after a booking that failed", async () => {
    const me = office.at("feishu", "li-lei");
    const list = await me.say("free room 3pm 1h");
    office.faults.add({ vendor: "feishu", api: "calendar.events.create", kind: "server-error" });
    const failed = me.nextLine();
    await me.press(list, "Book");
    expect((await failed).text).toMatch(/is not booked/);
    expect(await me.press(list, "Book")).toBe("I am on it already.");
    office.faults.clear();
    office.clock.advance(MINUTE_MS);
    const heard = me.nextLine();
    expect(await me.press(list, "Book")).toMatch(/^Booking /);
    expect((await heard).text).toMatch(/Booked: /);
    expect(office.world.meetings()).toHaveLength(1);
  });
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
    office.clock.advance(16 * MINUTE_MS);
    const heard = me.nextLine();
    await me.press(list, "Book");
    expect((await heard).text).toMatch(/没有给你的列表[\s\S]*请先问/);
    expect(office.world.meetings()).toEqual([]);
  });
});
