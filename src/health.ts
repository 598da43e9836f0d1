import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { describeError } from "./core/errors.ts";
import type { Logger } from "./core/logger.ts";
import type { Platform } from "./ports/platform.ts";
import type { Storage } from "./ports/storage.ts";

/** However often somebody asks, the storage is written to no more often than this. */
const FRESH_MS = 2_000;
/** … and looked through for what is open no more often than this. */
const FRESH_METRICS_MS = 1_000;
const PROBE_LIFE_MS = 60_000;
/** Longer than any storage that can still be worked with takes. */
const PATIENCE_MS = 2_000;

export interface HealthParts {
  readonly platforms: readonly Platform[];
  readonly storage: Storage;
  readonly logger: Logger;
  /** Whether the vendors' limits are shared with other instances just now; absent: there are no others. */
  readonly areLimitsShared?: () => boolean;
  /** The page of `/metrics`, in Prometheus' format. */
  readonly metricsPage: { readonly contentType: string; metrics(): Promise<string> };
}

/**
 * `/healthz`: the process lives. `/readyz`: it can hear people (each platform's connection), record what it hears (the
 * storage takes a write) and finish what was begun (the journal can be read); says which of them it cannot. `/metrics`.
 * Nothing here names a person, a chat or a room.
 */
export function healthRoutes({
  platforms,
  storage,
  logger,
  metricsPage,
  areLimitsShared,
}: HealthParts): Hono {
  const app = new Hono();
  const stored = atMostEvery(FRESH_MS, () => lookAtStorage(storage, logger));
  const measured = atMostEvery(FRESH_METRICS_MS, () => metricsPage.metrics());
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const connections = Object.fromEntries(platforms.map(({ name, listener }) => [name, listener.state()]));
    const limits = areLimitsShared && { limits: areLimitsShared() ? "shared" : "own share" };
    const parts = { connections, ...(await stored()), ...limits };
    const isConnected = Object.values(connections).every((state) => state === "connected");
    const isReady = isConnected && parts.storage === "writable" && parts.journal === "readable";
    return context.json({ status: isReady ? "ready" : "not ready", ...parts }, isReady ? 200 : 503);
  });
  app.get("/metrics", async (context) =>
    context.body(await measured(), 200, { "Content-Type": metricsPage.contentType }),
  );
  return app;
}

interface Stored {
  readonly storage: "writable" | "not writable";
  readonly journal: "readable" | "not readable";
}

/** Never rejects; the reason is for the log alone. */
async function lookAtStorage(storage: Storage, logger: Logger): Promise<Stored> {
  const works = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      await Promise.race([work(), patience]);
      return true;
    } catch (error) {
      logger.error("not ready: the storage does not work", { what, error: describeError(error) });
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
  const probe = { key: "ready", value: randomUUID(), ttlMs: PROBE_LIFE_MS };
  const isWritable = await works("write", () => storage.write([probe]));
  const isReadable = await works("read the journal", () => storage.list("journal:"));
  return {
    storage: isWritable ? "writable" : "not writable",
    journal: isReadable ? "readable" : "not readable",
  };
}

/** Does `work` at most once in `ms`; whoever asks meanwhile gets what it said, or is going to say. */
export function atMostEvery<T>(ms: number, work: () => Promise<T>): () => Promise<T> {
  let last: { readonly atMs: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const nowMs = performance.now();
    if (!last || nowMs - last.atMs >= ms) last = { atMs: nowMs, answer: work() };
    return last.answer;
  };
}
