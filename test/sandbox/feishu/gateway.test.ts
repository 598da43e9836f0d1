import { withTenantToken } from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { COVERAGE } from "../../../src/sandbox/feishu/index.ts";
import { HOUR, roomId, type Started, startTiny } from "./tiny.ts";

const ROOMS = "/open-apis/vc/v1/rooms";
const TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";
const MESSAGES = "/open-apis/im/v1/messages";

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

describe("Feishu's tokens", () => {
  const ask = async () => {
    const { id, secret } = feishu.vendor.app;
    return (await feishu.call("POST", TOKEN, { body: { app_id: id, app_secret: secret }, token: null })).json;
  };

  it("come in a flat body, and the same again while half an hour is left", async () => {
    const first = await ask();
    expect(first).toEqual({
      code: 0,
      msg: "ok",
      tenant_access_token: expect.stringMatching(/^t-/),
      expire: 7_200,
    });
    feishu.ground.clock.advance(1.4 * HOUR);
    const second = await ask();
    expect(second.tenant_access_token).toBe(first.tenant_access_token);
    expect(second.expire).toBeLessThanOrEqual(0.6 * 3_600);
    feishu.ground.clock.advance(0.2 * HOUR);
    const third = await ask();
    expect(third.tenant_access_token).not.toBe(first.tenant_access_token);
    expect((await feishu.call("GET", ROOMS, { token: first.tenant_access_token })).json.code).toBe(0);
    feishu.ground.clock.advance(0.5 * HOUR);
    expect((await feishu.call("GET", ROOMS, { token: first.tenant_access_token })).json.code).toBe(99991663);
    expect((await feishu.call("GET", ROOMS, { token: third.tenant_access_token })).json.code).toBe(0);
  });

  it.each([
    ["an unknown app", { app_id: "cli_0000000000000000", app_secret: "x" }, 10003],
    ["no credentials", {}, 10003],
  ])("are refused to %s with HTTP 200 and a code", async (_, body, code) => {
    const answer = await feishu.call("POST", TOKEN, { body, token: null });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ code, data: {}, msg: "invalid param" });
  });

  it("are refused for a wrong secret with HTTP 200 and code 10015", async () => {
    const body = { app_id: feishu.vendor.app.id, app_secret: "wrong" };
    const answer = await feishu.call("POST", TOKEN, { body, token: null });
    expect([answer.status, answer.json.code]).toEqual([200, 10015]);
  });

  it.each([
    ["no header", null, 99991661],
    ["a made-up tenant token", "t-made-up", 99991663],
    ["a user token", "u-made-up", 99991668],
    ["a user token of the new form", "eyJhbGciOi.x.y", 99991668],
    ["something else", "hello", 99991671],
  ])("are checked before anything else: %s", async (_, token, code) => {
    const answer = await feishu.call("POST", `${ROOMS}/mget`, { body: "no json", token });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      code,
      msg: expect.stringMatching(/./),
      error: { log_id: expect.any(String) },
    });
    expect(answer.headers.get("x-tt-logid")).toBe(answer.json.error.log_id);
  });

  it("want the word Bearer before them", async () => {
    const response = await fetch(`${feishu.vendor.base}${ROOMS}`, {
      headers: { authorization: await feishu.token() },
    });
    expect(await response.json()).toMatchObject({ code: 99991661 });
  });
});

describe("Feishu's gateway", () => {
  it("answers an unknown path and a wrong method with plain text", async () => {
    for (const [method, path] of [
      ["GET", "/open-apis/vc/v1/nothing"],
      ["DELETE", ROOMS],
      ["GET", "/"],
    ] as const) {
      const answer = await feishu.call(method, path);
      expect([answer.status, answer.text]).toEqual([404, "404 page not found"]);
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    }
  });

  it("has a route for each API that it says it covers, and none for those it says are absent", async () => {
    const seen: Record<string, string> = {};
    for (const row of COVERAGE) {
      const path = row.path.replaceAll(/:\w+/g, "some_id");
      const { status, text } = await feishu.call(row.method, path, {
        ...(row.method === "GET" ? {} : { body: {} }),
      });
      seen[row.api] = status === 404 && text === "404 page not found" ? "absent" : "there";
    }
    const told = COVERAGE.map(({ api, coverage }) => [api, coverage === "absent" ? "absent" : "there"]);
    expect(seen).toEqual(Object.fromEntries(told));
    expect(new Set(COVERAGE.map((row) => row.api)).size).toBe(COVERAGE.length);
  });

  it("refuses a body that is no JSON, and does not read one that does not say it is JSON", async () => {
    const broken = await feishu.call("POST", `${ROOMS}/mget`, { body: "{" });
    expect([broken.status, broken.json.code]).toEqual([400, 9499]);
    const untold = await feishu.call("POST", `${ROOMS}/mget`, {
      body: JSON.stringify({ room_ids: [roomId("oak")] }),
      type: "text/plain",
    });
    expect(untold.json.code).toBe(121003);
  });

  it("tells who the bot is", async () => {
    const info = await feishu.client.request({ method: "GET", url: "/open-apis/bot/v3/info" });
    expect(info).toMatchObject({
      code: 0,
      bot: { activate_status: 2, open_id: expect.stringMatching(/^ou_[0-9a-f]{32}$/) },
    });
  });

  it("traces each call by the name in the coverage list, with what came of it", async () => {
    await feishu.call("GET", ROOMS);
    await feishu.call("GET", ROOMS, { token: null });
    const calls = feishu.ground.trace.calls({ vendor: "feishu", api: "vc.room.list" });
    expect(calls).toMatchObject([{ status: 200 }, { status: 400, code: "99991661" }]);
    expect(calls[0]).not.toHaveProperty("code");
    await feishu.call("GET", "/open-apis/nothing", { token: null });
    expect(feishu.ground.trace.calls({ api: "unknown" })).toMatchObject([{ vendor: "feishu", status: 404 }]);
  });
});

describe("Feishu's limits", () => {
  const codes = async (count: number, path: string) => {
    const token = await feishu.token();
    const answers = await Promise.all(
      Array.from({ length: count }, () => feishu.call("GET", path, { token })),
    );
    return {
      refused: answers.filter((one) => one.status !== 200),
      passed: answers.filter((one) => one.status === 200),
    };
  };

  it("let 50 calls of one API through in a second, and say when to come back", async () => {
    const { refused, passed } = await codes(60, ROOMS);
    // On a slow machine the first calls may be a second old when the last arrive.
    expect(passed.length).toBeGreaterThanOrEqual(50);
    expect(passed.length + refused.length).toBe(60);
    const calls = feishu.ground.trace.calls({ api: "vc.room.list" }).filter((one) => one.status === 200);
    for (const { atMs } of calls) {
      expect(calls.filter((one) => one.atMs >= atMs && one.atMs < atMs + 900).length).toBeLessThanOrEqual(50);
    }
    for (const { status, json, headers } of refused) {
      expect(status).toBe(429);
      expect(json).toEqual({ code: 99991400, msg: "request trigger frequency limit" });
      expect(headers.get("x-ogw-ratelimit-limit")).toBe("50");
      expect(headers.get("x-ogw-ratelimit-reset")).toBe("1");
    }
  });

  it("count each API for itself, by the second and by the minute", async () => {
    await feishu.close();
    feishu = await startTiny({ limits: { perSecond: 50, perMinute: 3 } });
    const { refused, passed } = await codes(5, ROOMS);
    expect([passed.length, refused.length]).toEqual([3, 2]);
    expect(refused[0]?.headers.get("x-ogw-ratelimit-limit")).toBe("3");
    expect(Number(refused[0]?.headers.get("x-ogw-ratelimit-reset"))).toBeGreaterThan(50);
    expect((await codes(1, "/open-apis/vc/v1/room_levels")).refused).toEqual([]);
  });

  it("let the rules of rooms be read a hundred times a minute", async () => {
    const path = `/open-apis/vc/v1/reserve_configs/reserve_scope?scope_type=2&scope_id=${roomId("oak")}`;
    const { refused, passed } = await codes(104, path);
    expect([passed.length, refused.length]).toEqual([100, 4]);
    expect(Number(refused[0]?.headers.get("x-ogw-ratelimit-reset"))).toBeGreaterThan(50);
  });
});

describe("Feishu's faults", () => {
  const create = (uuid: string) =>
    feishu.call("POST", `${MESSAGES}?receive_id_type=open_id`, {
      body: { receive_id: feishuOpenId(), msg_type: "text", content: '{"text":"hi"}', uuid },
    });
  const feishuOpenId = () => feishu.ground.world.office.colleagues[0]?.feishu.openId;

  it("throttle as the gateway does", async () => {
    feishu.ground.faults.add({ vendor: "feishu", api: "vc.room.list", kind: "throttle", times: 1 });
    const answer = await feishu.call("GET", ROOMS);
    expect([answer.status, answer.json.code]).toEqual([429, 99991400]);
    expect(answer.headers.get("x-ogw-ratelimit-reset")).toBe("1");
    expect((await feishu.call("GET", ROOMS)).status).toBe(200);
  });

  it("answer with the internal error of the API's own family", async () => {
    feishu.ground.faults.add({ vendor: "feishu", api: "*", kind: "server-error" });
    const token = "t-not-even-looked-at";
    expect((await feishu.call("GET", ROOMS, { token })).json.code).toBe(121001);
    const freeBusy = await feishu.call("POST", "/open-apis/calendar/v4/freebusy/list", { body: {}, token });
    expect([freeBusy.status, freeBusy.json.code]).toEqual([500, 190003]);
    const endpoint = await feishu.call("POST", "/callback/ws/endpoint", { body: {}, token: null });
    expect([endpoint.status, endpoint.json]).toEqual([
      200,
      { code: 1000040343, msg: "internal error", data: {} },
    ]);
  });

  it("lose an answer after the work is done, and a request before it", async () => {
    feishu.ground.faults.add({ vendor: "feishu", api: "im.message.create", kind: "lost-answer", times: 1 });
    await expect(create("first")).rejects.toThrow();
    expect(feishu.vendor.lines).toHaveLength(1);
    feishu.ground.faults.add({ vendor: "feishu", api: "im.message.create", kind: "lost-request", times: 1 });
    await expect(create("second")).rejects.toThrow();
    expect(feishu.vendor.lines).toHaveLength(1);
    expect((await create("first")).json.data.message_id).toBe(feishu.vendor.lines[0]?.id);
    expect(feishu.vendor.lines).toHaveLength(1);
  });

  it.each([
    ["held-request", 0],
    ["held-answer", 1],
  ] as const)("never answer (%s), and leave %i messages", async (kind, messages) => {
    const api = "im.message.create";
    feishu.ground.faults.add({ vendor: "feishu", api, kind, times: 1 });
    let isAnswered = false;
    const settle = () => {
      isAnswered = true;
    };
    void create("first").then(settle, settle);
    await vi.waitFor(() => expect(feishu.ground.trace.calls({ api })).toHaveLength(1));
    await feishu.token();
    expect([isAnswered, feishu.vendor.lines.length]).toEqual([false, messages]);
  });

  it("answer late, or with a page that is no answer", async () => {
    const token = await feishu.token();
    feishu.ground.faults.add({ vendor: "feishu", api: "*", kind: "slow", times: 1, delayMs: 120 });
    const startedMs = performance.now();
    expect((await feishu.call("GET", ROOMS, { token })).status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(100);
    feishu.ground.faults.add({ vendor: "feishu", api: "vc.room.list", kind: "garbage", times: 1 });
    const answer = await feishu.call("GET", ROOMS, { token });
    expect([answer.status, answer.json]).toEqual([200, undefined]);
    expect(answer.text).toContain("<html>");
  });

  it("end a token for good, so that the same one is not given again", async () => {
    const token = await feishu.token();
    feishu.ground.faults.add({ vendor: "feishu", api: "vc.room.list", kind: "expired-token", times: 1 });
    expect((await feishu.call("GET", ROOMS, { token })).json.code).toBe(99991663);
    expect((await feishu.call("GET", ROOMS, { token })).json.code).toBe(99991663);
    const fresh = await feishu.token();
    expect(fresh).not.toBe(token);
    expect((await feishu.call("GET", ROOMS, { token: fresh })).json.code).toBe(0);
  });

  it("reach the official client as it reports such things", async () => {
    feishu.ground.faults.add({ vendor: "feishu", api: "vc.room.list", kind: "throttle", times: 1 });
    const refused = await feishu.client.vc.room
      .list({ params: {} }, withTenantToken(await feishu.token()))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ response: { status: 429, data: { code: 99991400 } } });
  });
});
