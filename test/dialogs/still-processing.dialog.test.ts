import { expect, it } from "vitest";
import { inOffice } from "../helpers/office.ts";
import { expectTruth, idsOf } from "../helpers/truth.ts";

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
          delayMs: 60_000,
          times: 1,
        });
        const { text } = await me.say("1", { withinMs: 40_000 });
        expect(text).not.toMatch(/Nothing is left/); // fails: 400 idempotencyProcessing is taken for a refusal
        for (let n = 0; n < 6; n += 1) {
          await office.pass(120_000);
          await new Promise((resolve) => setTimeout(resolve, 700));
        }
        expectTruth(office, before, "li-lei", { settled: true }); // fails: the event stays
      },
    ),
  60_000,
);
