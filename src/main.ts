import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { Bot } from "./bot/bot.ts";
import { type Forgotten, forgetPerson } from "./bot/forget.ts";
import type { Config, DingTalkConfig, FeishuConfig } from "./config.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import type { Logger } from "./core/logger.ts";
import { healthRoutes } from "./health.ts";
import { serveHttp } from "./http.ts";
import { MAY_BE_LOST, NOT_ASSUMED_MISSING } from "./may-be-lost.ts";
import { callWatch } from "./metrics/call-watch.ts";
import { lookAt } from "./metrics/looks.ts";
import { createPrometheus } from "./metrics/prometheus.ts";
import { type Metrics, noMetrics } from "./ports/metrics.ts";
import type { Platform } from "./ports/platform.ts";
import type { Storage } from "./ports/storage.ts";
import type { SharedLimits } from "./queue/shared-limits.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { bridged } from "./storage/bridge.ts";
import { openStorage } from "./storage/open.ts";
import { createSeal } from "./storage/seal.ts";
import { findTokenKey } from "./storage/token-key.ts";

/** Under way when the process is told to stop: finished within this, or left in storage for the next start. */
const GRACE_MS = 7_000;

export interface Running {
  /** The chat page, where the sandbox runs. */
  readonly pageUrl: string | undefined;
  stop(): Promise<void>;
}

/**
 * Wires everything that is real, and starts it. The only place that knows which platforms exist. What was opened is
 * closed again, the last first, when it is stopped and when something cannot be started.
 */
export async function start(config: Config, logger: Logger): Promise<Running> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { pageUrl: await open(config, logger, closers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens everything and tells `closers` how to close it; resolves with the chat page's URL, where there is one. */
async function open(
  config: Config,
  logger: Logger,
  closers: (() => Promise<void>)[],
): Promise<string | undefined> {
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  if (sandbox) {
    keepProxiesOut();
    closers.push(() => sandbox.close());
  }
  const clock: Clock = sandbox?.clock ?? systemClock;
  const prometheus = createPrometheus();
  const { metrics } = prometheus;
  const { storage, platforms, areLimitsShared } = await openParts(
    sandbox
      ? {
          ...config,
          dingtalk: sandboxDingTalk(sandbox),
          feishu: sandboxFeishu(sandbox),
          storageUrl: "memory:",
        }
      : config,
    clock,
    logger,
    closers,
    metrics,
  );
  lookAt(prometheus, platforms, storage);
  const bot = new Bot({ platforms, storage, clock, logger, office: config.office, metrics });
  closers.push(() => bot.stop(GRACE_MS));

  const app = new Hono().route(
    "/",
    healthRoutes({
      platforms,
      storage,
      logger,
      metricsPage: prometheus.registry,
      ...(areLimitsShared && { areLimitsShared }),
    }),
  );
  let origin = "";
  const token = randomBytes(16).toString("hex");
  if (sandbox) {
    const { createPlayground } = await import("./playground/playground.ts");
    app.route("/", createPlayground({ sandbox, token, origin: () => origin }));
  }
  const http = await serveHttp(app, config.http);
  closers.push(() => http.close());
  origin = http.origin;
  logger.info("listening", { address: new URL(origin).host });
  bot.start();
  return sandbox && `${origin}/?token=${token}`;
}

/**
 * Forgets a person, on every platform that is configured; nothing is listened to meanwhile. Where the bot keeps its
 * storage in a file it may be running beside this.
 */
export async function forget(config: Config, logger: Logger, personId: string): Promise<Forgotten> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const parts = await openParts(config, systemClock, logger, closers);
    closers.push(async () => {
      await Promise.allSettled(parts.platforms.map((platform) => platform.close()));
    });
    return await forgetPerson(parts, personId);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** The storage and the platforms; nothing is listened to yet. */
async function openParts(
  config: Pick<Config, "dingtalk" | "feishu" | "office" | "storageUrl" | "tokenKey">,
  clock: Clock,
  logger: Logger,
  closers: (() => Promise<void>)[],
  metrics: Metrics = noMetrics,
): Promise<{ storage: Storage; platforms: Platform[]; areLimitsShared?: () => boolean }> {
  const { storageUrl } = config;
  const allLimits: SharedLimits[] = [];
  const opened = await openStorage(storageUrl, { clock, logger });
  closers.push(() => opened.close());
  const storage = isShared(storageUrl)
    ? bridged(opened, { clock, logger, mayBeLost: MAY_BE_LOST, notAssumedMissing: NOT_ASSUMED_MISSING })
    : opened;
  const platforms = await connectPlatforms(config, {
    clock,
    logger,
    storage,
    metrics,
    zone: config.office.zone,
    tokenKey: () => findTokenKey(config.tokenKey, storageUrl),
    sharedLimits: async (app) => {
      if (!isShared(storageUrl)) return undefined;
      const { createRedisLimits } = await import("./queue/redis-limits.ts");
      const limits = await createRedisLimits(storageUrl, app, logger);
      closers.push(() => limits.close());
      allLimits.push(limits);
      return limits;
    },
  });
  const areLimitsShared = () => allLimits.every((limits) => limits.upSinceMs() !== undefined);
  return { storage, platforms, ...(isShared(storageUrl) && { areLimitsShared }) };
}

/** Whether several instances may use this storage. */
const isShared = (storageUrl: string): boolean => /^rediss?:/.test(storageUrl);

async function startSandbox(): Promise<Sandbox> {
  const sandbox = await import("./sandbox/index.ts");
  return sandbox.startSandbox({ hasRoomEvents: true });
}

/** A company's proxy cannot reach this machine's loopback. */
function keepProxiesOut(): void {
  const listed = process.env.no_proxy ?? process.env.NO_PROXY;
  process.env.NO_PROXY = process.env.no_proxy = [listed, "127.0.0.1", "localhost"].filter(Boolean).join(",");
}

/** Each platform is loaded only where it is used: the SDKs are heavy. */
async function connectPlatforms(
  configs: { dingtalk: DingTalkConfig | undefined; feishu: FeishuConfig | undefined },
  deps: {
    clock: Clock;
    logger: Logger;
    storage: Storage;
    metrics: Metrics;
    zone: string;
    /** What the instances that use this app share its limits by; undefined where there is but one. */
    sharedLimits: (app: string) => Promise<SharedLimits | undefined>;
    /** What colleagues' tokens are kept under. */
    tokenKey: () => Buffer;
  },
): Promise<Platform[]> {
  const platforms: Platform[] = [];
  if (configs.dingtalk) {
    const { createDingTalkPlatform } = await import("./platforms/dingtalk/index.ts");
    const sharedLimits = await deps.sharedLimits(`dingtalk:${configs.dingtalk.clientId}`);
    platforms.push(
      createDingTalkPlatform(configs.dingtalk, {
        ...deps,
        sharedLimits,
        callWatch: callWatch(deps.metrics, "dingtalk"),
      }),
    );
  }
  if (configs.feishu) {
    const { createFeishuPlatform } = await import("./platforms/feishu/index.ts");
    const sharedLimits = await deps.sharedLimits(`feishu:${configs.feishu.appId}`);
    const seal = configs.feishu.userLink ? createSeal(deps.tokenKey()) : undefined;
    platforms.push(
      createFeishuPlatform(configs.feishu, {
        ...deps,
        sharedLimits,
        seal,
        callWatch: callWatch(deps.metrics, "feishu"),
      }),
    );
  }
  return platforms;
}

const sandboxDingTalk = ({ dingtalk }: Sandbox): DingTalkConfig => ({
  clientId: dingtalk.app.id,
  clientSecret: dingtalk.app.secret,
  robotCode: dingtalk.app.id,
  apiBase: dingtalk.base,
  oapiBase: dingtalk.base,
  qps: 20,
});

const sandboxFeishu = ({ feishu }: Sandbox): FeishuConfig => ({
  appId: feishu.app.id,
  appSecret: feishu.app.secret,
  domain: feishu.base,
  accountsDomain: feishu.base,
  userLink: true,
  qps: 50,
  qpm: 1000,
});
