import { describe, expect, it, vi } from "vitest";
import { inOffice, type OfficeOptions } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

vi.setConfig({ testTimeout: 40_000 });

const BUSY = { dingtalk: "calendar.rooms.schedules", feishu: "calendar.freebusy.list" } as const;
/** The office's clock runs fast, so that a vendor that takes a third of a second takes seconds. */
const FAST: OfficeOptions = {
  meetings: "none",
  office: officeWithRooms(plainRooms(30)),
  clockSpeed: 20,
};
const SLOW_MS = 300;

describe.concurrent("a search that takes long", () => {
  it.each([
    ["any room for 3 at 3pm tomorrow for 1h", /^Searching …/, /\d+ of 30 rooms checked, \d+ found/, /^Free:/],
    ["明天下午三点 一小时 3人", /^正在查找/, /已查 30 间中的 \d+ 间，找到 \d+ 间/, /^空闲|有空/],
  ])("shows on Feishu how far it has come, in the message that becomes the answer: %s", (...row) =>
    inOffice({ ...FAST, platforms: ["feishu"] }, async (office) => {
      const [wish, searching, soFar, free] = row;
      office.faults.add({ vendor: "feishu", api: BUSY.feishu, kind: "slow", delayMs: SLOW_MS });
      // Nothing is free in the first rooms, so that it goes on to the next ones.
      for (const { key } of office.world.office.rooms.slice(0, 25)) {
        office.world.add({
          madeOn: "client",
          organiserKey: "other:1",
          title: "Sync",
          start: Date.parse("2026-03-12T15:00:00+08:00"),
          end: Date.parse("2026-03-12T16:00:00+08:00"),
          rooms: [{ roomKey: key, answer: "accepted" }],
        });
      }
      const emma = office.at("feishu", "emma");
      const answer = await emma.say(wish);
      const shown = office.sandbox.feishu.lines.filter((line) => line.id === answer.id);
      expect(shown[0]?.text).toMatch(searching);
      expect(shown.slice(1, -1).map(({ text }) => text)).toEqual(
        expect.arrayContaining([expect.stringMatching(soFar)]),
      );
      expect(shown.at(-1)?.text).toMatch(free);
      expect(emma.heard()).toHaveLength(1);
    }),
  );

  it("costs no message more on DingTalk, where each is metered", () =>
    inOffice({ ...FAST, platforms: ["dingtalk"] }, async (office) => {
      office.faults.add({ vendor: "dingtalk", api: BUSY.dingtalk, kind: "slow", delayMs: SLOW_MS });
      const emma = office.at("dingtalk", "emma");
      expect((await emma.say("free room tomorrow 3pm 1h")).text).toMatch(/^Free:/);
      expect(emma.heard()).toHaveLength(1);
    }));
});
