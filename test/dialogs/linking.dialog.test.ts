import { describe, expect, it, vi } from "vitest";
import { linkAccount, pageOf } from "../helpers/link-account.ts";
import { inOffice, type OfficeOptions } from "../helpers/office.ts";
import { idsOf, madeSince } from "../helpers/truth.ts";

const CALM: OfficeOptions = { platforms: ["feishu"], meetings: "none", linking: true, clockSpeed: 20 };
vi.setConfig({ testTimeout: 40_000 });

describe.concurrent("linking a Feishu account", () => {
  it("shows a page, tells when it worked, and books on the colleague's own calendar from then on", () =>
    inOffice(CALM, async (office) => {
      const before = idsOf(office);
      const emma = office.at("feishu", "emma");
      const shown = await emma.say("link");
      expect(shown.text).toMatch(/Link your Feishu account\?/);
      const told = emma.nextLine();
      office.sandbox.feishu.answerLink("emma", pageOf(shown), "approved");
      expect((await told).text).toMatch(/Your account is linked\./);
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      const [meeting, ...others] = madeSince(office, before);
      expect(others).toEqual([]);
      expect(meeting).toMatchObject({ organiserKey: "emma" });
      expect(meeting?.rooms).toMatchObject([{ answer: "accepted" }]);
      expect((await emma.say("my bookings")).text).toMatch(/with a room in the next 90 days/);
      expect((await emma.say("cancel")).text).toMatch(/^Cancelled: /);
      expect(office.world.meeting(meeting?.id ?? "")?.isCancelled).toBe(true);
    }));

  it("用中文授权，会议室加到自己已有的日程上", () =>
    inOffice(CALM, async (office) => {
      const start = Date.parse("2026-03-12T15:00:00+08:00");
      const own = office.world.add({
        madeOn: "client",
        organiserKey: "emma",
        title: "预算会",
        start,
        end: start + 3_600_000,
      });
      expect((await linkAccount(office, "emma", "授权")).text).toMatch(/授权成功/);
      const emma = office.at("feishu", "emma");
      await emma.say("明天下午三点 一小时");
      expect((await emma.say("1")).text).toMatch(/会议室已加到你的日程“预算会”/);
      expect(office.world.meeting(own.id)?.rooms).toMatchObject([{ answer: "accepted" }]);
      expect((await emma.say("取消")).text).toMatch(/日程“预算会”保留/);
      expect(office.world.meeting(own.id)).toMatchObject({ isCancelled: false, rooms: [] });
    }));

  it("keeps nothing where another person agreed, the colleague refused, or nobody answered", () =>
    inOffice({ ...CALM, clockSpeed: 100 }, async (office) => {
      const emma = office.at("feishu", "emma");
      const answers: [who: string, answer: "approved" | "denied" | undefined, told: RegExp][] = [
        ["li-lei", "approved", /Somebody else agreed/],
        ["emma", "denied", /You did not agree/],
        ["emma", undefined, /not answered in time/],
      ];
      for (const [who, answer, expected] of answers) {
        const page = pageOf(await emma.say("link"));
        const told = emma.nextLine(20_000);
        if (answer) office.sandbox.feishu.answerLink(who, page, answer);
        expect((await told).text).toMatch(expected);
        expect(await office.storage.list("link:")).toEqual([]);
      }
    }));

  it("is undone in a word, and bookings are made in the bot's name again", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      await emma.say("1");
      expect((await emma.say("unlink")).text).toMatch(/not linked any more/);
      expect((await emma.say("解除授权")).text).toMatch(/还没有授权/);
      expect((await emma.say("my bookings")).text).toMatch(/You have no coming booking/);
      const before = idsOf(office);
      await emma.say("free room tomorrow 5pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      expect(madeSince(office, before)).toMatchObject([{ organiserKey: "bot" }]);
    }));

  it("that ended elsewhere is said once, kindly, and the booking is made all the same", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      office.sandbox.feishu.withdrawLink("emma");
      const emma = office.at("feishu", "emma");
      office.clock.advance(2 * 3_600_000);
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: [\s\S]*has ended[\s\S]*link/);
      await emma.say("free room tomorrow 4pm 1h");
      expect((await emma.say("1")).text).not.toMatch(/has ended/);
    }));

  it("leaves what was booked before on the bot's calendar, where it goes on working", () =>
    inOffice(CALM, async (office) => {
      const before = idsOf(office);
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      await emma.say("1");
      await linkAccount(office, "emma");
      const [earlier] = madeSince(office, before);
      expect(earlier).toMatchObject({ organiserKey: "bot" });
      const listed = await emma.say("my bookings");
      expect(listed.text.match(/15:00–16:00/g)).toHaveLength(1);
      expect(listed.text).not.toMatch(/somebody else/i);
      expect((await emma.say("extend by 30 minutes")).text).toMatch(/^Extended: /);
      expect(office.world.meeting(earlier?.id ?? "")?.end).toBe(Date.parse("2026-03-12T16:30:00+08:00"));
      expect((await emma.say("cancel")).text).toMatch(/^Cancelled: /);
      expect(office.world.meeting(earlier?.id ?? "")?.isCancelled).toBe(true);
    }));

  it("lists every coming event of the colleague with a room, and a series as one", () =>
    inOffice(CALM, async (office) => {
      const at = (time: string) => Date.parse(`2026-03-12T${time}:00+08:00`);
      const add = (title: string, from: string, to: string, organiserKey: string, roomKey?: string) =>
        office.world.add({
          madeOn: "client",
          organiserKey,
          title,
          start: at(from),
          end: at(to),
          ...(roomKey ? { rooms: [{ roomKey, answer: "accepted" }] } : {}),
        });
      add("Own", "09:00", "10:00", "emma", "k2");
      add("No room", "10:00", "11:00", "emma");
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma");
      await emma.say("free room every Thursday 3pm 1h until 26 March");
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      const { text } = await emma.say("my bookings");
      expect(text).toMatch(/Own/);
      expect(text).not.toMatch(/No room/);
      expect(text.match(/15:00–16:00/g)).toHaveLength(1);
      expect((await emma.say("cancel 2")).text).toMatch(/series/i);
      expect((await emma.say("yes")).text).toMatch(/^Cancelled: /);
      expect(office.world.meetings().filter(({ isCancelled }) => !isCancelled)).toHaveLength(2);
    }));

  it("is offered in half a line, once a week at most", () =>
    inOffice(CALM, async (office) => {
      const emma = office.at("feishu", "emma");
      const bookOne = async () => {
        await emma.say("free room tomorrow 1h");
        return (await emma.say("1")).text;
      };
      expect(await bookOne()).toMatch(/To book in your own name/);
      expect(await bookOne()).not.toMatch(/To book in your own name/);
      await office.pass(7 * 24 * 3_600_000);
      expect(await bookOne()).toMatch(/To book in your own name/);
    }));

  it("is for one person alone: a group is told so", () =>
    inOffice(CALM, async (office) => {
      const group = office.world.office.chats.find(
        ({ kind, memberKeys }) => kind === "group" && memberKeys.includes("emma"),
      );
      const answer = await office.at("feishu", "emma", group?.key ?? "").say("link");
      expect(answer.text).toMatch(/to me alone/);
    }));
});

it("there is nothing to link on DingTalk", () =>
  inOffice({ platforms: ["dingtalk"], meetings: "none" }, async (office) => {
    expect((await office.at("dingtalk", "emma").say("link")).text).toMatch(/nothing to link here/);
  }));
