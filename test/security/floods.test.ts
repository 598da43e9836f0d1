import { describe, expect, it, vi } from "vitest";
import { readCommand } from "../../src/bot/intake/read-command.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { parseJson } from "../../src/platforms/dingtalk/json.ts";
import { inOffice, PLATFORMS, WEDNESDAY_10_07 } from "../helpers/office.ts";

const CONTEXT = {
  now: WEDNESDAY_10_07,
  zone: "Asia/Shanghai",
  roomNames: ["青海湖", "Mars"],
  workingMinutes: { from: 540, to: 1080 },
};
const UNITS = [
  "a",
  "1",
  " ",
  "@",
  "1-2 ",
  "三",
  "1:",
  "(",
  ",",
  "明天下午三点 ",
  "free room tomorrow 3pm ",
  "和@emma ",
];

describe("a giant message", () => {
  it.each(UNITS)("of %j over and over costs no more the longer it is", (unit) => {
    const cost = (length: number): number => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const before = process.cpuUsage();
      readCommand(text, CONTEXT, silentLogger);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    cost(2_000);
    const longMs = cost(10_000);
    const giantMs = cost(1_000_000);
    // A hundred times as long: were it read in full, it would be a hundred times as dear, or ten thousand.
    expect(giantMs).toBeLessThan(20 * longMs + 500);
  });
});

describe("a vendor's answer", () => {
  it.each(['"\\\\', '\\\\"', '"', "1", "-1", '{"a":', "["])(
    "of %j over and over, which is no JSON, is given up at once",
    (unit) => {
      const before = process.cpuUsage();
      expect(() => parseJson(`{"a":"${unit.repeat(200_000)}`)).toThrow();
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(2_000);
    },
  );

  it("of one giant text beside a number that a double cannot hold is read", () => {
    const text = "x".repeat(4_000_000);
    expect(parseJson(`{"id":1234567890123456789,"text":"${text}"}`)).toEqual({
      id: "1234567890123456789",
      text,
    });
  });
});

describe.concurrent.each(PLATFORMS)("a flood on %s", (vendor) => {
  it("of one person's messages ends at the day's limit, and keeps nobody else waiting for long", {
    timeout: 30_000,
  }, async () => {
    await inOffice({ platforms: [vendor], settings: { personDailyMessages: 5 } }, async (office) => {
      const flooder = office.at(vendor, "oliver");
      for (let at = 0; at < 60; at += 1) flooder.mutter(`help ${"x".repeat(at * 100)}`);
      expect((await office.at(vendor, "emma").say("help")).text).toBeTruthy();
      await vi.waitFor(async () => expect(await office.storage.list("inbox:open:")).toEqual([]), 20_000);
      expect(flooder.heard()).toHaveLength(6);
      expect(flooder.heard().at(-1)?.text).toMatch(/5|tomorrow/);
    });
  });

  it("of giant messages is answered or left, and the bot stays well", { timeout: 30_000 }, async () => {
    await inOffice({ platforms: [vendor] }, async (office) => {
      const giant = `free room tomorrow 3pm 1h ${"🏢x ".repeat(30_000)}`;
      expect((await office.at(vendor, "oliver").say(giant)).text).toBeTruthy();
      expect((await office.at(vendor, "emma").say("free room tomorrow 3pm 1h")).text).toMatch(/^Free/);
      const longest = Math.max(
        ...office
          .at(vendor, "oliver")
          .heard()
          .map(({ text }) => text.length),
      );
      expect(longest).toBeLessThan(5_000);
    });
  });
});
