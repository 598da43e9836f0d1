import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { describeError } from "../../../src/core/errors.ts";
import { createClient, type DingTalkClient } from "../../../src/platforms/dingtalk/client.ts";
import { exchange } from "../../../src/platforms/dingtalk/http.ts";
import { dingTalkLimits } from "../../../src/platforms/dingtalk/limits.ts";
import { createAppTokens } from "../../../src/platforms/dingtalk/token.ts";
import { createCallQueue } from "../../../src/queue/bottleneck-queue.ts";
import { APP, type FakeDingTalk, startFakeDingTalk } from "./fake-dingtalk.ts";
import { handClock, keptLogger } from "./rig.ts";

const TOKEN = "/v1.0/oauth2/accessToken";
const CALL = {
  api: "roomDetail" as const,
  what: "ask",
  path: "/v1.0/thing",
  answer: z.object({ result: z.string() }),
  repeatable: false,
};

let server: FakeDingTalk;
let client: DingTalkClient;
let clock: ReturnType<typeof handClock>;
let logger: ReturnType<typeof keptLogger>;
let queue: ReturnType<typeof createCallQueue>;

const openClient = (prefix = "", timeoutMs = 300) => {
  const base = `${server.base}${prefix}`;
  const tokens = createAppTokens({ ...APP, apiBase: base, timeoutMs, queue, clock });
  return createClient({ apiBase: base, oapiBase: base, timeoutMs, tokens, queue });
};

beforeEach(async () => {
  server = await startFakeDingTalk();
  clock = handClock(Date.parse("2026-03-11T10:00:00+08:00"));
  logger = keptLogger();
  queue = createCallQueue({ limits: dingTalkLimits(50), logger, random: () => 0 });
  client = openClient();
  server.on("GET", "/v1.0/thing", { body: { result: "yes" } });
});
afterEach(async () => {
  await queue.stop();
  await server.close();
});

/** A token that changes with every fetch. */
function freshTokens(expireIn = 7200): void {
  let issued = 0;
  server.on("POST", TOKEN, () => {
    issued += 1;
    return { body: { accessToken: `tok-${issued}`, expireIn } };
  });
}
const tokensUsed = () =>
  server.received
    .filter(({ path }) => path === "/v1.0/thing")
    .map(({ headers }) => headers["x-acs-dingtalk-access-token"]);

describe("the token", () => {
  it("is fetched once however many calls wait for it, and kept", async () => {
    await Promise.all(Array.from({ length: 20 }, () => client.api(CALL)));
    await client.api(CALL);
    expect(server.count(TOKEN)).toBe(1);
    expect(server.last(TOKEN)?.body).toEqual({ appKey: APP.clientId, appSecret: APP.clientSecret });
  });

  it("is renewed five minutes before its end", async () => {
    freshTokens();
    await client.api(CALL);
    clock.set(clock.now() + (7200 - 301) * 1000);
    await client.api(CALL);
    clock.set(clock.now() + 2_000);
    await client.api(CALL);
    expect(tokensUsed()).toEqual(["tok-1", "tok-1", "tok-2"]);
  });

  it("that lives only shortly is still used for half of its life", async () => {
    freshTokens(60);
    await client.api(CALL);
    clock.set(clock.now() + 29_000);
    await client.api(CALL);
    expect(server.count(TOKEN)).toBe(1);
  });

  it("goes on being used while it lives and a new one cannot be had", async () => {
    freshTokens();
    await client.api(CALL);
    server.on("POST", TOKEN, { status: 504 });
    clock.set(clock.now() + (7200 - 60) * 1000);
    await client.api(CALL);
    expect(tokensUsed()).toEqual(["tok-1", "tok-1"]);
  });

  it("that is rejected is replaced once, and the call made again, even a write", async () => {
    freshTokens();
    server.on("POST", "/v1.0/thing", ({ headers }) =>
      headers["x-acs-dingtalk-access-token"] === "tok-1"
        ? { status: 400, body: { code: "InvalidAuthentication", message: "不合法的access_token" } }
        : { body: { result: "done" } },
    );
    expect(await client.api({ ...CALL, method: "POST", body: {} })).toEqual({ result: "done" });
    expect(tokensUsed()).toEqual(["tok-1", "tok-2"]);
  });

  it("that is rejected again is an administrator's matter, not an endless loop", async () => {
    freshTokens();
    server.on("GET", "/v1.0/thing", {
      status: 400,
      body: { code: "InvalidAuthentication", message: "不合法" },
    });
    await expect(client.api(CALL)).rejects.toMatchObject({ kind: "unauthorised" });
    expect(tokensUsed()).toHaveLength(2);
  });

  it("goes into the query of the old host, whose envelope tells when it is rejected", async () => {
    freshTokens();
    server.on("GET", "/v1.0/thing", ({ query }) =>
      query.get("access_token") === "tok-1"
        ? { body: { errcode: 88, sub_code: "40014", sub_msg: "不合法的access_token", errmsg: "…" } }
        : { body: { errcode: 0, errmsg: "ok", result: "yes" } },
    );
    expect(await client.oapi(CALL)).toEqual({ result: "yes" });
  });

  it("that cannot be had because of the credentials says what to check", async () => {
    server.on("POST", TOKEN, {
      status: 400,
      body: { code: "invalidClientIdOrSecret", message: "无效的clientId" },
    });
    await expect(client.api(CALL)).rejects.toMatchObject({
      kind: "unauthorised",
      hint: expect.stringContaining("DINGTALK_CLIENT_SECRET"),
    });
  });
});

describe("a call", () => {
  it("keeps a path that the base carries", async () => {
    server.on("POST", "/prefix/v1.0/oauth2/accessToken", { body: { accessToken: "tok", expireIn: 7200 } });
    server.on("GET", "/prefix/v1.0/thing", { body: { result: "behind a prefix" } });
    expect(await openClient("/prefix").api(CALL)).toEqual({ result: "behind a prefix" });
  });

  it.each([
    ["hangs", "hang" as const],
    ["is cut", "cut" as const],
    ["is a gateway's page", { status: 504, body: "<html></html>" }],
    ["has another shape", { body: { result: 7 } }],
    ["is no JSON", { body: "hello" }],
  ])("whose answer %s is unknown; a write is not made again", async (_, reply) => {
    server.on("POST", "/v1.0/thing", reply);
    await expect(client.api({ ...CALL, method: "POST", body: {} })).rejects.toMatchObject({
      kind: "unknown",
    });
    expect(server.count("/v1.0/thing")).toBe(1);
  });

  it("that is a read is made again when its answer is unknown", async () => {
    let calls = 0;
    server.on("GET", "/v1.0/thing", () => {
      calls += 1;
      return calls === 1 ? "cut" : { body: { result: "yes" } };
    });
    expect(await client.api({ ...CALL, repeatable: true })).toEqual({ result: "yes" });
  });

  it("to a server that is not there did not happen", async () => {
    const { base } = server;
    await server.close();
    await expect(exchange({ method: "GET", url: base, what: "ask", timeoutMs: 300 })).rejects.toMatchObject({
      kind: "unreachable",
      code: "ECONNREFUSED",
    });
    server = await startFakeDingTalk();
  });

  it("does not follow a redirect", async () => {
    server.on("GET", "/v1.0/thing", { status: 307 });
    await expect(client.api(CALL)).rejects.toMatchObject({ kind: "unauthorised" });
    expect(server.count("/v1.0/thing")).toBe(1);
  });

  it("keeps 64-bit numbers to the last digit", async () => {
    const text =
      '{"result":"id 9007199254740993, not a number","big":9007199254740993,"list":[-9007199254740995],"small":12.5}';
    server.on("GET", "/v1.0/thing", { body: text });
    expect(await client.api({ ...CALL, answer: z.unknown() })).toEqual({
      result: "id 9007199254740993, not a number",
      big: "9007199254740993",
      list: ["-9007199254740995"],
      small: 12.5,
    });
  });

  it("never carries the token or the secret into an error or a log", async () => {
    const errors: unknown[] = [];
    for (const reply of [
      "cut",
      { status: 504 },
      { status: 400, body: { code: "x", message: "no" } },
    ] as const) {
      server.on("GET", "/v1.0/thing", reply);
      await client.oapi({ ...CALL, repeatable: false }).catch((error) => errors.push(error));
    }
    server.on("POST", TOKEN, "cut");
    await openClient()
      .api(CALL)
      .catch((error) => errors.push(error));
    expect(errors).toHaveLength(4);
    for (const error of errors) {
      const said = `${describeError(error)} ${JSON.stringify(error)} ${String((error as Error).stack)} ${String((error as Error).cause)}`;
      for (const secret of ["tok-1", APP.clientSecret]) expect(said).not.toContain(secret);
    }
    expect(JSON.stringify(logger.lines)).not.toMatch(/tok-1|s3cret/);
  });
});
