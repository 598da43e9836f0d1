import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { FeishuConfig } from "../../../src/config.ts";
import { systemClock } from "../../../src/core/clock.ts";
import type { Logger } from "../../../src/core/logger.ts";
import { createFeishuPlatform } from "../../../src/platforms/feishu/index.ts";
import type { Timings } from "../../../src/platforms/feishu/timings.ts";
import type { InboundMessage, InboundPress, PressAnswer } from "../../../src/ports/listener.ts";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { APP, startFakeFeishu } from "./fake-feishu.ts";

/** Short enough for a test, long enough for a loaded machine. */
const QUICK: Partial<Timings> = {
  requestTimeoutMs: 2_000,
  handshakeTimeoutMs: 300,
  pingTimeoutMs: 5_000,
  longestPingIntervalMs: 100,
  shortestPingIntervalMs: 20,
  reconnectNonceMs: 10,
  reconnectIntervalMs: 30,
  longestReconnectMs: 200,
  shortestReconnectMs: 20,
  refusedRetryMs: 100,
  watchMs: 100,
  settleMs: 0,
};

/** The Feishu platform over a fake Feishu, both closed after the test. */
export async function openRig(timings: Partial<Timings> = {}, config: Partial<FeishuConfig> = {}) {
  const feishu = await startFakeFeishu();
  const { logger, lines } = recordingLogger();
  const platform = createFeishuPlatform(
    {
      appId: APP.id,
      appSecret: APP.secret,
      domain: feishu.origin,
      accountsDomain: feishu.origin,
      userLink: true,
      qps: 1_000,
      qpm: 10_000,
      ...config,
    },
    {
      clock: systemClock,
      logger,
      storage: createMemoryStorage(systemClock),
      zone: "Asia/Shanghai",
      timings: { ...QUICK, ...timings },
    },
  );
  onTestFinished(async () => {
    await platform.listener.stop();
    await platform.close();
    await feishu.close();
  });
  return { feishu, platform, lines };
}

/** Hears everything; what it does with a message can be changed. */
export function recordingHearing() {
  const hearing = {
    messages: [] as InboundMessage[],
    presses: [] as InboundPress[],
    onMessage: async (_message: InboundMessage): Promise<void> => {},
    pressAnswer: undefined as PressAnswer | undefined,
    async message(message: InboundMessage) {
      hearing.messages.push(message);
      await hearing.onMessage(message);
    },
    async press(press: InboundPress) {
      hearing.presses.push(press);
      return hearing.pressAnswer;
    },
    async roomAnswered() {},
  };
  return hearing;
}

function recordingLogger(): { logger: Logger; lines: { level: string; text: string }[] } {
  const lines: { level: string; text: string }[] = [];
  const at = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    void lines.push({ level, text: `${message} ${JSON.stringify(fields ?? {})}` });
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: () => logger,
  };
  return { logger, lines };
}

const FIXTURES = join(import.meta.dirname, "../../fixtures/feishu");

/** A recorded payload of the vendor's, by its file's name. */
export const fixture = <T = Record<string, unknown>>(name: string): T =>
  JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));
