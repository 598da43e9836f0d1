import { expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { type Logger, silentLogger } from "../../src/core/logger.ts";
import { healthRoutes } from "../../src/health.ts";
import { createPrometheus } from "../../src/metrics/prometheus.ts";
import type { ConnectionState } from "../../src/ports/listener.ts";
import type { Platform } from "../../src/ports/platform.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const platform = (name: string, state: ConnectionState) =>
  ({ name, listener: { state: () => state } }) as unknown as Platform;

async function ready(
  platforms: readonly Platform[],
  storage: Storage = createMemoryStorage(systemClock),
  logger: Logger = silentLogger,
) {
  const metricsPage = createPrometheus().registry;
  const answer = await healthRoutes({ platforms, storage, logger, metricsPage }).request("/readyz");
  return { status: answer.status, body: await answer.json() };
}

it("is ready when every platform is connected and the storage works, and says what is not", async () => {
  expect(await ready([platform("one", "connected"), platform("two", "connected")])).toEqual({
    status: 200,
    body: {
      status: "ready",
      connections: { one: "connected", two: "connected" },
      storage: "writable",
      journal: "readable",
    },
  });
  expect(await ready([platform("one", "connected"), platform("two", "refused")])).toMatchObject({
    status: 503,
    body: { status: "not ready", connections: { one: "connected", two: "refused" } },
  });
});

it("is not ready while what people say cannot be recorded, and tells why in the log alone", async () => {
  const full: Storage = {
    ...createMemoryStorage(systemClock),
    write: async () => {
      throw new Error("database or disk is full in /secret/path");
    },
  };
  const lines: unknown[] = [];
  const logger: Logger = { ...silentLogger, error: (message, fields) => lines.push({ message, ...fields }) };
  const { status, body } = await ready([platform("one", "connected")], full, logger);
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { storage: "not writable", journal: "readable" },
  });
  expect(JSON.stringify(body)).not.toContain("/secret/path");
  expect(lines).toMatchObject([{ what: "write", error: expect.stringContaining("disk is full") }]);
});

it("writes to the storage and looks through it no more often than every second or two, however many ask", async () => {
  let writes = 0;
  let pages = 0;
  const counting: Storage = {
    ...createMemoryStorage(systemClock),
    write: async () => {
      writes += 1;
      return true;
    },
  };
  const routes = healthRoutes({
    platforms: [],
    storage: counting,
    logger: silentLogger,
    metricsPage: {
      contentType: "text/plain",
      metrics: async () => {
        pages += 1;
        return "";
      },
    },
  });
  await Promise.all(Array.from({ length: 50 }, () => routes.request("/readyz")));
  expect(writes).toBe(1);
  await Promise.all(Array.from({ length: 50 }, () => routes.request("/metrics")));
  expect(pages).toBe(1);
  expect((await routes.request("/healthz")).status).toBe(200);
});
