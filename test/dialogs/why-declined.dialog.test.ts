import { expect, it } from "vitest";
import { inOffice } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf } from "../helpers/truth.ts";

const THREE = Date.parse("2026-03-12T15:00:00+08:00");
const HOUR_MS = 3_600_000;
const office = officeWithRooms(plainRooms(3));

it.each([
  ["free room tomorrow 3pm 1h", /without saying why\. Most likely: It is taken: Thu 12 Mar, 15:30–16:00/],
  ["明天下午三点 一小时", /没有说明原因，很可能是：已被占用：3月12日 周四 15:30–16:00/],
])("a room that says no without a word is looked at for why: %s", (wish, expected) =>
  inOffice({ platforms: ["feishu"], meetings: "none", office, clockSpeed: 10 }, async (open) => {
    const emma = open.at("feishu", "emma");
    await emma.say(wish);
    const [first] = open.world.office.rooms;
    open.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "Quick sync",
      start: THREE + HOUR_MS / 2,
      end: THREE + HOUR_MS,
      rooms: [{ roomKey: first?.key ?? "", answer: "accepted" }],
    });
    const before = idsOf(open);
    const answer = await emma.say("1");
    expect(answer.text).toMatch(expected);
    expect(answer.text).toMatch(/Room 002/);
    expectTruth(open, before, "emma");
  }),
);
