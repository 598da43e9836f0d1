import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { examine } from "../../src/doctor/run.ts";
import { tableOf } from "../../src/doctor/table.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { openStorage } from "../../src/storage/open.ts";
import { findTokenKey } from "../../src/storage/token-key.ts";
import { inOffice } from "../helpers/office.ts";
import { noRedis, useRedis } from "../helpers/redis.ts";
import { freshFolder } from "../process/child.ts";
import { appsOf, checksOf, findingOf, openClinic, VENDORS } from "./office.ts";

const AT = { dingtalk: "apiBase", feishu: "domain" } as const;
const CONNECTION = { dingtalk: "stream", feishu: "connection" } as const;
const WRONG_SECRET = { dingtalk: { clientSecret: "wrong" }, feishu: { appSecret: "wrong" } };

/** A server that says nothing but this, on a port of its own. */
async function serverSaying(
  status: number | undefined,
  body = "<html>somebody else</html>",
): Promise<string> {
  const server = createServer((_, response) => {
    if (status !== undefined) response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(VENDORS)("on %s", (vendor) => {
  it("a wrong secret is told once for the token and once for the connection, and nothing else is guessed", async () => {
    const { sandbox, run } = await openClinic();
    const report = await run(vendor, WRONG_SECRET[vendor]);
    expect(checksOf(report, "wrong")).toEqual(["token", CONNECTION[vendor]]);
    expect(checksOf(report, "unknown")).toEqual(["permissions"]);
    expect(findingOf(report, "token").todo?.en).toMatch(/CLIENT_SECRET|APP_SECRET/);
    expect(report.cost[vendor]).toBe(0);
    expect(sandbox.trace.calls({ vendor }).length).toBe(2);
  });

  it("a host that nobody listens on is told, and whose turn it is", async () => {
    const { run } = await openClinic();
    const report = await run(vendor, { [AT[vendor]]: "http://127.0.0.1:1" });
    const { mark, result, todo } = findingOf(report, "token");
    expect([mark, result.en]).toEqual([
      "wrong",
      "127.0.0.1:1 (or the proxy on the way to it) takes no connection (ECONNREFUSED)",
    ]);
    expect(todo?.en).toContain("ask the network's people to open 127.0.0.1:1");
    expect(checksOf(report, "unknown")).toEqual(["clock", "permissions"]);
  });

  it("a host that does not answer is given up in time", async () => {
    const { run } = await openClinic();
    const report = await run(vendor, { [AT[vendor]]: await serverSaying(undefined) }, { answerMs: 50 });
    expect(findingOf(report, "token").result.en).toMatch(/^no answer from 127\.0\.0\.1:\d+ in time$/);
  });

  it.each([
    [407, "the proxy wants a user and a password"],
    [502, "no usable answer"],
    [200, "no usable answer"],
  ])("somebody in between who says %i is not taken for the vendor", async (status, words) => {
    const { run } = await openClinic();
    const report = await run(vendor, { [AT[vendor]]: await serverSaying(status) });
    expect(findingOf(report, "token").result.en).toBe(words);
    expect(checksOf(report, "ok")).not.toContain("token");
  });

  it("an answer without a token in it is none", async () => {
    const { run } = await openClinic();
    const report = await run(vendor, { [AT[vendor]]: await serverSaying(200, '{"code":0,"data":{}}') });
    expect(checksOf(report, "ok").filter((check) => check !== "key")).toEqual(["clock", "month", "storage"]);
    expect(findingOf(report, "token").result.en).toBe("something other than the vendor answered");
  });

  it("a clock that is wrong is told by how much", async () => {
    const { run } = await openClinic();
    const shifted = (ms: number): Clock => ({ ...systemClock, now: () => Date.now() + ms });
    const wrong = async (ms: number) => findingOf(await run(vendor, {}, { clock: shifted(ms) }), "clock");
    expect(await wrong(20_000)).toMatchObject({ mark: "ok" });
    const fast = await wrong(10 * 60_000);
    expect(fast.mark).toBe("wrong");
    // A machine that is busy hears late.
    expect(fast.result.en).toMatch(/^(59|60)\d s ahead of the vendor's$/);
    expect((await wrong(-10 * 60_000)).result.zh).toMatch(/^比平台慢 (59|60)\d 秒$/);
  });

  it("a limit that trips, or a vendor that stumbles, says nothing of a permission", async () => {
    const { sandbox, run } = await openClinic();
    const api = { dingtalk: "calendar.rooms.schedules", feishu: "calendar.freebusy.list" }[vendor];
    const code = { dingtalk: "Calendar.Event.Read", feishu: "calendar:calendar.free_busy:read" }[vendor];
    sandbox.faults.add({ vendor, api, kind: "throttle" });
    const report = await run(vendor);
    expect(checksOf(report, "wrong")).toEqual([]);
    // Feishu's own list still tells.
    if (vendor === "feishu") expect(checksOf(report, "ok")).toContain(code);
    else expect(findingOf(report, code)).toMatchObject({ mark: "unknown" });
  });

  it("leaves a bot that runs meanwhile its connection and its messages", async () => {
    await inOffice({ platforms: [vendor] }, async (office) => {
      const apps = appsOf(office.sandbox);
      const report = await examine(
        { storageUrl: "memory:", dingtalk: undefined, feishu: undefined, [vendor]: apps[vendor] },
        {
          clock: systemClock,
          logger: silentLogger,
          openStorage: async () => createMemoryStorage(systemClock),
          findTokenKey: () => undefined,
        },
      );
      expect(checksOf(report, "ok")).toContain(CONNECTION[vendor]);
      expect(office.sandbox[vendor].connections()).toBe(1);
      for (let message = 0; message < 3; message += 1) await office.at(vendor, "emma").say("help");
    });
  });

  it("what it cost is counted in the bot's own month, and a month that is used up is told", async () => {
    const { run } = await openClinic();
    const storage = createMemoryStorage(systemClock);
    // Closed with each examination otherwise.
    const kept: Storage = { ...storage, close: async () => {} };
    const openKept = async () => kept;
    const first = await run(vendor, { monthlyCalls: 20 }, { openStorage: openKept });
    const cost = first.cost[vendor] ?? 0;
    expect(findingOf(first, "month")).toMatchObject({ mark: "ok" });
    expect(findingOf(first, "month").result.en).toContain(`${cost} of 20 calls`);
    const second = await run(vendor, { monthlyCalls: 12 }, { openStorage: openKept });
    expect(findingOf(second, "month").result.en).toContain(`${2 * cost} of 12 calls`);
    expect(findingOf(second, "month").mark).toBe("wrong");
  });
});

describe("DingTalk's robot", () => {
  it("is told where the app has none of this code", async () => {
    const { run } = await openClinic();
    const report = await run("dingtalk", { robotCode: "dingother" });
    expect(checksOf(report, "wrong")).toEqual(["robot"]);
  });

  it("cannot be looked at without the permission to send", async () => {
    const { sandbox, run } = await openClinic();
    sandbox.dingtalk.switches.missingScopes.add("qyapi_robot_sendmsg");
    expect(findingOf(await run("dingtalk"), "robot").mark).toBe("unknown");
  });
});

describe("DingTalk's month", () => {
  it("that is used up by the organisation leaves metered permissions open", async () => {
    const { sandbox, run } = await openClinic();
    sandbox.dingtalk.switches.isMonthUsedUp = true;
    const report = await run("dingtalk");
    expect(findingOf(report, "Calendar.Event.Write")).toMatchObject({ mark: "unknown" });
    expect(findingOf(report, "qyapi_get_member")).toMatchObject({ mark: "ok" });
  });
});

it("Feishu's bot is told where the tenant has not enabled the app", async () => {
  const { sandbox, run } = await openClinic();
  sandbox.feishu.switches.activateStatus = 3;
  expect(findingOf(await run("feishu"), "robot")).toMatchObject({ mark: "wrong" });
});

describe("linking accounts on Feishu", () => {
  it("is told where colleagues cannot allow what it takes", async () => {
    const { sandbox, run } = await openClinic();
    sandbox.feishu.switches.withheldScopes.add("calendar:calendar.event:create");
    const report = await run("feishu");
    expect(checksOf(report, "wrong")).toEqual(["linking"]);
    expect(findingOf(report, "linking").result.en).toBe(
      "colleagues cannot allow calendar:calendar.event:create",
    );
  });

  it("is told where the account server cannot be reached, and left out where it is switched off", async () => {
    const { run } = await openClinic();
    const accountsDomain = "http://127.0.0.1:1";
    expect(checksOf(await run("feishu", { accountsDomain }), "wrong")).toEqual(["linking"]);
    expect(checksOf(await run("feishu", { accountsDomain, userLink: false }), "wrong")).toEqual([]);
  });

  it("is told where the key for the tokens is missing, which several instances have to share", async () => {
    const { run } = await openClinic();
    const report = await run(
      "feishu",
      {},
      { findTokenKey: () => findTokenKey(undefined, "redis://redis:6379/0") },
    );
    expect(checksOf(report, "wrong")).toEqual(["key"]);
    expect(findingOf(report, "key").words).toMatch(/^TOKEN_KEY is missing: with Redis/);
  });
});

describe("the storage", () => {
  const storageOf = async (storage: () => Promise<Storage>) =>
    await (await openClinic()).run("dingtalk", {}, { openStorage: storage });

  it("is left as it was", async () => {
    const storage = createMemoryStorage(systemClock);
    const report = await storageOf(async () => ({ ...storage, close: async () => {} }));
    expect(findingOf(report, "storage").mark).toBe("ok");
    expect(await storage.list("doctor:")).toEqual([]);
  });

  it("that cannot be opened is told in its own words, and leaves the month unknown", async () => {
    const folder = freshFolder();
    const report = await storageOf(() =>
      openStorage(`file:${folder}`, { clock: systemClock, logger: silentLogger }),
    );
    expect(findingOf(report, "storage")).toMatchObject({ mark: "wrong" });
    expect(findingOf(report, "storage").words).toContain(`the file ${folder} cannot be used`);
    expect(findingOf(report, "month").mark).toBe("unknown");
    expect(tableOf(report, "en")).toContain("✘ storage");
  });

  it.each([
    ["forgets what was written", { get: async () => undefined }],
    ["takes nothing", { write: () => Promise.reject(new Error("the disk is full")) }],
  ])("that %s is told and closed", async (_, broken) => {
    const storage = createMemoryStorage(systemClock);
    const close = vi.fn(storage.close);
    const report = await storageOf(async () => ({ ...storage, ...broken, close }));
    expect(checksOf(report, "wrong")).toEqual(["storage"]);
    expect(close).toHaveBeenCalled();
  });

  it("of a test is not one for colleagues", async () => {
    const report = await examine(
      { dingtalk: undefined, feishu: undefined, storageUrl: "memory:" },
      {
        clock: systemClock,
        logger: silentLogger,
        openStorage: async () => createMemoryStorage(systemClock),
        findTokenKey: () => undefined,
      },
    );
    expect(checksOf(report, "wrong")).toEqual(["durability"]);
  });

  it("in a Redis is named without its password", async () => {
    const report = await examine(
      { dingtalk: undefined, feishu: undefined, storageUrl: "redis://bot:hunter2hunter2@redis:6379/3" },
      {
        clock: systemClock,
        logger: silentLogger,
        openStorage: async () => createMemoryStorage(systemClock),
        findTokenKey: () => undefined,
      },
    );
    expect(report.sections[0]?.subject).toBe("redis://redis:6379/3");
  });
});

describe.skipIf(noRedis)(`a Redis as the storage${noRedis ? ` (skipped: ${noRedis})` : ""}`, () => {
  const redis = useRedis();
  const examineRedis = (storageUrl: string) =>
    examine(
      { dingtalk: undefined, feishu: undefined, storageUrl },
      {
        clock: systemClock,
        logger: silentLogger,
        openStorage: () => openStorage(storageUrl, { clock: systemClock, logger: silentLogger }),
        findTokenKey: () => undefined,
      },
    );

  it("is tried out, and left as it was", async () => {
    const report = await examineRedis(redis.url());
    expect(checksOf(report, "ok")).toEqual(["storage"]);
    const storage = await openStorage(redis.url(), { clock: systemClock, logger: silentLogger });
    expect(await storage.list("doctor:")).toEqual([]);
    await storage.close();
  });

  it("that is not there is told, without its password", async () => {
    const { hostname } = new URL(redis.url());
    const report = await examineRedis(`redis://bot:hunter2hunter2@${hostname}:1/0`);
    expect(findingOf(report, "storage")).toMatchObject({ mark: "wrong" });
    expect(findingOf(report, "storage").words).toContain("Redis cannot be used");
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });
});
