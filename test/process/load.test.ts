import { describe, it } from "vitest";
import { noRedis, startRedis } from "../helpers/redis.ts";
import { type PlayOptions, play } from "./load/play.ts";

/** A lease lasts 15 s, and a message that was under one is answered within 30 s of its end. */
const TAKEN_OVER_WITHIN_MS = 45_000;

const MORNINGS: readonly (Pick<PlayOptions, "ends" | "messages"> & { readonly name: string })[] = [
  { name: "all of which live", messages: 120 },
  {
    name: "one of which is killed every few seconds",
    messages: 150,
    ends: { signal: "SIGKILL", everyMs: 3_000 },
  },
  {
    name: "that are restarted one after the other",
    messages: 120,
    ends: { signal: "SIGTERM", everyMs: 300 },
  },
];

/** Takes a minute, of which most is waiting for leases to end; `load/index.ts --full` is the long version. */
describe.skipIf(noRedis)(`four instances on one Redis${noRedis ? ` (${noRedis})` : ""}`, () => {
  it.for(MORNINGS)(
    "$name, answer each message of a busy morning once, and book each room once and wholly",
    { timeout: 180_000 },
    async ({ messages, ends }, { expect, onTestFinished }) => {
      const redis = await startRedis(["--appendonly", "yes"]);
      onTestFinished(() => redis.stop());
      const played = await play({
        instances: 4,
        messages,
        seed: 1,
        storageUrl: redis.url,
        perSecond: 15,
        whenFinished: onTestFinished,
        ...(ends && { ends }),
      });
      expect(played).toMatchObject({ unanswered: [], answeredTwice: [], wrongs: [] });
      expect(played.kept).toMatchObject({ endless: [], foreign: [] });
      // A vendor gives up on what nobody lives long enough to acknowledge.
      if (ends?.signal !== "SIGKILL") expect(played.unheard).toBe(0);
      if (ends) expect(played.ended).toBeGreaterThan(0);
      if (ends?.signal === "SIGKILL")
        expect(played.longestTakeoverMs).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
      // A call that is on its way when its process ends may arrive late.
      expect(played.refused.length, played.refused.join("; ")).toBeLessThanOrEqual(played.ended * 4);
    },
  );
});
