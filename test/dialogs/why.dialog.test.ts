import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOffice, PLATFORMS } from "../helpers/office.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

describe.each(PLATFORMS)("why a room was not offered, on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
    office.world.add({
      madeOn: "client",
      organiserKey: "zhou-jie",
      title: "secret talks",
      start: local("2026-03-12T15:00"),
      end: local("2026-03-12T15:30"),
      rooms: [{ roomKey: "zhufeng", answer: "accepted" }],
    });
  });
  afterEach(() => office.close());

  it.each([
    ["free room tomorrow 3pm 1h", "why not 珠峰", /It is taken: Thu 12 Mar, 15:00–15:30/],
    ["明天下午三点 一小时", "为什么没有珠峰", /已被占用：3月12日 周四 15:00–15:30/],
    ["free room tomorrow 3pm 1h for 30", "why not Everest", /It has 10 seats, and you asked for 30/],
    ["明天下午三点 一小时 投影", "为什么没有 Fuji", /没有投影/],
    ["free room tomorrow 3pm 1h", "why not 董事会议室", /You are not among the people who may book it\./],
    ["free room tomorrow 3pm 1h", "why not Hubble", /can be had .*book Hubble/s],
  ])("after %s: %s", async (wish, question, expected) => {
    const me = office.at(vendor, "emma");
    await me.say(wish);
    const answer = await me.say(question);
    expect(answer.text).toMatch(expected);
    expect(answer.text).not.toContain("secret");
  });

  it("tells a day that is taken in part by its line, not by a word", async () => {
    const answer = await office.at(vendor, "emma").say("who has 珠峰 tomorrow");
    expect(answer.text).toMatch(/free · 15–15:30 busy · free/);
    expect(answer.text).not.toMatch(/珠峰 is busy/);
  });

  it("asks which room is meant, and knows of no other", async () => {
    const me = office.at(vendor, "emma");
    expect((await me.say("why")).text).toMatch(/Which room do you mean/);
  });
});
