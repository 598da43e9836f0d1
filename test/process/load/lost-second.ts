/**
 * What a Redis that is killed loses of what it had acknowledged: `node --import tsx test/process/load/lost-second.ts`.
 * The death of the process, and that of the machine: of the second, what was written in the last second is cut off.
 */
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { silentLogger } from "../../../src/core/logger.ts";
import { createRedisStorage } from "../../../src/storage/redis.ts";
import { startRedis } from "../../helpers/redis.ts";

const WRITERS = 8;
const WRITING_MS = 4_000;

/** Acknowledged writes, and how many of them are gone, of one death. */
async function die(
  how: "process" | "machine",
): Promise<{ acknowledged: number; lost: number; lostOfMs: number }> {
  const redis = await startRedis(["--appendonly", "yes", "--appendfsync", "everysec"]);
  const storage = await createRedisStorage(redis.url, { logger: silentLogger });
  const acknowledged: { key: string; atMs: number }[] = [];
  let isOver = false;
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let at = 0; !isOver; at += 1) {
      const key = `${writer}:${at}`;
      try {
        await storage.write([{ key, value: "x".repeat(300) }]);
        acknowledged.push({ key, atMs: performance.now() });
      } catch {
        return;
      }
    }
  });
  await pause(WRITING_MS);
  const log = appendOnlyFile(redis.folder);
  if (how === "machine") {
    // What the disk may have had a second before the end.
    copyFileSync(log, join(redis.folder, "a-second-ago"));
    await pause(1_000);
  }
  await redis.kill();
  const diedAtMs = performance.now();
  isOver = true;
  await Promise.all(writers);
  if (how === "machine") copyFileSync(join(redis.folder, "a-second-ago"), log);
  await storage.close();
  const back = await redis.again();
  const after = await createRedisStorage(back.url, { logger: silentLogger });
  const there = new Set((await after.list("")).map(({ key }) => key));
  const lost = acknowledged.filter(({ key }) => !there.has(key));
  await after.close();
  await back.stop();
  const firstLostMs = Math.min(diedAtMs, ...lost.map(({ atMs }) => atMs));
  return {
    acknowledged: acknowledged.length,
    lost: lost.length,
    lostOfMs: Math.round(diedAtMs - firstLostMs),
  };
}

function appendOnlyFile(folder: string): string {
  const inside = join(folder, "appendonlydir");
  const name = readdirSync(inside).find((file) => file.endsWith(".incr.aof"));
  if (!name) throw new Error("Redis keeps no append-only file");
  return join(inside, name);
}

for (const how of ["process", "machine"] as const)
  process.stdout.write(`${how}: ${JSON.stringify(await die(how))}\n`);
