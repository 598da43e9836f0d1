import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

/** `Everest` and `珠峰`; the second can be had for two hours at most. Now is Wednesday, 10:07. */
function office(vendor: VendorName): OfficeOptions {
  const [everest, zhufeng] = plainRooms(2);
  if (!everest || !zhufeng) throw new Error("two rooms are needed");
  const rules = { ...zhufeng.rules, maxMinutes: 120 };
  return {
    platforms: [vendor],
    meetings: "none",
    office: officeWithRooms([
      { ...everest, key: "everest", name: "Everest" },
      { ...zhufeng, key: "zhufeng", name: "珠峰", rules },
    ]),
  };
}
type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

function take({ world }: Office, roomKey: string, from: string, to: string, day = "11"): void {
  world.add({
    madeOn: "client",
    organiserKey: "zhou-jie",
    title: "secret talks",
    start: Date.parse(`2026-03-${day}T${from}+08:00`),
    end: Date.parse(`2026-03-${day}T${to}+08:00`),
    rooms: [{ roomKey, answer: "accepted" }],
  });
}

describe.concurrent.each(PLATFORMS)("how a room is taken, on %s", (vendor) => {
  it.each([
    ["is Everest free at 3", /Everest · Wed 11 Mar\s+Everest is free: Wed 11 Mar, 15:00–16:00/],
    ["is Everest free at 2", /Everest is busy: Wed 11 Mar, 14:00–15:00/],
    ["is Everest free now", /Everest is busy: Wed 11 Mar, 10:07–11:10/],
    ["who has Everest this afternoon", /Everest · Wed 11 Mar/],
    ["Everest 三点有空吗", /Everest 空闲：3月11日 周三 15:00–16:00/],
    ["Everest 下午谁占着", /Everest · 3月11日 周三/],
    ["Everest 现在有人吗", /Everest 有人用：3月11日 周三 10:07–11:10/],
  ])("%s?", (question, expected) =>
    inOffice(office(vendor), async (here) => {
      take(here, "everest", "09:00", "10:30");
      take(here, "everest", "14:00", "15:00");
      const { text } = await here.at(vendor, "emma").say(question);
      expect(text).toMatch(expected);
      const isChinese = /\p{Script=Han}/u.test(question);
      expect(text).toMatch(
        isChinese
          ? /(?<!· )09–10:30 占用 · 空闲 · 14–15 占用 · 空闲$/m
          : /(?<!· )09–10:30 busy · free · 14–15 busy · free$/m,
      );
      expect(text).not.toMatch(/secret|周杰/);
    }),
  );

  it.each([
    ["is Everest free tomorrow at 3pm", /To book it: (.+)/, /Booked: Everest/],
    ["is Everest free tomorrow at 2pm", /Other rooms then: (.+)/, /1\. 珠峰/],
    ["Everest 明天三点有空吗", /要订它：(.+)/, /已预订：Everest|已订/],
    ["Everest 明天两点有空吗", /同一时间的其他会议室：(.+)/, /1\. 珠峰/],
  ])("says what to type next, and that does it: %s", (question, hint, done) =>
    inOffice(office(vendor), async (here) => {
      take(here, "everest", "14:00", "15:00", "12");
      const me = here.at(vendor, "emma");
      const typed = hint.exec((await me.say(question)).text)?.[1];
      expect(typed).toBeDefined();
      expect((await me.say(typed ?? "")).text).toMatch(done);
    }),
  );

  it("is told for another day, and for an evening after work too", () =>
    inOffice(office(vendor), async (here) => {
      take(here, "everest", "19:00", "20:00", "12");
      const me = here.at(vendor, "emma");
      expect((await me.say("is Everest free tomorrow")).text).toMatch(
        /Everest is free: Thu 12 Mar, 09:00–18:00[\s\S]*^free$/m,
      );
      expect((await me.say("is Everest free tomorrow at 7:30pm")).text).toMatch(
        /Everest is busy: Thu 12 Mar, 19:30–20:30[\s\S]*^free · 19–20 busy · free$/m,
      );
    }));

  it("names the rules that forbid the time, and those for one meeting only where one is asked about", () =>
    inOffice(office(vendor), async (here) => {
      const me = here.at(vendor, "emma");
      expect((await me.say("珠峰明天有空吗")).text).not.toMatch(/最多/);
      expect((await me.say("is 珠峰 free tomorrow from 3 to 6pm")).text).toMatch(
        /It can be booked for at most 2 h\./,
      );
    }));

  it("is told for all dates of a series", () =>
    inOffice(office(vendor), async (here) => {
      take(here, "everest", "15:00", "16:00", "16");
      const me = here.at(vendor, "emma");
      expect((await me.say("is Everest free every Monday at 3pm until June 8")).text).toMatch(
        /every Monday 15:00–16:00, 13 times until Mon 8 Jun\s+Everest\s+It cannot be had 1 of 13 times: Mon 16 Mar\./,
      );
      expect((await me.say("珠峰每周一下午三点有空吗")).text).toMatch(
        /珠峰 空闲：每周一 15:00–16:00，共13次/,
      );
    }));

  it.each([
    ["what is free right now", /1\. 珠峰\s+4 seats · 总部A座 8层 · free until 11:30/],
    ["which rooms are free now", /珠峰[\s\S]*free until 11:30/],
    ["现在哪些会议室空着", /1\. 珠峰\s+4人 · 总部A座 8层 · 空闲到 11:30/],
  ])("of all rooms: %s, with until when", (question, expected) =>
    inOffice(office(vendor), async (here) => {
      take(here, "everest", "09:00", "10:30");
      take(here, "zhufeng", "11:30", "12:00");
      const { text } = await here.at(vendor, "emma").say(question);
      expect(text).toMatch(expected);
      expect(text).not.toMatch(/Everest/);
    }),
  );

  it("is unknown where it cannot be read, and never free", () =>
    inOffice({ ...office(vendor), clockSpeed: 20 }, async (here) => {
      const api = vendor === "dingtalk" ? "calendar.rooms.schedules" : "calendar.freebusy.list";
      here.faults.add({ vendor, api, kind: "server-error" });
      const { text } = await here.at(vendor, "emma").say("is Everest free at 3", { withinMs: 20_000 });
      expect(text).toMatch(/Everest: Its calendar could not be read just now\./);
      expect(text).not.toMatch(/is free/);
    }));
});
