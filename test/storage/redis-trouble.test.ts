import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { Redis } from "ioredis";
import { describe, it } from "vitest";
import { ConfigError, StorageAway } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { createRedisStorage } from "../../src/storage/redis.ts";
import { noRedis, startRedis } from "../helpers/redis.ts";

const logger = silentLogger;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A way to a port that can be made to swallow everything, without a word, as a lost machine does. */
async function wayTo(port: number, tls?: { readonly key: Buffer; readonly cert: Buffer }) {
  const open: Socket[] = [];
  const pass = (near: Socket) => {
    const far = dial(port, "127.0.0.1");
    open.push(near, far);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => {});
  };
  const server = tls ? createTlsServer(tls, pass) : createServer(pass);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    /** What is connected now hears nothing more; who connects anew gets through. */
    swallow: () => {
      for (const socket of open.splice(0)) {
        socket.unpipe();
        socket.resume();
      }
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(noRedis).concurrent(`redis in trouble${noRedis ? ` (${noRedis})` : ""}`, () => {
  it("that hangs lets nobody wait for long, does nothing afterwards that was given up, and comes back by itself", async ({
    expect,
    onTestFinished,
  }) => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const storage = await createRedisStorage(server.url, { logger });
    await storage.increment("count", 60_000);
    server.process.kill("SIGSTOP");
    const beganMs = performance.now();
    const given = await Promise.allSettled([
      storage.write([{ key: "given up", value: 1, ttlMs: 60_000 }]),
      storage.write([{ key: "lease", value: 1, ttlMs: 60_000 }], { key: "lease", is: undefined }),
      storage.increment("count", 60_000),
      storage.get("count"),
    ]);
    for (const one of given) {
      expect(one.status).toBe("rejected");
      expect((one as PromiseRejectedResult).reason).toBeInstanceOf(StorageAway);
    }
    await expect(storage.get("count")).rejects.toThrow(StorageAway);
    expect(performance.now() - beganMs).toBeLessThan(6_000);
    const askedAgainMs = performance.now();
    await expect(storage.get("count")).rejects.toThrow(StorageAway);
    expect(performance.now() - askedAgainMs, "known by now").toBeLessThan(500);
    server.process.kill("SIGCONT");
    await expect.poll(() => storage.get("count").catch(() => "away"), { timeout: 10_000 }).toBe(1);
    expect(await storage.get("given up")).toBeUndefined();
    expect(await storage.get("lease")).toBeUndefined();
    await storage.close();
  });

  it("that is full does all of a write or nothing of it, still reads, and still gives space back", async ({
    expect,
    onTestFinished,
  }) => {
    const server = await startRedis(["--maxmemory-policy", "noeviction"]);
    onTestFinished(() => server.stop());
    const storage = await createRedisStorage(server.url, { logger });
    await storage.write([
      { key: "journal", value: "begun" },
      { key: "old", value: 1 },
    ]);
    await storage.increment("count", 60_000);
    const admin = new Redis(server.url);
    await admin.config("SET", "maxmemory", "1");
    const full = expect.objectContaining({ name: "StorageAway", message: expect.stringMatching(/OOM/) });
    await expect(storage.write([{ key: "journal", value: "done" }])).rejects.toEqual(full);
    await expect(
      storage.write([
        { key: "old", value: undefined },
        { key: "journal", value: "done" },
      ]),
    ).rejects.toEqual(full);
    await expect(storage.increment("new", 60_000)).rejects.toEqual(full);
    await expect(storage.increment("count", 60_000)).rejects.toEqual(full);
    expect(await storage.list("")).toEqual([
      { key: "count", value: 1 },
      { key: "journal", value: "begun" },
      { key: "old", value: 1 },
    ]);
    expect(await storage.write([{ key: "old", value: undefined }])).toBe(true);
    await admin.config("SET", "maxmemory", "0");
    expect(await storage.write([{ key: "journal", value: "done" }], { key: "journal", is: "begun" })).toBe(
      true,
    );
    admin.disconnect();
    await storage.close();
  });

  it("whose connection died without a word is connected to anew", async ({ expect, onTestFinished }) => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const way = await wayTo(Number(new URL(server.url).port));
    onTestFinished(() => way.close());
    const storage = await createRedisStorage(`redis://127.0.0.1:${way.port}/0`, { logger });
    await storage.write([{ key: "key", value: 1 }]);
    way.swallow();
    await expect(storage.get("key")).rejects.toThrow(StorageAway);
    await expect.poll(() => storage.get("key").catch(() => "away"), { timeout: 15_000 }).toBe(1);
    await storage.close();
  }, 25_000);

  it("that loses the connection while it is asked is not asked a second time", async ({
    expect,
    onTestFinished,
  }) => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const way = await wayTo(Number(new URL(server.url).port));
    onTestFinished(() => way.close());
    const storage = await createRedisStorage(`redis://127.0.0.1:${way.port}/0`, { logger });
    const counted = Promise.allSettled(Array.from({ length: 20 }, () => storage.increment("count", 60_000)));
    const admin = new Redis(server.url);
    await admin.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    const told = (await counted).filter(({ status }) => status === "fulfilled").length;
    await expect.poll(() => storage.get("count").catch(() => "away"), { timeout: 10_000 }).not.toBe("away");
    await pause(100);
    const count = Number(await storage.get("count"));
    expect(count).toBeGreaterThanOrEqual(told);
    expect(count).toBeLessThanOrEqual(20);
    admin.disconnect();
    await storage.close();
  });

  it("behind TLS is named by rediss:, and trusted only where its authority is", async ({
    expect,
    onTestFinished,
  }) => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const folder = mkdtempSync(join(tmpdir(), "freeroom-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")],
    ]);
    expect(made.status, String(made.stderr)).toBe(0);
    const way = await wayTo(Number(new URL(server.url).port), {
      key: readFileSync(join(folder, "key.pem")),
      cert: readFileSync(join(folder, "cert.pem")),
    });
    onTestFinished(() => way.close());
    const url = `rediss://127.0.0.1:${way.port}/0`;
    // Node reads the authorities that it is told of when it starts: it takes a process of its own.
    await expect(createRedisStorage(url, { logger })).rejects.toThrow(ConfigError);
    const script = `
      import { createRedisStorage } from "./src/storage/redis.ts";
      import { silentLogger } from "./src/core/logger.ts";
      const storage = await createRedisStorage(${JSON.stringify(url)}, { logger: silentLogger });
      await storage.write([{ key: "over TLS", value: true }]);
      await storage.close();`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "cert.pem") },
      stdio: "inherit",
    });
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    const storage = await createRedisStorage(server.url, { logger });
    expect(await storage.get("over TLS")).toBe(true);
    await storage.close();
  }, 30_000);
});
