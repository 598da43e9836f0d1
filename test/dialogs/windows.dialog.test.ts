import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

type Office = Parameters<Parameters<typeof inOffice>[1]>[0];

const at = (instant: string) => Date.parse(`${instant}:00+08:00`);

/** Somebody holds every room that has a projector and eight seats. */
function fillBig({ world }: Office, start: string, end: string): void {
  for (const { key, equipment, capacity = 0 } of world.office.rooms) {
    if (!equipment.includes("projector") || capacity < 8) continue;
    world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "secret talks",
      start: at(start),
      end: at(end),
      rooms: [{ roomKey: key, answer: "accepted" }],
    });
  }
}

/** Day and clock times of each option. */
const timesIn = (text: string) =>
  [...text.matchAll(/^ *\d+\. .+\n *(?:(\w+ \d+ Mar),?|3月(\d+)日 周.) (\d\d:\d\d)–(\d\d:\d\d)/gm)].map(
    ([, english, chinese, from = "", to = ""]) => ({
      day: Number(chinese ?? /\d+/.exec(english ?? "")?.[0]),
      from,
      to,
    }),
  );

describe.each(PLATFORMS)("a stretch of time on %s", (vendor) => {
  const open = (test: (office: Office) => Promise<void>) =>
    inOffice({ platforms: [vendor], meetings: "none" }, test);

  it.each([
    [
      "first free hour for 8 with projector this week",
      /Free: .*Thu 12 Mar.*Fri 13 Mar|Free: Wed 11 Mar – Fri 13 Mar/,
    ],
    ["这周8个人带投影 最早哪个小时有空", /空闲会议室：.*3月1\d日/],
  ])("gives the first that is free, with its day: %s", (text, title) =>
    open(async (office) => {
      fillBig(office, "2026-03-11T08:00", "2026-03-12T11:30");
      const answer = (await office.at(vendor, "emma").say(text)).text;
      expect(answer).toMatch(title);
      const [first] = timesIn(answer);
      expect(first).toEqual({ day: 12, from: "11:30", to: "12:30" });
      expect(answer).toMatch(/the soonest|最早/);
      expect(answer).not.toMatch(/secret/);
    }),
  );

  it.each([["tomorrow or Friday, 1h, room for 4"], ["明天或者周五 一小时 4人"]])(
    "may be one day or another: %s",
    (text) =>
      open(async (office) => {
        const times = timesIn((await office.at(vendor, "emma").say(text)).text);
        expect(new Set(times.map(({ day }) => day))).toEqual(new Set([12, 13]));
      }),
  );

  it.each([["any afternoon next week 1h for 8"], ["下周随便哪天下午 一小时 8人"]])(
    "of many days is offered on each of them, at the time of day that was said: %s",
    (text) =>
      open(async (office) => {
        const times = timesIn((await office.at(vendor, "emma").say(text)).text);
        expect(times.map(({ day }) => day)).toEqual([16, 17, 18, 19, 20]);
        for (const { from, to } of times) expect(from >= "13:00" && to <= "18:00").toBe(true);
      }),
  );

  it.each([
    ["free rooms on Thursday between 2 and 6 for an hour", 12, "14:00", "18:00"],
    ["周四 下午两点到六点之间 一小时", 12, "14:00", "18:00"],
    ["any time on Friday after 3 for 30 min", 13, "15:00", "18:00"],
    ["周五三点以后 半小时", 13, "15:00", "18:00"],
    ["明天上午 找个会议室 一小时", 12, "09:00", "12:00"],
  ])("is not left: %s", (text, day, from, to) =>
    open(async (office) => {
      const times = timesIn((await office.at(vendor, "emma").say(text)).text);
      expect(times.length).toBeGreaterThan(2);
      for (const time of times) {
        expect(time.day).toBe(day);
        expect(time.from >= from && time.to <= to, JSON.stringify(time)).toBe(true);
      }
      expect(new Set(times.map((time) => time.from)).size).toBeGreaterThan(1);
    }),
  );
});
