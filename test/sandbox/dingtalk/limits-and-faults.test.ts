import { describe, expect, it, vi } from "vitest";
import { eventIdOf } from "../../../src/sandbox/dingtalk/ids.ts";
import { dingTalkOffice, eventBody, eventsPath, type Setup } from "./setup.ts";

const THROTTLED = {
  status: 403,
  body: {
    code: "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
    requestid: expect.any(String),
    message: "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
  },
};

/** The same read again and again, with one token, so that only it is counted. */
const reader = async (setup: Setup) => {
  const headers = { "x-acs-dingtalk-access-token": await setup.token() };
  const { unionId } = setup.person("emma").dingtalk;
  return {
    groups: () => setup.call("GET", `/v1.0/rooms/groupLists?unionId=${unionId}`, undefined, headers),
    list: () => setup.call("GET", `/v1.0/rooms/meetingRoomLists?unionId=${unionId}`, undefined, headers),
    create: () => setup.call("POST", eventsPath(setup.person("emma")), DRAFT, headers),
  };
};
const DRAFT = eventBody("2026-03-11T15:00", "2026-03-11T16:00");

describe("the limit of calls to one API", () => {
  it("is twenty in any second, answered with 403, each API by itself", async () => {
    const setup = await dingTalkOffice();
    const { groups, list } = await reader(setup);
    const answers = await Promise.all(Array.from({ length: 25 }, groups));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(20);
    expect(answers.find((one) => one.status !== 200)).toEqual(THROTTLED);
    expect((await list()).status).toBe(200);
  });

  it("does not count what it refuses, and lets calls through again when the first are a second old", async () => {
    const setup = await dingTalkOffice({ limits: { perSecond: 2 } });
    const { groups } = await reader(setup);
    const startedMs = performance.now();
    await groups();
    await groups();
    let status = 403;
    while (status === 403) status = (await groups()).status;
    expect(status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(900);
    const passed = setup.ground.trace
      .calls({ api: "rooms.groups.list" })
      .filter((call) => call.status === 200);
    expect(passed).toHaveLength(3);
  });

  it("is told as errcode 90018 by the legacy host", async () => {
    const setup = await dingTalkOffice({ limits: { perSecond: 1 } });
    const token = await setup.token();
    const ask = async () => {
      const response = await fetch(`${setup.dingtalk.base}/topapi/v2/user/get?access_token=${token}`, {
        method: "POST",
        body: JSON.stringify({ userid: setup.person("emma").dingtalk.userId }),
      });
      return ((await response.json()) as { errcode: number }).errcode;
    };
    expect(await Promise.all([ask(), ask()])).toEqual([0, 90018]);
  });
});

describe("the organisation's month", () => {
  it("refuses what is metered once it is used up, and leaves tokens and contacts alone", async () => {
    const setup = await dingTalkOffice();
    const { groups, create } = await reader(setup);
    setup.dingtalk.switches.isMonthUsedUp = true;
    const code = "Forbidden.AccessDenied.ApiCountLimitForOrg";
    expect(await groups()).toMatchObject({ status: 403, body: { code } });
    expect(await create()).toMatchObject({ status: 403, body: { code } });
    const { userId } = setup.person("emma").dingtalk;
    expect(await setup.oapi("/topapi/v2/user/get", { userid: userId })).toMatchObject({ errcode: 0 });
    setup.dingtalk.switches.isMonthUsedUp = false;
    expect((await groups()).status).toBe(200);
  });
});

describe("a fault", () => {
  it("throttle: is refused as over the limit, as often as it was told to", async () => {
    const setup = await dingTalkOffice();
    const { groups, list } = await reader(setup);
    setup.ground.faults.add({ vendor: "dingtalk", api: "rooms.groups.list", kind: "throttle", times: 1 });
    expect((await list()).status).toBe(200);
    expect(await groups()).toEqual(THROTTLED);
    expect((await groups()).status).toBe(200);
  });

  it("slow: is answered when the office's clock has got there", async () => {
    const setup = await dingTalkOffice();
    const { groups } = await reader(setup);
    setup.ground.faults.add({
      vendor: "dingtalk",
      api: "rooms.groups.list",
      kind: "slow",
      times: 1,
      delayMs: 3_600_000,
    });
    let isAnswered = false;
    const answer = groups().finally(() => {
      isAnswered = true;
    });
    await vi.waitFor(() => expect(setup.ground.faults.list()).toEqual([]));
    await setup.token();
    expect(isAnswered).toBe(false);
    setup.ground.clock.advance(3_600_000);
    expect((await answer).status).toBe(200);
  });

  it("slow: is carried out in the end, also where whoever asked has gone", async () => {
    const setup = await dingTalkOffice();
    const headers = {
      "content-type": "application/json",
      "x-acs-dingtalk-access-token": await setup.token(),
    };
    const api = "calendar.events.create";
    const { clock, faults, world, trace } = setup.ground;
    faults.add({ vendor: "dingtalk", api, kind: "slow", times: 1, delayMs: 600_000 });
    const leaving = new AbortController();
    const asked = fetch(`${setup.dingtalk.base}${eventsPath(setup.person("emma"))}`, {
      method: "POST",
      headers,
      body: JSON.stringify(DRAFT),
      signal: leaving.signal,
    });
    await vi.waitFor(() => expect(faults.list()).toEqual([]));
    leaving.abort();
    await expect(asked).rejects.toThrow(/aborted/);
    await setup.token();
    expect(world.meetings()).toEqual([]);
    clock.advance(600_000);
    await vi.waitFor(() => expect(trace.calls({ api })).toHaveLength(1));
    expect(world.meetings()).toHaveLength(1);
  });

  it("slow: is refused a second time under its client token while it lasts, and carried out once", async () => {
    const setup = await dingTalkOffice();
    const headers = { "x-acs-dingtalk-access-token": await setup.token(), "x-client-token": "same" };
    const create = () => setup.call("POST", eventsPath(setup.person("emma")), DRAFT, headers);
    const { clock, faults, world } = setup.ground;
    faults.add({
      vendor: "dingtalk",
      api: "calendar.events.create",
      kind: "slow",
      times: 1,
      delayMs: 3_600_000,
    });
    const first = create();
    await vi.waitFor(() => expect(faults.list()).toEqual([]));
    expect(await create()).toMatchObject({
      status: 400,
      body: { code: "idempotencyProcessing", message: "Idempotency processing" },
    });
    clock.advance(3_600_000);
    const { status, body } = await first;
    expect(status).toBe(200);
    expect(await create()).toEqual({ status, body });
    expect(world.meetings()).toHaveLength(1);
  });

  it("lost-answer: is carried out, and the connection dropped", async () => {
    const setup = await dingTalkOffice();
    const { create } = await reader(setup);
    setup.ground.faults.add({
      vendor: "dingtalk",
      api: "calendar.events.create",
      kind: "lost-answer",
      times: 1,
    });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(setup.ground.world.meetings()).toHaveLength(1);
    expect(setup.ground.trace.calls({ api: "calendar.events.create" })).toMatchObject([
      { vendor: "dingtalk", status: 0, code: "lost-answer" },
    ]);
  });

  it("lost-answer: is answered when the request is repeated with its client token, and not carried out again", async () => {
    const setup = await dingTalkOffice();
    const headers = { "x-acs-dingtalk-access-token": await setup.token(), "x-client-token": "same" };
    const create = () => setup.call("POST", eventsPath(setup.person("emma")), DRAFT, headers);
    setup.ground.faults.add({
      vendor: "dingtalk",
      api: "calendar.events.create",
      kind: "lost-answer",
      times: 1,
    });
    await expect(create()).rejects.toThrow("fetch failed");
    const { status, body } = await create();
    expect(status).toBe(200);
    const [meeting, ...others] = setup.ground.world.meetings();
    expect(others).toEqual([]);
    expect(body.id).toBe(meeting && eventIdOf(meeting));
  });

  it.each([
    ["held-request", 0],
    ["held-answer", 1],
  ] as const)("%s: is never answered, and leaves %i meetings", async (kind, meetings) => {
    const setup = await dingTalkOffice();
    const { create } = await reader(setup);
    const { ground } = setup;
    const api = "calendar.events.create";
    ground.faults.add({ vendor: "dingtalk", api, kind, times: 1 });
    let isAnswered = false;
    const settle = () => {
      isAnswered = true;
    };
    void create().then(settle, settle);
    await vi.waitFor(() => expect(ground.trace.calls({ api })).toMatchObject([{ status: 0, code: kind }]));
    await setup.token();
    expect([isAnswered, ground.world.meetings().length]).toEqual([false, meetings]);
  });

  it("lost-request: is not carried out, and the connection dropped", async () => {
    const setup = await dingTalkOffice();
    const { create } = await reader(setup);
    setup.ground.faults.add({
      vendor: "dingtalk",
      api: "calendar.events.create",
      kind: "lost-request",
      times: 1,
    });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(setup.ground.world.meetings()).toHaveLength(0);
    expect((await create()).status).toBe(200);
  });

  it("server-error: is the vendor's own, and not carried out", async () => {
    const setup = await dingTalkOffice();
    const { create } = await reader(setup);
    setup.ground.faults.add({ vendor: "dingtalk", api: "*", kind: "server-error", times: 1 });
    expect(await create()).toMatchObject({ status: 500, body: { code: "system.error" } });
    expect(setup.ground.world.meetings()).toHaveLength(0);
    setup.ground.faults.add({ vendor: "dingtalk", api: "contact.user.get", kind: "server-error", times: 1 });
    expect(await setup.oapi("/topapi/v2/user/get")).toEqual({ errcode: -1, errmsg: "系统繁忙" });
  });

  it("gateway-timeout: is carried out, and said to be not", async () => {
    const setup = await dingTalkOffice();
    const { create } = await reader(setup);
    const { faults, world } = setup.ground;
    faults.add({ vendor: "dingtalk", api: "calendar.events.create", kind: "gateway-timeout", times: 1 });
    expect(await create()).toMatchObject({ status: 504, body: { code: "service.timeout" } });
    expect(world.meetings()).toHaveLength(1);
    faults.add({ vendor: "dingtalk", api: "contact.user.get", kind: "gateway-timeout", times: 1 });
    const { userId } = setup.person("emma").dingtalk;
    expect(await setup.oapi("/topapi/v2/user/get", { userid: userId })).toMatchObject({ errcode: 15 });
  });

  it("garbage: is a page with status 200", async () => {
    const setup = await dingTalkOffice();
    setup.ground.faults.add({ vendor: "dingtalk", api: "oauth2.accessToken", kind: "garbage", times: 1 });
    const response = await fetch(`${setup.dingtalk.base}/v1.0/oauth2/accessToken`, { method: "POST" });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it("expired-token: the token is worthless from then on, a new one is not", async () => {
    const setup = await dingTalkOffice();
    const { groups } = await reader(setup);
    setup.ground.faults.add({
      vendor: "dingtalk",
      api: "rooms.groups.list",
      kind: "expired-token",
      times: 1,
    });
    for (let n = 0; n < 2; n += 1) {
      expect(await groups()).toMatchObject({ status: 400, body: { code: "InvalidAuthentication" } });
    }
    expect((await (await reader(setup)).groups()).status).toBe(200);
  });

  it("throttle of replies: has the webhook's own errcode", async () => {
    const setup = await dingTalkOffice();
    setup.ground.faults.add({ vendor: "dingtalk", api: "robot.sendBySession", kind: "throttle", times: 1 });
    const response = await fetch(`${setup.dingtalk.base}/robot/sendBySession?session=x`, { method: "POST" });
    expect(await response.json()).toEqual({
      errcode: 660026,
      errmsg: "sending too many messages per minute",
    });
  });
});

describe("the trace", () => {
  it("has every call by the API's name, with its status and the code of a refusal", async () => {
    const setup = await dingTalkOffice();
    const { list } = await reader(setup);
    await list();
    await setup.call("GET", "/v1.0/rooms/meetingRoomLists", undefined, {});
    expect(setup.ground.trace.calls({ vendor: "dingtalk" })).toMatchObject([
      { api: "oauth2.accessToken", status: 200 },
      { api: "rooms.list", status: 200 },
      { api: "rooms.list", status: 400, code: "AuthenticationFailed.MissingParameter" },
    ]);
  });
});
