import { expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { createDingTalkPlatform } from "../../src/platforms/dingtalk/index.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { mostInAnyWindow } from "./trace.ts";

const PER_SECOND = 10;
const CALLS = 45;
const HOUR_MS = 3_600_000;

it("DingTalk never sees more calls to one API in any second than it allows, and the limit is used up", async () => {
  const sandbox = await startSandbox({
    seed: 7,
    meetings: "none",
    limits: { dingtalkPerSecond: PER_SECOND },
  });
  const { dingtalk, clock, trace, world } = sandbox;
  const platform = createDingTalkPlatform(
    {
      clientId: dingtalk.app.id,
      clientSecret: dingtalk.app.secret,
      robotCode: dingtalk.app.id,
      apiBase: dingtalk.base,
      oapiBase: dingtalk.base,
      qps: PER_SECOND,
    },
    { clock, logger: silentLogger, storage: createMemoryStorage(clock), zone: "Asia/Shanghai" },
  );
  try {
    const colleague = world.office.colleagues[0];
    if (!colleague) throw new Error("The office is empty.");
    const asker = { id: colleague.dingtalk.userId, name: "asker" };
    const [room] = await platform.rooms.list(asker);
    if (!room) throw new Error("The office has no rooms.");
    const start = clock.now();
    const ask = () => platform.rooms.busy([room.id], { start, end: start + HOUR_MS }, asker);
    await Promise.all(Array.from({ length: CALLS }, ask));
    const seen = trace.calls({ vendor: "dingtalk", api: "calendar.rooms.schedules" });
    const arrivals = seen.map(({ atMs }) => atMs);
    expect(seen).toHaveLength(CALLS);
    expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
    expect(mostInAnyWindow(arrivals, 1000)).toBe(PER_SECOND);
  } finally {
    await platform.listener.stop();
    await platform.close();
    await sandbox.close();
  }
}, 30_000);
