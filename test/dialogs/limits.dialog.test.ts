import { describe, expect, it } from "vitest";
import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import type { TracedCall } from "../../src/sandbox/trace.ts";
import { openOffice, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { crowdedOffice } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const PEOPLE = Array.from({ length: 30 }, (_, at) => `colleague-${at + 1}`);
const PER_SECOND = 10;
/** Replies through a message's own address have a limit of their own, by chat; Feishu's booking rules one by the minute alone. */
const UNCOUNTED = new Set([
  "robot.sendBySession",
  "ws.endpoint",
  "gateway.connections.open",
  "vc.reserve_config.reserve_scope",
]);

/** The most calls of one API within any second, by API. */
function mostInASecond(calls: readonly TracedCall[]): Record<string, number> {
  const most: Record<string, number> = {};
  for (const { api, atMs } of calls) {
    const within = calls.filter((one) => one.api === api && one.atMs > atMs - 1_000 && one.atMs <= atMs);
    most[api] = Math.max(most[api] ?? 0, within.length);
  }
  return most;
}

/** Everybody says something at once; resolves with everybody's answer. */
async function allSay(office: OpenOffice, vendor: VendorName, text: string): Promise<ChatLine[]> {
  return await Promise.all(PEOPLE.map((who) => office.at(vendor, who).say(text, { withinMs: 25_000 })));
}

describe.concurrent.each(PLATFORMS)("thirty people at once on %s", (vendor) => {
  it("are all answered, and no API is called more often than the limit allows in any second", async () => {
    const office = await openOffice({
      platforms: [vendor],
      meetings: "none",
      office: crowdedOffice(PEOPLE.length),
      limits: { dingtalkPerSecond: PER_SECOND, feishuPerSecond: PER_SECOND },
      tiers: { dingtalkQps: PER_SECOND, feishuQps: PER_SECOND },
    });
    try {
      const before = idsOf(office);
      for (const answer of await allSay(office, vendor, "free room 3pm 1h"))
        expect(answer.text).toMatch(/Free: /);
      // All want the first room: one gets it, the others are offered the next best, without a trace of their try.
      const answers = await allSay(office, vendor, "1");
      expect(answers.filter(({ text }) => /Booked: /.test(text)).length).toBeGreaterThanOrEqual(1);
      for (const { text } of answers) expect(text).toMatch(/Booked: |is not booked[\s\S]*next best/);
      for (const who of PEOPLE) expectTruth(office, before, who);
      expect(madeSince(office, before)).toHaveLength(
        answers.filter(({ text }) => /Booked: /.test(text)).length,
      );

      const calls = office.trace.calls({ vendor }).filter(({ api }) => !UNCOUNTED.has(api));
      expect(
        calls.filter(({ code }) => code !== undefined && /Qps|90018|99991400|11232|230020/.test(code)),
      ).toEqual([]);
      for (const [api, most] of Object.entries(mostInASecond(calls))) {
        expect(most, `${api} in the busiest second`).toBeLessThanOrEqual(PER_SECOND);
      }
    } finally {
      await office.close();
    }
  }, 60_000);
});
