import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOffice, PLATFORMS, type Seat } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
/** An example of what can be asked, or what else to do: no answer leaves its reader alone. */
const WHAT_TO_DO = {
  en: /free room |Ask |ask again|at most 90 days|1 to \d/,
  zh: /例如|一小时|重新问|90 天内|1 到 \d/,
};

describe.each(PLATFORMS)("bad input on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  let me: Seat;

  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
    me = office.at(vendor, "emma");
  });
  afterEach(() => office.close());

  const local = (instant: string) => Date.parse(`${instant}:00+08:00`);
  /** The open list is still the one of 15:00. */
  const expectListIsOpen = async (choice = "1") => {
    expect((await me.say(choice)).text).toMatch(/Booked: |已预订：/);
    expect(office.world.meetings().map(({ start }) => start)).toEqual([local("2026-03-11T15:00")]);
  };

  describe.each([
    [
      "en",
      "free room 3pm 1h",
      [
        ["free room yesterday 3pm", /That time is over/],
        ["free room today 9am 30 min", /That time is over/],
        ["free room 3pm 0 minutes", /no length a meeting can have/],
        ["free room 4pm for a week", /longer than a day/],
        ["free room on 2026-09-01 3pm 1h", /at most 90 days ahead; Tue 1 Sep/],
        ["free room in 100 days", /at most 90 days ahead; Fri 19 Jun/],
        ["free room 25:00 1h", /no such time of day/],
        ["free room 30 February 3pm", /no such day/],
        ["free room 4pm to 3pm", /end is before the start/],
        ["book 17", /list for you goes from 1 to 5/],
        ["what is the meaning of life", /did not understand/],
        ["", /下午三点|free room/],
      ],
    ],
    [
      "zh",
      "下午三点 一小时",
      [
        ["昨天下午三点 会议室", /已经过了/],
        ["下午三点 0分钟", /不能是这个时长/],
        ["下午三点 200小时 会议室", /超过一天/],
        ["100天后下午三点 会议室", /最多只能看 90 天内/],
        ["明天25点 会议室", /没有这个时间/],
        ["2月30日下午三点", /没有这一天/],
        ["下午四点到三点 会议室", /早于开始/],
        ["订第17个", /列表是 1 到 5/],
        ["床前明月光", /没看懂/],
        ["", /下午三点/],
      ],
    ],
  ] as const)("in %s", (language, wish, wrongs) => {
    it("gets an answer in its language that says what is wrong and what to do, and an open list survives it", async () => {
      await me.say(wish);
      for (const [text, expected] of wrongs) {
        const answer = await me.say(text);
        expect.soft(answer.text, text).toMatch(expected);
        expect.soft(answer.text, text).toMatch(WHAT_TO_DO[language]);
      }
      expect(office.world.meetings()).toEqual([]);
      await expectListIsOpen("2");
    });
  });

  it("answers a choice without a list", async () => {
    for (const [text, expected] of [
      ["1", /没有给你的列表[\s\S]*请先问/],
      ["book 2", /no open list[\s\S]*Ask first/],
      ["第三个", /没有给你的列表/],
      ["more", /no open list/],
      ["yes", /no open list/],
      ["cancel 3", /no coming booking/],
    ] as const)
      expect.soft((await me.say(text)).text, text).toMatch(expected);
    expect(office.world.meetings()).toEqual([]);
  });

  it("says that there is no room of that name", async () => {
    expect((await me.say("room 999 tomorrow 3pm 1h")).text).toMatch(/no room called "999"/);
    expect((await me.say("999会议室 明天下午三点 一小时")).text).toMatch(/没有叫“999”的会议室/);
    expect((await me.say("is room 999 free at 3pm")).text).toMatch(/no room called "999"/);
    await me.say("订蓬莱会议室 明天下午三点 一小时");
    expect(office.world.meetings()).toEqual([]);
  });

  it("says that the time of an option has passed meanwhile, and the other options stay", async () => {
    await me.say("free room now 10 min");
    office.clock.advance(14 * MINUTE_MS);
    expect((await me.say("1")).text).toMatch(
      /That time is over \(Wed 11 Mar,? 10:07–10:\d\d\)[\s\S]*ask again/,
    );
    expect(office.world.meetings()).toEqual([]);
  });

  it.each(["free room in 99999999999 days", "99999999999天后 会议室", "free room 3pm 99999999999 hours"])(
    "answers numbers that no calendar has: %s",
    async (text) => {
      expect((await me.say(text)).text).toMatch(
        /did not understand|没看懂|longer than a day|no length a meeting can have|at most 90 days|90 天内|no such day|没有这一天/,
      );
    },
  );

  it("survives being told the same wrong thing over and over", async () => {
    await me.say("free room 3pm 1h");
    for (let time = 0; time < 3; time += 1) expect((await me.say("99")).text).toMatch(/goes from 1 to 5/);
    await expectListIsOpen();
  });
});
