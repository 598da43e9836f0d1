import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import type { Meeting } from "../../src/sandbox/world.ts";
import { type OfficeOptions, openOffice, PLATFORMS } from "../helpers/office.ts";

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

  const idOf = (colleagueKey: string): string => {
    const colleague = office.world.office.colleagues.find(({ key }) => key === colleagueKey);
    return (vendor === "dingtalk" ? colleague?.dingtalk.userId : colleague?.feishu.openId) ?? "";
  };
  const chatIdOf = (chatKey: string): string => {
    const chat = office.world.office.chats.find(({ key }) => key === chatKey);
    return (vendor === "dingtalk" ? chat?.dingtalk.conversationId : chat?.feishu.chatId) ?? "";
  };
  const isOf = (meeting: Meeting | undefined, colleagueKey: string) =>
    meeting?.organiserKey === colleagueKey || meeting?.attendeeKeys.includes(colleagueKey);
  /** Says something and resolves when the bot has acknowledged it and has nothing left to do. */
  const sayInVain = async (colleagueKey: string, chatKey: string, text: string): Promise<void> => {
    const { events, say } = office.sandbox[vendor];
    const delivered: string[] = [];
    events.on("delivered", (id) => delivered.push(id));
    const id = say(colleagueKey, chatKey, text, { mentionsBot: true });
    await vi.waitFor(() => expect(delivered).toContain(id));
    await vi.waitFor(async () => expect(await office.storage.list("inbox:open:")).toEqual([]));
  };
  const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

  describe("in a group", () => {
    it("stays silent where it is not mentioned, and where what is said to it is not for it", async () => {
      const me = office.at(vendor, "oliver", "platform-team");
      me.mutter("free room 3pm 1h");
      me.mutter("thanks everyone", { mentionsBot: true });
      me.mutter("大家辛苦了", { mentionsBot: true });
      const answer = await me.say("help");
      expect(answer.text).toMatch(/I find free meeting rooms/);
      expect(me.heard().map(({ id }) => id)).toEqual([answer.id]);
    });

    it("answers a mention without words with one line of help an hour and chat", async () => {
      const me = office.at(vendor, "kenji", "platform-team");
      expect((await me.say("")).text).toMatch(/下午三点 一小时/);
      me.mutter("", { mentionsBot: true });
      me.mutter("  ", { mentionsBot: true });
      await me.say("help");
      expect(me.heard()).toHaveLength(2);

      expect((await office.at(vendor, "kenji", "everyone").say("")).text).toMatch(/下午三点 一小时/);
      office.clock.advance(HOUR_MS);
      expect((await me.say("")).text).toMatch(/free room 3pm 1h/);
      expect(me.heard()).toHaveLength(3);
    });

    it("keeps two people who write at the same time apart", async () => {
      const lei = office.at(vendor, "li-lei", "platform-team");
      const mei = office.at(vendor, "han-meimei", "platform-team");
      const mention = { mentionsBot: true };
      lei.mutter("free room tomorrow 2pm 1h", mention);
      mei.mutter("明天下午四点 一小时", mention);
      await vi.waitFor(() => expect(lei.heard()).toHaveLength(2), 5_000);
      mei.mutter("1", mention);
      lei.mutter("1", mention);
      await vi.waitFor(() => {
        const answers = lei.heard().map(({ text }) => text);
        expect(answers.filter((text) => /Booked: .*[\s\S]*14:00–15:00/.test(text))).toHaveLength(1);
        expect(answers.filter((text) => /已预订：.*[\s\S]*16:00–17:00/.test(text))).toHaveLength(1);
      }, 5_000);
      const [two, four] = office.world.meetings();
      expect(two?.start).toBe(local("2026-03-12T14:00"));
      expect(four?.start).toBe(local("2026-03-12T16:00"));
      expect([isOf(two, "li-lei"), isOf(two, "han-meimei")]).toEqual([true, false]);
      expect([isOf(four, "li-lei"), isOf(four, "han-meimei")]).toEqual([false, true]);
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
    expect(me.heard()).toHaveLength(4);
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
    expect((await me.say("is Everest free tomorrow at 3pm")).text).toMatch(/Everest is free: Thu 12 Mar/);
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
      expect(alone.heard()).toHaveLength(2);
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
    await sayInVain("wu-gang", directChatKey("wu-gang"), "help");
    await sayInVain("wu-gang", directChatKey("wu-gang"), "free room 3pm 1h");
    expect((await office.at(vendor, "sun-li").say("help")).text).toMatch(/I find free/);
    office.clock.set(local("2026-03-12T00:01"));
    expect((await me.say("my bookings")).text).toMatch(/no coming booking/);
    expect(me.heard()).toHaveLength(5);
  });

  it("counts people from outside too", async () => {
    await reopen({ settings: { personDailyMessages: 2 } });
    const guest = office.at(vendor, "guest", "launch");
    await guest.say("help");
    await guest.say("free room 3pm 1h");
    await sayInVain("guest", "launch", "help");
    expect(guest.heard()).toHaveLength(2);
    office.clock.set(local("2026-03-12T00:01"));
    expect((await guest.say("help")).text).toMatch(/only work for colleagues/);
  });
});
