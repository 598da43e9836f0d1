import { describe, expect, it } from "vitest";
import { lookAt } from "../../src/metrics/looks.ts";
import { createPrometheus } from "../../src/metrics/prometheus.ts";
import type { Platform } from "../../src/ports/platform.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

/** The samples of a page of `/metrics`: name, labels, value. */
const samplesOf = (page: string) =>
  page.split("\n").flatMap((line) => {
    const [, name = "", labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return value === undefined ? [] : [{ name, labels, value: Number(value) }];
  });

describe.concurrent.each(PLATFORMS)("what is measured on %s", (vendor) => {
  it("counts what was heard, answered, called and booked, and names nobody", async () => {
    const prometheus = createPrometheus();
    await inOffice({ platforms: [vendor], metrics: prometheus.metrics }, async (office) => {
      const emma = office.at(vendor, "emma");
      await emma.say("free room tomorrow 3pm 1h for a SECRET-WORD");
      expect((await emma.say("1")).text).toMatch(/^Booked/);
      await emma.say("my bookings");
      await office.pass(0);
      const platform = {
        name: vendor,
        listener: { state: () => "connected" },
        budget: { calls: () => ({ used: 7, of: 5 }), messages: () => ({ used: 3 }) },
      } as unknown as Platform;
      lookAt(prometheus, [platform], office.storage);

      const page = await prometheus.registry.metrics();
      const samples = samplesOf(page).filter(({ labels }) => labels.includes(`platform="${vendor}"`));
      const sum = (name: string, ...having: string[]) =>
        samples
          .filter(
            (one) => one.name === `freeroom_${name}` && having.every((label) => one.labels.includes(label)),
          )
          .reduce((total, { value }) => total + value, 0);
      expect(sum("messages_total", 'kind="message"')).toBe(3);
      expect(sum("answers_total", 'outcome="said"')).toBe(3);
      expect(sum("answers_total", 'intent="find"')).toBe(1);
      expect(sum("answer_seconds_count")).toBe(3);
      expect(sum("bookings_total", 'recipe="book"', 'outcome="done"')).toBe(1);
      expect(sum("vendor_calls_total", 'result="ok"')).toBeGreaterThan(5);
      expect(sum("vendor_call_seconds_count")).toBe(sum("vendor_calls_total"));
      expect(sum("vendor_calls_waiting")).toBe(0);
      expect(sum("busy_times_total", 'from="vendor"')).toBeGreaterThan(0);
      expect(sum("connected")).toBe(1);
      expect(sum("budget_used", 'of="calls"')).toBe(7);
      expect(sum("budget_left", 'of="calls"')).toBe(0);
      expect(
        samples.filter(({ name, labels }) => name.endsWith("budget_left") && /messages/.test(labels)),
      ).toEqual([]);
      expect(sum("journal_open")).toBe(0);
      expect(sum("inbox_open")).toBe(0);

      const { colleagues, rooms, chats } = office.world.office;
      const names = [
        "SECRET-WORD",
        ...colleagues.flatMap(({ name, dingtalk, feishu }) => [name, dingtalk.userId, feishu.openId]),
        ...rooms.flatMap((room) => [room.name, room.dingtalk.roomId, room.feishu.roomId]),
        ...chats.flatMap(({ dingtalk, feishu }) => [dingtalk.conversationId, feishu.chatId]),
        office.sandbox[vendor].app.secret,
      ];
      for (const name of names) expect(page.includes(`"${name}"`), name).toBe(false);
    });
  });

  it("counts a vendor's refusals by their kind, and what waits to be tried again", async () => {
    const prometheus = createPrometheus();
    await inOffice({ platforms: [vendor], metrics: prometheus.metrics }, async (office) => {
      office.faults.add({ vendor, api: "*", kind: "throttle", times: 2 });
      await office.at(vendor, "emma").say("free room tomorrow 3pm 1h");
      const page = await prometheus.registry.metrics();
      expect(page).toMatch(new RegExp(`vendor_calls_total\\{.*platform="${vendor}".*result="throttled"`));
    });
  });
});
