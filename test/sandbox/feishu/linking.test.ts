import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { HOUR, openId, type Started, startTiny } from "./tiny.ts";

const SCOPE = "calendar:calendar.free_busy:read offline_access";
const DAY = 24 * HOUR;

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Posts a form, as the vendor's own command line does. */
const post = async (path: string, form: Record<string, string>, basic?: string): Promise<Answer> => {
  const response = await fetch(`${feishu.vendor.base}${path}`, {
    method: "POST",
    headers: basic ? { authorization: `Basic ${Buffer.from(basic).toString("base64")}` } : {},
    body: new URLSearchParams(form),
  });
  return { status: response.status, json: (await response.json()) as Answer["json"] };
};
const ask = (scope = SCOPE, secret = feishu.vendor.app.secret, id = feishu.vendor.app.id) =>
  post("/oauth/v1/device_authorization", { client_id: id, scope }, `${id}:${secret}`);
const client = () => ({ client_id: feishu.vendor.app.id, client_secret: feishu.vendor.app.secret });
const poll = (device_code: unknown) =>
  post("/oauth/v3/token", {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: String(device_code),
    ...client(),
  });
const renew = (refresh_token: unknown, more = {}) =>
  post("/oauth/v3/token", {
    grant_type: "refresh_token",
    refresh_token: String(refresh_token),
    ...client(),
    ...more,
  });
const revoke = (token: unknown) => post("/oauth/v1/revoke", { token: String(token), ...client() });
const busyAs = async (token: unknown) =>
  (
    await feishu.call("POST", "/open-apis/calendar/v4/freebusy/list", {
      token: String(token),
      body: {
        time_min: "2026-03-09T00:00:00+08:00",
        time_max: "2026-03-10T00:00:00+08:00",
        user_id: openId("ann"),
      },
    })
  ).json.code;

describe("linking an account in Feishu by the device flow", () => {
  it("shows a link with a code, waits for the colleague, and tells whose tokens they are", async () => {
    const { status, json } = await ask();
    expect(status).toBe(200);
    expect(json).toEqual({
      device_code: expect.stringMatching(/^\w{40,}$/),
      user_code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
      verification_uri: `${feishu.vendor.base}/oauth/v1/device/verify`,
      verification_uri_complete: expect.stringMatching(/\/verify\?flow_id=\w+&user_code=\w{4}-\w{4}$/),
      expires_in: 600,
      interval: 5,
    });
    expect(await poll(json.device_code)).toMatchObject({
      status: 400,
      json: { error: "authorization_pending", error_description: expect.any(String) },
    });
    feishu.vendor.answerLink("ann", String(json.verification_uri_complete), "approved");
    const granted = await poll(json.device_code);
    expect(granted).toEqual({
      status: 200,
      json: {
        code: 0,
        access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
        token_type: "Bearer",
        expires_in: 7_200,
        refresh_token: expect.stringMatching(/^eyJ/),
        refresh_token_expires_in: 604_800,
        scope: SCOPE,
      },
    });
    const token = String(granted.json.access_token);
    expect(token.length).toBeGreaterThan(1_000);
    const who = await feishu.call("GET", "/open-apis/authen/v1/user_info", { token });
    expect(who.json.data).toMatchObject({
      open_id: openId("ann"),
      union_id: feishuIds.unionId("ann"),
      name: "安娜",
    });
    expect(await poll(json.device_code)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
  });

  it("tells the app to slow down where it asks too soon, and from then on waits five seconds longer", async () => {
    const { json } = await ask();
    const error = async () => (await poll(json.device_code)).json.error;
    const wait = (ms: number) => feishu.ground.clock.advance(ms);
    expect(await error()).toBe("authorization_pending");
    wait(5_000);
    expect(await error()).toBe("authorization_pending");
    wait(2_000);
    expect(await error()).toBe("slow_down");
    wait(5_000);
    expect(await error()).toBe("slow_down");
    wait(15_000);
    expect(await error()).toBe("authorization_pending");
    wait(10_000);
    expect(await error()).toBe("slow_down");
  });

  it("ends with a no, or after ten minutes", async () => {
    const refused = await ask();
    feishu.vendor.answerLink("bo", String(refused.json.user_code), "denied");
    expect(await poll(refused.json.device_code)).toMatchObject({
      status: 400,
      json: { error: "access_denied" },
    });
    const late = await ask();
    feishu.ground.clock.advance(601_000);
    expect((await poll(late.json.device_code)).json.error).toBe("expired_token");
    const user_code = String(late.json.user_code);
    expect(() => feishu.vendor.answerLink("bo", user_code, "approved")).toThrow(/waits for an answer/);
    expect((await poll("made-up")).json.error).toBe("invalid_grant");
  });

  it("is nothing for a guest of another organisation", async () => {
    const user_code = String((await ask()).json.user_code);
    expect(() => feishu.vendor.answerLink("guest", user_code, "approved")).toThrow(/another organisation/);
  });

  it("has a page on which whoever opened the link answers, whoever that is", async () => {
    const { json } = await ask();
    const page = await fetch(String(json.verification_uri_complete));
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const html = await page.text();
    expect(html).toContain("calendar:calendar.free_busy:read");
    expect(html).toContain(">Bo<");
    expect(html).not.toContain("客人");
    const answer = (colleague: string) =>
      fetch(String(json.verification_uri_complete), {
        method: "POST",
        body: new URLSearchParams({ user_code: String(json.user_code), colleague, answer: "approved" }),
      });
    expect(await (await answer("guest")).text()).toContain("no longer valid");
    expect(await (await answer("bo")).text()).toContain("Authorised");
    expect(await (await fetch(String(json.verification_uri_complete))).text()).toContain("no longer valid");
    const token = String((await poll(json.device_code)).json.access_token);
    const who = await feishu.call("GET", "/open-apis/authen/v1/user_info", { token });
    expect(who.json.data).toMatchObject({ open_id: openId("bo") });
  });

  it("grants what was asked for and the app may ask for, and no refresh token unless that was asked for", async () => {
    feishu.vendor.switches.withheldScopes.add("calendar:calendar.event:create");
    const { json } = await ask("calendar:calendar.event:create calendar:calendar.free_busy:read");
    feishu.vendor.answerLink("ann", String(json.user_code), "approved");
    const granted = await poll(json.device_code);
    expect(granted.json.scope).toBe("calendar:calendar.free_busy:read");
    expect(granted.json).not.toHaveProperty("refresh_token");
  });

  it.each([
    ["a wrong secret", () => ask(SCOPE, "wrong"), "invalid_client", 20002],
    ["an unknown app", () => ask(SCOPE, "x", "cli_0000000000000000"), "invalid_client", 20048],
    ["a scope twice", () => ask("a a"), "invalid_scope", 20067],
    ["no app at all", () => post("/oauth/v1/device_authorization", {}), "invalid_request", 20001],
    [
      "a secret in two places",
      () => post("/oauth/v3/token", { grant_type: "refresh_token", refresh_token: "x", ...client() }, "a:b"),
      "invalid_request",
      20070,
    ],
    [
      "an unknown kind of grant",
      () => post("/oauth/v3/token", { grant_type: "password", ...client() }),
      "unsupported_grant_type",
      20036,
    ],
    [
      "a wrong secret for a token",
      () => post("/oauth/v3/token", { grant_type: "refresh_token", ...client(), client_secret: "wrong" }),
      "invalid_client",
      20002,
    ],
  ])("is refused for %s", async (_, attempt, error, code) => {
    const { status, json } = await attempt();
    expect([status, json]).toEqual([400, { error, code, error_description: expect.stringMatching(/\.$/) }]);
  });

  it("fails as the account server does where a fault is switched on", async () => {
    feishu.ground.faults.add({ vendor: "feishu", api: "oauth.token", kind: "server-error", times: 1 });
    const { json } = await ask();
    expect(await poll(json.device_code)).toMatchObject({
      status: 500,
      json: { error: "server_error", code: 20050 },
    });
    await poll(json.device_code);
    expect(feishu.ground.trace.calls({ api: "oauth.token" })).toMatchObject([
      { status: 500, code: "20050" },
      { status: 400, code: "authorization_pending" },
    ]);
  });
});

describe("a colleague's tokens in Feishu", () => {
  const link = async (colleagueKey = "ann", scope = SCOPE) => {
    const { json } = await ask(scope);
    feishu.vendor.answerLink(colleagueKey, String(json.user_code), "approved");
    return (await poll(json.device_code)).json;
  };

  it("are renewed by the official client, once each, and the access token from before goes on", async () => {
    const first = await link();
    const second = await feishu.client.accessToken.refresh({ refreshToken: String(first.refresh_token) });
    expect(second).toMatchObject({
      accessToken: expect.stringMatching(/^eyJ/),
      expiresIn: 7_200,
      refreshToken: expect.stringMatching(/^eyJ/),
      refreshTokenExpiresIn: 604_800,
      scope: SCOPE,
    });
    expect(second.refreshToken).not.toBe(first.refresh_token);
    await expect(
      feishu.client.accessToken.refresh({ refreshToken: String(first.refresh_token) }),
    ).rejects.toMatchObject({ statusCode: 400, code: 20073, error: "invalid_grant" });
    expect([await busyAs(first.access_token), await busyAs(second.accessToken)]).toEqual([0, 0]);
  });

  it("die after two hours, and the refresh token after a week", async () => {
    const first = await link();
    feishu.ground.clock.advance(2 * HOUR);
    expect(await busyAs(first.access_token)).toBe(99991677);
    const second = (await renew(first.refresh_token)).json;
    expect(await busyAs(second.access_token)).toBe(0);
    feishu.ground.clock.advance(7 * DAY);
    expect(await renew(second.refresh_token)).toMatchObject({ status: 400, json: { code: 20037 } });
    expect((await renew("eyJ.made.up")).json.code).toBe(20026);
  });

  it("cannot be renewed beyond a year after the colleague agreed", async () => {
    await feishu.close();
    feishu = await startTiny({ limits: { perSecond: 1_000 } });
    let tokens = await link();
    for (let week = 0; week < 60; week += 1) {
      feishu.ground.clock.advance(6 * DAY);
      tokens = (await renew(tokens.refresh_token)).json;
    }
    expect(tokens.refresh_token_expires_in).toBeLessThanOrEqual((5 * DAY) / 1_000);
    feishu.ground.clock.advance(5 * DAY);
    expect((await renew(tokens.refresh_token)).json.code).toBe(20037);
  });

  it("end when the app revokes either, or the colleague takes them back", async () => {
    const [one, other, third] = [await link(), await link(), await link("bo")];
    expect(await revoke(one.refresh_token)).toEqual({ status: 200, json: { code: 0 } });
    expect(await busyAs(one.access_token)).toBe(99991668);
    expect((await renew(one.refresh_token)).json.code).toBe(20064);
    expect(await busyAs(other.access_token)).toBe(0);
    expect((await revoke("unknown")).status).toBe(200);
    feishu.vendor.withdrawLink("ann");
    expect(await busyAs(other.access_token)).toBe(99991668);
    expect(await busyAs(third.access_token)).toBe(0);
    await revoke(third.access_token);
    expect((await renew(third.refresh_token)).json.code).toBe(20064);
  });

  it("may be narrowed on the way, to scopes that were granted", async () => {
    const { refresh_token } = await link();
    const scope = (scope: string) => renew(refresh_token, { scope });
    expect((await scope("vc:room:readonly")).json.code).toBe(20068);
    expect((await scope("offline_access offline_access")).json.code).toBe(20067);
    const narrow = await scope("offline_access");
    expect(narrow.json.scope).toBe("offline_access");
    expect(await busyAs(narrow.json.access_token)).toBe(99991679);
  });

  it("do what was granted and no more, with the scopes that would do", async () => {
    const { access_token } = await link("ann", "vc:room:readonly");
    const refused = await feishu.call("POST", "/open-apis/calendar/v4/freebusy/list", {
      token: String(access_token),
      body: {},
    });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({
      code: 99991679,
      msg: expect.stringContaining(
        "privileges under the user identity: [calendar:calendar, calendar:calendar.free_busy:read, calendar:calendar:readonly]",
      ),
      error: {
        permission_violations: [
          { type: "action_privilege_required", subject: "calendar:calendar" },
          { type: "action_privilege_required", subject: "calendar:calendar.free_busy:read" },
          { type: "action_privilege_required", subject: "calendar:calendar:readonly" },
        ],
      },
    });
  });

  it("are not taken where only the app is let in, and the app's is not where only people are", async () => {
    const token = String((await link()).access_token);
    const rooms = await feishu.call("GET", "/open-apis/vc/v1/rooms", { token });
    expect([rooms.status, rooms.json.code, rooms.json.msg]).toEqual([
      400,
      99991668,
      "user access token not support",
    ]);
    const who = await feishu.call("GET", "/open-apis/authen/v1/user_info");
    expect([who.status, who.json.code]).toEqual([400, 99991663]);
  });

  it("are ended by a fault, and can be renewed then", async () => {
    const { access_token, refresh_token } = await link();
    feishu.ground.faults.add({
      vendor: "feishu",
      api: "calendar.freebusy.list",
      kind: "expired-token",
      times: 1,
    });
    expect(await busyAs(access_token)).toBe(99991677);
    expect(await busyAs((await renew(refresh_token)).json.access_token)).toBe(0);
  });
});
