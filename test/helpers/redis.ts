import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";

/** What Debian and others call the server. */
const SERVERS = ["redis-server", "valkey-server"];
const server = SERVERS.find((name) => spawnSync(name, ["--version"]).status === 0);

/** Why tests that need Redis cannot run here; undefined where they can. */
export const noRedis: string | undefined =
  process.env.REDIS_URL || server ? undefined : "neither REDIS_URL nor a redis-server on the PATH";

/** A server of the test file's own (or the one of `REDIS_URL`), empty, ended with the file. Its `url()` is known once tests run. */
export function useRedis(): { url: () => string } {
  let url = process.env.REDIS_URL ?? "";
  let own: OwnRedis | undefined;
  beforeAll(async () => {
    if (url || noRedis) return;
    own = await startRedis();
    url = own.url;
  });
  afterAll(() => own?.stop());
  return { url: () => url };
}

export interface OwnRedis {
  readonly url: string;
  readonly process: ChildProcess;
  /** Where it keeps what it writes. */
  readonly folder: string;
  /** Ends it at once; what it has on the disk stays there. */
  kill(): Promise<void>;
  /** Starts it again, after it was killed, on its port and on what it had on the disk. */
  again(): Promise<OwnRedis>;
  /** Ends it, and clears its folder away. */
  stop(): Promise<void>;
}

/** Starts a server on a free port of the loopback, with a folder of its own; `options` as in redis.conf. */
export async function startRedis(options: readonly string[] = [], port?: number): Promise<OwnRedis> {
  return run(options, port ?? (await freePort()), mkdtempSync(join(tmpdir(), "freeroom-redis-")));
}

async function run(options: readonly string[], port: number, folder: string): Promise<OwnRedis> {
  if (!server) throw new Error("there is no redis-server on the PATH");
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", ...options];
  const child = spawn(server, args, { stdio: "ignore" });
  const exit = once(child, "exit");
  const url = `redis://127.0.0.1:${port}/0`;
  await untilItAnswers(url);
  const kill = async () => {
    child.kill("SIGKILL");
    await exit;
  };
  return {
    url,
    process: child,
    folder,
    kill,
    again: () => run(options, port, folder),
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  await redis.ping();
  redis.disconnect();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}
