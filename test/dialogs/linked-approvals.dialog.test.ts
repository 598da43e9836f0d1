import { describe, expect, it, vi } from "vitest";
import { linkAccount, pageOf } from "../helpers/link-account.ts";
import { inOffice, type OfficeOptions } from "../helpers/office.ts";
import { expectTruth, idsOf, type OpenOffice } from "../helpers/truth.ts";

const CALM: OfficeOptions = { platforms: ["feishu"], meetings: "none", linking: true, clockSpeed: 20 };
const MINUTE_MS = 60_000;
vi.setConfig({ testTimeout: 40_000 });

const WISH = "free room tomorrow 3pm 1h on floor 12 for 20";

/** Asks for the room on floor 12 that somebody has to approve, and takes it from the list: why is it needed? */
async function take(office: OpenOffice, wish = WISH): Promise<string> {
  const emma = office.at("feishu", "emma");
  const number = /^ *(\d+)\. 青海湖/m.exec((await emma.say(wish)).text)?.[1] ?? "no number";
  return (await emma.say(number)).text;
}

const requested = (office: OpenOffice) => {
  const meeting = office.world
    .meetings()
    .find(({ rooms }) => rooms.some((one) => one.roomKey === "qinghaihu"));
  if (!meeting) throw new Error("nothing was asked for");
  return meeting;
};

describe.concurrent("on Feishu a room that somebody has to approve", () => {
  it("is asked for in the name of a colleague who linked, with a reason, and is told once it is approved", () =>
    inOffice(CALM, async (office) => {
      const before = idsOf(office);
      await linkAccount(office, "emma");
      expect(await take(office)).toMatch(/^青海湖 has to be approved\. Why do you need it\?/);
      expect(office.world.meetings()).toEqual([]);
      const emma = office.at("feishu", "emma");
      const asked = await emma.say("free the board for a client visit tomorrow at 3pm");
      expect(asked.text).toMatch(/^Requested: 青海湖[\s\S]*approv/);
      expect(requested(office)).toMatchObject({ organiserKey: "emma" });
      expect((await emma.say("my bookings")).text).toMatch(/青海湖[\s\S]*waits for approval/);
      office.sandbox.feishu.decideApproval(requested(office).id, "qinghaihu", "accepted");
      const told = emma.nextLine();
      await office.pass(11 * MINUTE_MS);
      expect((await told).text).toMatch(/^Approved: 青海湖 is yours/);
      expectTruth(office, before, "emma");
    }));

  it("用中文问理由，被拒绝后日程跟着删除，并给出次优的", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma", "授权");
      expect(await take(office, "明天下午三点 一小时 12层 20人")).toMatch(
        /^青海湖 需要审批，申请理由是什么？/,
      );
      const emma = office.at("feishu", "emma");
      expect((await emma.say("接待客户")).text).toMatch(/^已申请：青海湖/);
      const meeting = requested(office);
      office.sandbox.feishu.decideApproval(meeting.id, "qinghaihu", "declined");
      const told = emma.nextLine();
      await office.pass(11 * MINUTE_MS);
      expect((await told).text).toMatch(/^青海湖 没有通过审批[\s\S]*已删除[\s\S]*次优的有/);
      expect(meeting.isCancelled).toBe(true);
    }));

  it.each([
    [
      "link",
      "client visit",
      WISH,
      "unlink",
      /^I cannot tell you whether 青海湖 is approved[\s\S]*Your calendar/,
    ],
    [
      "授权",
      "接待客户",
      "明天下午三点 一小时 12层 20人",
      "解除授权",
      /^青海湖 的审批结果我看不到了[\s\S]*你自己的日历/,
    ],
  ])(
    "that waits when the link ends is not followed any more, and that is said once (%s)",
    (link, reason, wish, unlink, said) =>
      inOffice(CALM, async (office) => {
        await linkAccount(office, "emma", link);
        await take(office, wish);
        const emma = office.at("feishu", "emma");
        await emma.say(reason);
        await emma.say(unlink);
        const told = emma.nextLine();
        await office.pass(11 * MINUTE_MS);
        expect((await told).text).toMatch(said);
        await office.pass(5 * 60 * MINUTE_MS);
        await emma.say("my bookings");
        expect(emma.heard().filter(({ text }) => said.test(text))).toHaveLength(1);
      }),
  );

  it("is not asked for without a reason, nor with one that is too long", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      await take(office);
      const emma = office.at("feishu", "emma");
      expect((await emma.say("skip")).text).toMatch(/Nobody can be asked without a reason/);
      expect((await emma.say("a".repeat(201))).text).toMatch(/201 characters; the reason can have 200/);
      expect(office.world.meetings()).toEqual([]);
      expect((await emma.say("b".repeat(200))).text).toMatch(/^Requested: 青海湖/);
    }));

  it.each(["no", "cancel", "算了"])("is dropped by %j, and the list stays open", (word) =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      await take(office);
      const emma = office.at("feishu", "emma");
      expect((await emma.say(word)).text).toMatch(/dropped|不订了/);
      expect(office.world.meetings()).toEqual([]);
      expect((await emma.say("1")).text).toMatch(/^Booked: |Why do you need it|^已预订|申请理由/);
    }),
  );

  it("lets another number of the list be taken instead, and a question of ours be asked in between", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      await take(office, "free room tomorrow 3pm 1h on floor 12");
      const emma = office.at("feishu", "emma");
      expect((await emma.say("my bookings")).text).toMatch(/no coming booking/);
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      expect(office.world.meetings()).toHaveLength(1);
    }));

  it("is named to everybody else with how it can be had, and without a number", () =>
    inOffice(CALM, async (office) => {
      const emma = office.at("feishu", "emma");
      const english = await emma.say("book 青海湖 tomorrow 3pm 1h");
      expect(english.text).toMatch(/青海湖[\s\S]*client[\s\S]*If you link your account[\s\S]*link/);
      expect(english.text).not.toMatch(/^ *\d+\. 青海湖/m);
      expect((await emma.say("订青海湖 明天下午三点 一小时")).text).toMatch(/客户端[\s\S]*授权以后/);
    }));

  it("has a button for linking beside it, which shows the page that is for this colleague alone", () =>
    inOffice(CALM, async (office) => {
      const emma = office.at("feishu", "emma");
      const answer = await emma.say("book 青海湖 tomorrow 3pm 1h");
      const shown = emma.nextLine();
      expect(await emma.press(answer, "Link my account")).toBe("One moment, please.");
      const page = pageOf(await shown);
      const told = emma.nextLine();
      office.sandbox.feishu.answerLink("emma", page, "approved");
      expect((await told).text).toMatch(/Your account is linked/);
      expect(await take(office)).toMatch(/Why do you need it/);
    }));

  it("says nothing of linking where the administrator does not want it", () =>
    inOffice({ ...CALM, linking: false }, async (office) => {
      const emma = office.at("feishu", "emma");
      const answer = await emma.say("book 青海湖 tomorrow 3pm 1h");
      expect(answer.text).toMatch(/client/);
      expect(answer.text).not.toMatch(/link/i);
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).not.toMatch(/link/i);
      expect((await emma.say("link")).text).toMatch(/administrator has switched linking off/);
      expect((await emma.say("解除授权")).text).toMatch(/管理员关闭了账号授权/);
    }));
});

it("which rooms a colleague may book is asked of Feishu where their rules do not tell", () =>
  inOffice(CALM, async (office) => {
    office.faults.add({ vendor: "feishu", api: "contact.department.parent", kind: "garbage" });
    const emma = office.at("feishu", "emma");
    const studio = "is 录音室 free tomorrow at 3pm";
    const lab = "is 实验室 free tomorrow at 3pm";
    for (const room of [studio, lab]) expect((await emma.say(room)).text).not.toMatch(/not among/);
    await linkAccount(office, "emma");
    expect((await emma.say(studio)).text).toMatch(/not among the people who may book it/);
    const settled = (await emma.say(lab)).text;
    expect(settled).toMatch(/实验室 is free/);
    expect(settled).not.toMatch(/not among/);
    expect(office.trace.calls({ api: "vc.room.search" })).toHaveLength(1);
  }));
