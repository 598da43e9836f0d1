import { expect, it, vi } from "vitest";
import { inOffice } from "../helpers/office.ts";
import { expectTruth, idsOf, type OpenOffice } from "../helpers/truth.ts";

/** When the slow request at last made its event: one answer of 200 came to it. */
const madeAt = (office: OpenOffice) =>
  office.trace
    .calls({ vendor: "dingtalk", api: "calendar.events.create" })
    .filter(({ status }) => status === 200)
    .slice(0, 1);

it(
  "keeps looking after an event that DingTalk says it is still making",
  () =>
    inOffice(
      { platforms: ["dingtalk"], meetings: "none", clockSpeed: 5, requestTimeoutMs: 500 },
      async (office) => {
        const me = office.at("dingtalk", "li-lei");
        await me.say("free room 3pm 1h");
        const before = idsOf(office);
        office.faults.add({
          vendor: "dingtalk",
          api: "calendar.events.create",
          kind: "slow",
          delayMs: 300_000,
          times: 1,
        });
        const { text } = await me.say("1", { withinMs: 40_000 });
        // The event may still come: to say that nothing is left would be a guess.
        expect(text).not.toMatch(/Nothing is left/);
        await vi.waitFor(
          async () => {
            await office.pass(120_000);
            expect(madeAt(office)).toHaveLength(1);
            expectTruth(office, before, "li-lei", { settled: true });
          },
          { timeout: 15_000, interval: 700 },
        );
      },
    ),
  60_000,
);
