import { describe, expect, it, vi } from "vitest";
import { linkAccount } from "../helpers/link-account.ts";
import { inOffice, type OfficeOptions, PLATFORMS } from "../helpers/office.ts";
import type { OpenOffice } from "../helpers/truth.ts";

vi.setConfig({ testTimeout: 40_000 });

const CALM: OfficeOptions = { meetings: "none", clockSpeed: 10 };
/** A process needs a token and a connection of its own, and an answer is a message. */
const ITS_OWN = /token|gateway|ws\.endpoint|oauth|^im\.message|^robot\./;
const BUSY = /freebusy|schedules/;

async function callsOf(office: OpenOffice, work: () => Promise<unknown>): Promise<string[]> {
  const before = office.trace.calls().length;
  await work();
  return office.trace
    .calls()
    .slice(before)
    .map(({ api }) => api)
    .filter((api) => !ITS_OWN.test(api));
}

describe.concurrent.each(PLATFORMS)("after a restart, on %s", (vendor) => {
  it("the same question costs fresh busy times at most", () =>
    inOffice({ ...CALM, platforms: [vendor] }, async (office) => {
      const emma = office.at(vendor, "emma", "launch");
      const ask = () => emma.say("free room tomorrow 3pm 1h with a projector for 8");
      const first = await ask();
      await office.restart();
      const calls = await callsOf(office, async () => {
        expect((await ask()).text).toBe(first.text);
      });
      expect(calls.filter((api) => !BUSY.test(api))).toEqual([]);
    }));

  it("a booking costs what it costs without one", () =>
    inOffice({ ...CALM, platforms: [vendor] }, async (office) => {
      const emma = office.at(vendor, "emma");
      const book = async (clock: string) => {
        await emma.say(`free room tomorrow ${clock} 1h`);
        return callsOf(office, async () => {
          expect((await emma.say("1")).text).toMatch(/^Booked/);
        });
      };
      await book("10am");
      const usual = await book("1pm");
      await office.restart();
      expect(await book("3pm")).toEqual(usual);
    }));
});

describe.concurrent("after a restart, on feishu", () => {
  it("who is in the chat, and what a linked colleague may book, is known", () =>
    inOffice({ ...CALM, platforms: ["feishu"], linking: true }, async (office) => {
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma", "launch");
      const ask = () => emma.say("free room tomorrow 3pm 1h with Jay");
      const first = await callsOf(office, ask);
      expect(first).toContain("im.chat.members");
      await office.restart();
      const calls = await callsOf(office, ask);
      expect(calls.filter((api) => !BUSY.test(api))).toEqual([]);
    }));

  it("the rules of a room that was not offered before cost no look at where it lies", () =>
    inOffice({ ...CALM, platforms: ["feishu"] }, async (office) => {
      const emma = office.at("feishu", "emma");
      await emma.say("Kepler tomorrow 3pm 1h");
      await office.restart();
      const calls = await callsOf(office, () => emma.say("Apollo tomorrow 3pm 1h"));
      expect(calls).not.toContain("vc.room.mget");
      expect(calls).toContain("vc.reserve_config.reserve_scope");
    }));
});
