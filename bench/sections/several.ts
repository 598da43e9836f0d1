import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { silentLogger } from "../../src/core/logger.ts";
import { findRooms } from "../../src/search/find-rooms.ts";
import { openStorage } from "../../src/storage/open.ts";
import { busyCallsIn } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { colleagueKeys, type OfficeSpec } from "../rig/office.ts";
import { ASKER, withRig } from "../rig/rig.ts";
import { type LoadOptions, type Opened, VENDORS } from "../rig/wire.ts";
import { seededWishes } from "../rig/wishes.ts";
import type { Row, Section } from "../section.ts";
import { median } from "../statistics.ts";

const PEOPLE = 200;
const SPEC: OfficeSpec = { rooms: 50, colleagues: PEOPLE, seed: 18, busyShare: 0, busyDays: 0 };
/** More than two instances can answer on one machine. */
const MORE_THAN_ENOUGH_A_SECOND = 1_000;
const CALM_A_SECOND = 20;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const STARTED_WITHIN_MS = 30_000;

/** Two instances on one Redis beside one, and what Redis costs beside the embedded file. */
export const several: Section = {
  name: "Several instances on one Redis",
  async run({ isQuick }) {
    const redis = await startServer();
    // Told nothing of where there is no Redis to measure.
    if (!redis) return [];
    const folder = await mkdtemp(join(tmpdir(), "freeroom-bench-"));
    try {
      const messages = isQuick ? 400 : 2_000;
      const one = await answeredPerSecond(1, `${redis.url}1`, messages);
      const two = await answeredPerSecond(2, `${redis.url}2`, messages);
      const file = await messageMs(`file:${join(folder, "bench.db")}`, isQuick);
      const shared = await messageMs(`${redis.url}3`, isQuick);
      const calls = await callsOfTwo(`${redis.url}4`, isQuick ? 20 : 60);
      const rows: readonly Row[] = [
        {
          measure: "throughput of two instances, of that of one",
          ours: two / one,
          unit: "×",
          note: `"help" as fast as it is answered: ${one.toFixed(0)} and ${two.toFixed(0)} messages a second, with the sandbox and Redis on the same machine.`,
        },
        {
          measure: "an answer, storage in Redis",
          ours: shared,
          unit: "ms",
          naive: [{ way: "storage in a file", value: file }],
        },
        {
          measure: "free/busy calls of two instances, of those of one",
          ours: calls.shared / calls.one,
          unit: "×",
          naive: [{ way: "each remembers for itself", value: calls.apart / calls.one }],
          goal: { most: 1.2 },
          note: `The same questions to DingTalk within a minute, taken in turns: ${calls.one} calls of one instance.`,
        },
      ];
      return rows;
    } finally {
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The middle answer to "mine" by one bot in this process: nothing is asked of the vendors but to send it. */
async function messageMs(storageUrl: string, isQuick: boolean): Promise<number> {
  return withRig({ spec: SPEC, isLimited: false, storageUrl }, async (rig) => {
    await rig.startBot();
    const load: LoadOptions = {
      vendors: VENDORS,
      messages: isQuick ? 200 : 600,
      perSecond: CALM_A_SECOND,
      texts: ["mine"],
      colleagues: colleagueKeys(PEOPLE),
    };
    await far.ask("load", rig.opened.id, { ...load, messages: 200, perSecond: 100 });
    const results = await far.ask("load", rig.opened.id, load);
    return median(results.flatMap(({ afterMs }) => afterMs));
  });
}

/** Free/busy calls for the same questions: of one instance, of two on one Redis, and of two that know nothing of each other. */
async function callsOfTwo(
  storageUrl: string,
  count: number,
): Promise<{ readonly one: number; readonly shared: number; readonly apart: number }> {
  return withRig({ spec: SPEC, isLimited: false, vendors: ["dingtalk"] }, async (rig) => {
    const asker = rig.person("dingtalk", ASKER);
    const wishes = seededWishes(SPEC.rooms, count);
    const open = (url: string) => openStorage(url, { clock: rig.clock, logger: silentLogger });
    const callsOf = async (urls: readonly string[]): Promise<number> => {
      const storages = await Promise.all(urls.map(open));
      const desks = storages.map((storage) => rig.desk("dingtalk", storage));
      await far.ask("takeCalls", rig.opened.id);
      for (const [at, wish] of wishes.entries()) {
        const desk = desks[at % desks.length];
        if (desk) await findRooms(desk.search, { wish, asker, limit: 5, nearMisses: true });
      }
      const calls = busyCallsIn(await far.ask("takeCalls", rig.opened.id), "dingtalk");
      await Promise.all(storages.map((storage) => storage.close()));
      return calls;
    };
    return {
      one: await callsOf(["memory:"]),
      shared: await callsOf([storageUrl, storageUrl]),
      apart: await callsOf(["memory:", "memory:"]),
    };
  });
}

/** Of bots in processes of their own. */
async function answeredPerSecond(instances: number, storageUrl: string, messages: number): Promise<number> {
  const opened = await far.ask("open", { spec: SPEC, isLimited: false });
  const bots = Array.from({ length: instances }, () => startBot(opened, storageUrl));
  try {
    await Promise.all(bots.map(untilConnected));
    const load: LoadOptions = {
      vendors: VENDORS,
      messages,
      perSecond: MORE_THAN_ENOUGH_A_SECOND,
      texts: ["help"],
      colleagues: colleagueKeys(PEOPLE),
    };
    await far.ask("load", opened.id, { ...load, messages: PEOPLE, perSecond: 50 });
    const began = performance.now();
    const results = await far.ask("load", opened.id, load);
    const answered = results.flatMap(({ afterMs }) => afterMs);
    const saidForMs = (messages * 1_000) / MORE_THAN_ENOUGH_A_SECOND;
    const tookMs = Math.min(performance.now() - began, saidForMs + Math.max(...answered));
    return (answered.length * 1_000) / tookMs;
  } finally {
    for (const bot of bots) bot.kill("SIGKILL");
    await Promise.all(bots.map((bot) => bot.exitCode ?? bot.signalCode ?? once(bot, "exit")));
    await far.ask("close", opened.id);
  }
}

function startBot({ dingtalk, feishu }: Opened, storageUrl: string): ChildProcess {
  const plenty = "1000000";
  return spawn(process.execPath, [join(ROOT, "bin/freeroom.js"), "start"], {
    env: {
      PATH: process.env.PATH ?? "",
      DINGTALK_CLIENT_ID: dingtalk.app.id,
      DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
      DINGTALK_API_BASE: dingtalk.base,
      DINGTALK_OAPI_BASE: dingtalk.base,
      DINGTALK_QPS: plenty,
      DINGTALK_MONTHLY_CALLS: "0",
      DINGTALK_MONTHLY_MESSAGES: "0",
      FEISHU_APP_ID: feishu.app.id,
      FEISHU_APP_SECRET: feishu.app.secret,
      FEISHU_DOMAIN: feishu.base,
      FEISHU_ACCOUNTS_DOMAIN: feishu.base,
      FEISHU_QPS: plenty,
      FEISHU_QPM: plenty,
      PERSON_DAILY_MESSAGES: "0",
      STORAGE_URL: storageUrl,
      TOKEN_KEY: Buffer.alloc(32, 7).toString("base64"),
      HTTP_PORT: "0",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
}

async function untilConnected(bot: ChildProcess): Promise<void> {
  let said = "";
  bot.stdout?.on("data", (chunk) => {
    // What comes later is read all the same, so that the bot never waits to be read.
    if (said.length < 100_000) said += chunk;
  });
  const deadlineMs = Date.now() + STARTED_WITHIN_MS;
  while (!/Connected to DingTalk/.test(said) || !/Connected to Feishu/.test(said)) {
    if (Date.now() > deadlineMs) throw new Error(`An instance did not connect to the sandbox: ${said}`);
    await delay(20);
  }
}

/**
 * A redis-server of the run's own, written through to the disk once a second; undefined where none is installed. `url`
 * lacks the database's number.
 */
async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "freeroom-redis-"));
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (!address || typeof address === "string") throw new Error("There is no free port.");
  const args = ["--port", String(address.port), "--bind", "127.0.0.1", "--dir", folder];
  const server = spawn("redis-server", [...args, "--save", "", "--appendonly", "yes"], { stdio: "ignore" });
  try {
    await once(server, "spawn");
  } catch {
    return undefined;
  }
  while (!(await accepts(address.port))) await delay(20);
  return {
    url: `redis://127.0.0.1:${address.port}/`,
    stop: async () => {
      server.kill("SIGKILL");
      await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
