/**
 * Several instances on one Redis through a busy morning: `node --import tsx test/process/load/index.ts [--full]`.
 * Prints a line a run; ends with 1 where something was not as it must be.
 */
import { startRedis } from "../../helpers/redis.ts";
import { type Played, play } from "./play.ts";

const isFull = process.argv.includes("--full");
const messages = isFull ? 500 : 150;
const seeds = isFull ? [1, 2, 3] : [1];
const ENDS = [undefined, { signal: "SIGKILL", everyMs: 4_000 }, { signal: "SIGTERM", everyMs: 500 }] as const;

let isGood = true;
for (const ends of ENDS) {
  for (const seed of seeds) {
    const finishing: (() => void | Promise<void>)[] = [];
    const redis = await startRedis(["--appendonly", "yes"]);
    try {
      const whenFinished = (finish: () => void | Promise<void>) => void finishing.push(finish);
      const perSecond = ends ? 10 : 40;
      const played = await play({
        instances: 4,
        messages,
        seed,
        storageUrl: redis.url,
        perSecond,
        whenFinished,
        ...(ends && { ends }),
      });
      isGood &&= isAsPromised(played) && (ends?.signal === "SIGKILL" || played.unheard === 0);
      process.stdout.write(`${ends?.signal ?? "all live"}, seed ${seed}: ${JSON.stringify(played)}\n`);
    } finally {
      for (const finish of finishing.reverse()) await finish();
      await redis.stop();
    }
  }
}
process.exitCode = isGood ? 0 : 1;

function isAsPromised({ unanswered, answeredTwice, wrongs, longestTakeoverMs }: Played): boolean {
  return unanswered.length + answeredTwice.length + wrongs.length === 0 && longestTakeoverMs <= 45_000;
}
