import { type Clock, systemClock } from "../../../src/core/clock.ts";
import type { Logger } from "../../../src/core/logger.ts";
import { createDingTalkPlatform } from "../../../src/platforms/dingtalk/index.ts";
import type { Timings } from "../../../src/platforms/dingtalk/timings.ts";
import type { Storage } from "../../../src/ports/storage.ts";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { APP, startFakeDingTalk } from "./fake-dingtalk.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A logger that keeps its lines. */
export function keptLogger(lines: LogLine[] = []): Logger & { readonly lines: LogLine[] } {
  const at =
    (level: LogLine["level"]) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  const logger = {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: () => logger,
  };
  return logger;
}

/** Quick enough for a test, slow enough not to be mistaken for nothing. */
const QUICK: Timings = {
  requestMs: 400,
  handshakeMs: 200,
  pingEveryMs: 5_000,
  backOffMs: 40,
  longestBackOffMs: 80,
  refusedMs: 60,
  handOverMs: 150,
  stableMs: 0,
};

/** The platform in front of a fake DingTalk. */
export async function openRig(
  options: { clock?: Clock; timings?: Partial<Timings>; storage?: Storage } = {},
) {
  const server = await startFakeDingTalk();
  const logger = keptLogger();
  const clock = options.clock ?? systemClock;
  const storage = options.storage ?? createMemoryStorage(clock);
  const platform = createDingTalkPlatform(
    { ...APP, robotCode: "dingrobot", apiBase: server.base, oapiBase: server.base, qps: 50 },
    { clock, logger, storage, zone: "Asia/Shanghai", timings: { ...QUICK, ...options.timings } },
  );
  return {
    server,
    logger,
    platform,
    async close() {
      await platform.listener.stop();
      await platform.close();
      await server.close();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof openRig>>;

/** A clock that stands still until it is set. */
export function handClock(startMs: number): Clock & { set(ms: number): void } {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    set: (ms) => {
      nowMs = ms;
    },
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  };
}
