import { describe, expect, it, vi } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
const at = (instant: string) => Date.parse(`${instant}:00+08:00`);

type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

/** Somebody else has the room. */
const take = (office: Office, roomKey: string, start: string, end: string) =>
  office.world.add({
    madeOn: "client",
    organiserKey: "zhou-jie",
    title: "secret talks",
    start: at(start),
    end: at(end),
    rooms: [{ roomKey, answer: "accepted" }],
  });

const busyCalls = ({ trace }: Office) =>
  trace.calls().filter(({ api }) => /rooms\.schedules|freebusy\.list/.test(api)).length;

const watches = ({ storage }: Office) => storage.list("watch:");

/** Lets so many minutes go by, and waits for the look that they bring to be over. */
async function passLook(office: Office, minutes = 17): Promise<void> {
  const before = JSON.stringify(await watches(office));
  await office.pass(minutes * MINUTE_MS);
  await vi.waitFor(async () => {
    expect(JSON.stringify(await watches(office))).not.toBe(before);
    expect(await office.storage.list("watching:")).toEqual([]);
  }, 5_000);
}

const isOver = (office: Office) => vi.waitFor(async () => expect(await watches(office)).toEqual([]), 5_000);

describe.concurrent.each(PLATFORMS)("being told when a room frees up, on %s", (vendor) => {
  const open = (test: (office: Office) => Promise<void>) =>
    inOffice({ platforms: [vendor], meetings: "none" }, test);

  it("is offered the room once it is free, like any other", () =>
    open(async (office) => {
      const talks = take(office, "zhufeng", "2026-03-11T12:00", "2026-03-11T14:00");
      const me = office.at(vendor, "emma");
      const answer = await me.say("tell me when 珠峰 frees up today 12:30-13:30");
      expect(answer.text).toMatch(/I keep an eye on these rooms for you: Wed 11 Mar, 12:30–13:30/);
      expect(answer.text).toMatch(/I look 8 times, the last time at Wed 11 Mar 12:20/);
      expect(answer.text).toMatch(/To end it: stop watching/);
      expect(answer.text).toMatch(/^ *1\. /m);
      await passLook(office);
      await passLook(office);
      office.world.cancel(talks);
      const told = me.nextLine();
      await office.pass(17 * MINUTE_MS);
      expect((await told).text).toMatch(
        /Free: Wed 11 Mar, 12:30–13:30[\s\S]*1\. 珠峰[\s\S]*when something frees up/,
      );
      await isOver(office);
      expect((await me.say("1")).text).toMatch(/Booked: 珠峰/);
    }));

  it("is said so in Chinese, and in a group without anybody's title", () =>
    open(async (office) => {
      const talks = take(office, "zhufeng", "2026-03-12T15:00", "2026-03-12T17:00");
      const me = office.at(vendor, "li-lei", "everyone");
      const answer = await me.say("珠峰明天下午三点一小时 有空了告诉我");
      expect(answer.text).toMatch(/我帮你盯着这几间：3月12日 周四 15:00–16:00/);
      expect(answer.text).toMatch(/我一共看 8 次/);
      expect(answer.text).toMatch(/不用盯了就说：@机器人 不用盯了/);
      office.world.cancel(talks);
      const told = me.nextLine();
      await office.pass(3 * 60 * MINUTE_MS);
      const { text } = await told;
      expect(text).toMatch(/空闲会议室：3月12日 周四 15:00–16:00[\s\S]*1\. 珠峰/);
      expect(text).not.toMatch(/secret/);
    }));

  it("costs a handful of looks, and hears at the end that nothing came of it", () =>
    open(async (office) => {
      take(office, "zhufeng", "2026-03-11T11:00", "2026-03-11T13:00");
      const me = office.at(vendor, "emma");
      await me.say("tell me when 珠峰 frees up today 11:30-12:30");
      const asked = busyCalls(office);
      const looks = 4;
      for (let look = 1; look < looks; look++) await passLook(office, 15);
      const told = me.nextLine();
      await office.pass(15 * MINUTE_MS);
      expect((await told).text).toMatch(/Nothing has become free: Wed 11 Mar, 11:30–12:30/);
      expect(busyCalls(office) - asked).toBe(looks);
      await isOver(office);
    }));

  it("is offered what is free at once, and nothing is watched then", () =>
    open(async (office) => {
      const me = office.at(vendor, "emma");
      expect((await me.say("tell me when 珠峰 frees up tomorrow 3pm 1h")).text).toMatch(
        /Free: .*\n.*1\. 珠峰/,
      );
      expect(await watches(office)).toEqual([]);
    }));

  it("means the wish of the open list where no time is said", () =>
    open(async (office) => {
      take(office, "zhufeng", "2026-03-12T15:00", "2026-03-12T17:00");
      const me = office.at(vendor, "emma");
      await me.say("明天下午三点 一小时 珠峰 会议室");
      expect((await me.say("有空了告诉我")).text).toMatch(
        /我帮你盯着这几间：3月12日 周四 15:00–16:00\n *珠峰/,
      );
      expect(await watches(office)).toHaveLength(1);
    }));

  it("is over when another room is booked for that time", () =>
    open(async (office) => {
      const talks = take(office, "zhufeng", "2026-03-11T12:00", "2026-03-11T14:00");
      const me = office.at(vendor, "emma");
      await me.say("tell me when 珠峰 frees up today 12:30-13:30");
      await me.say("free room today 12:30-13:30");
      expect((await me.say("1")).text).toMatch(/Booked/);
      office.world.cancel(talks);
      const heard = me.heard().length;
      await passLook(office);
      expect(await watches(office)).toEqual([]);
      expect(me.heard()).toHaveLength(heard);
    }));

  it("ends at a word, and there are three at most", () =>
    open(async (office) => {
      take(office, "zhufeng", "2026-03-12T09:00", "2026-03-12T18:00");
      const me = office.at(vendor, "emma");
      for (const hour of ["9-10", "10-11", "11-12"]) await me.say(`明天${hour}点 珠峰有空了告诉我`);
      expect(await watches(office)).toHaveLength(3);
      expect((await me.say("明天14-15点 珠峰有空了告诉我")).text).toMatch(/已经在帮你盯 3 件了/);
      expect((await me.say("不用盯了")).text).toMatch(/好的，不再盯了/);
      expect(await watches(office)).toEqual([]);
      expect((await me.say("stop watching")).text).toMatch(/not watching anything/);
    }));

  it("does not cut in while a list is open, whose numbers stay what they are", () =>
    open(async (office) => {
      const talks = take(office, "zhufeng", "2026-03-11T12:00", "2026-03-11T14:00");
      const me = office.at(vendor, "emma");
      await me.say("tell me when 珠峰 frees up today 12:30-13:30");
      await office.pass(14 * MINUTE_MS);
      const list = await me.say("free room tomorrow 9am 1h");
      office.world.cancel(talks);
      await office.pass(5 * MINUTE_MS);
      const first = /1\. (.+)/.exec(list.text)?.[1]?.trim() ?? "";
      expect((await me.say("1")).text).toContain(`Booked: ${first}`);
      const told = me.nextLine();
      await office.pass(2 * MINUTE_MS);
      expect((await told).text).toMatch(/Free: Wed 11 Mar, 12:30–13:30/);
    }));
});
