import { describe, expect, it } from "vitest";
import { dingTalkOffice, eventsPath } from "./setup.ts";

const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;
const requestid = expect.stringMatching(UUID);

describe("bodies recorded from the live hosts", () => {
  it("a token for wrong credentials", async () => {
    const { call, dingtalk } = await dingTalkOffice();
    const wrong = { appKey: dingtalk.app.id, appSecret: "wrong" };
    expect(await call("POST", "/v1.0/oauth2/accessToken", wrong, {})).toEqual({
      status: 400,
      body: { requestid, code: "invalidClientIdOrSecret", message: "无效的clientId或者clientSecret" },
    });
    const get = async (query: string) => (await fetch(`${dingtalk.base}/gettoken${query}`)).json();
    expect(await get("?appkey=x&appsecret=y")).toEqual({
      errcode: 40096,
      errmsg: "不合法的appKey或appSecret",
    });
    expect(await get("")).toEqual({ errcode: 40035, errmsg: "缺少参数 corpid or appkey" });
    const { id, secret } = dingtalk.app;
    expect(await get(`?appkey=${id}&appsecret=${encodeURIComponent(secret)}`)).toMatchObject({
      errcode: 0,
      errmsg: "ok",
      expires_in: 7_200,
    });
  });

  it("a call without a token, with one elsewhere than in its header, and with a bad one", async () => {
    const { call, token, person } = await dingTalkOffice();
    const path = `/v1.0/rooms/groupLists?unionId=${person("emma").dingtalk.unionId}`;
    const missing = {
      status: 400,
      body: {
        code: "AuthenticationFailed.MissingParameter",
        requestid,
        message: "缺少参数：x-acs-dingtalk-access-token",
      },
    };
    const good = await token();
    expect(await call("GET", path, undefined, {})).toEqual(missing);
    expect(await call("GET", path, undefined, { authorization: `Bearer ${good}` })).toEqual(missing);
    expect(await call("GET", `${path}&access_token=${good}`, undefined, {})).toEqual(missing);
    expect(await call("GET", path, undefined, { "x-acs-dingtalk-access-token": "bad" })).toEqual({
      status: 400,
      body: { code: "InvalidAuthentication", requestid, message: "不合法的access_token" },
    });
    expect((await call("GET", path, undefined, { "x-acs-dingtalk-access-token": good })).status).toBe(200);
  });

  it("the legacy host without a token, with one in the header only, and with a bad one", async () => {
    const { dingtalk, token, person } = await dingTalkOffice();
    const body = JSON.stringify({ userid: person("emma").dingtalk.userId });
    const json = { "content-type": "application/json" };
    const ask = async (query: string, headers: Record<string, string> = json) =>
      (await fetch(`${dingtalk.base}/topapi/v2/user/get${query}`, { method: "POST", headers, body })).json();
    const blank = {
      errcode: 88,
      sub_code: "40000",
      sub_msg: "access_token is blank",
      errmsg: "ding talk error[subcode=40000,submsg=access_token is blank]",
      request_id: expect.any(String),
    };
    const good = await token();
    expect(await ask("")).toEqual(blank);
    expect(await ask("", { ...json, "x-acs-dingtalk-access-token": good })).toEqual(blank);
    expect(await ask("?access_token=bad")).toEqual({
      errcode: 88,
      sub_code: "40014",
      sub_msg: "不合法的access_token",
      errmsg: "ding talk error[subcode=40014,submsg=不合法的access_token]",
      request_id: expect.any(String),
    });
    expect(await ask(`?access_token=${good}`)).toMatchObject({ errcode: 0 });
  });

  it("a path that does not exist, on either host", async () => {
    const { call } = await dingTalkOffice();
    expect(await call("POST", "/oauth2/accessToken", {}, {})).toEqual({
      status: 200,
      body: { errcode: 404, errmsg: "请求的URI地址不存在" },
    });
    expect(await call("POST", "/topapi/v2/nothing", {}, {})).toEqual({
      status: 200,
      body: {
        errcode: 22,
        sub_msg: "不合法ApiName，ApiName = topapi.v2.nothing",
        errmsg: "Invalid method[submsg=不合法ApiName，ApiName = topapi.v2.nothing]",
        request_id: expect.any(String),
      },
    });
  });

  it("a permission that was not granted, with the link for the administrator", async () => {
    const { call, oapi, dingtalk, person } = await dingTalkOffice();
    dingtalk.switches.missingScopes.add("Calendar.Event.Write").add("qyapi_get_member");
    const { status, body } = await call("POST", eventsPath(person("emma")), {});
    expect(status).toBe(403);
    expect(body).toEqual({
      requestid,
      code: "Forbidden.AccessDenied.AccessTokenPermissionDenied",
      message: expect.stringMatching(
        /Calendar\.Event\.Write.*https:\/\/open-dev\.dingtalk\.com\/appscope\/apply/,
      ),
      accessdenieddetail: { requiredScopes: ["Calendar.Event.Write"] },
    });
    expect(await oapi("/topapi/v2/user/get", { userid: "1" })).toMatchObject({
      errcode: 88,
      sub_code: "60011",
    });
  });
});

describe("a token", () => {
  it("is the same until it expires, its life begun anew by asking; both hosts honour it", async () => {
    const { token, ground, call, person } = await dingTalkOffice();
    const first = await token();
    ground.clock.advance(7_000_000);
    expect(await token()).toBe(first);
    ground.clock.advance(7_100_000);
    const path = `/v1.0/rooms/groupLists?unionId=${person("emma").dingtalk.unionId}`;
    const ask = () => call("GET", path, undefined, { "x-acs-dingtalk-access-token": first });
    expect((await ask()).status).toBe(200);
    ground.clock.advance(100_000);
    expect((await ask()).body.code).toBe("InvalidAuthentication");
    expect(await token()).not.toBe(first);
  });
});
