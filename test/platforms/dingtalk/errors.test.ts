import { describe, expect, it } from "vitest";
import type { PlatformErrorKind } from "../../../src/core/errors.ts";
import { noAnswer } from "../../../src/outbound/no-answer.ts";
import { errorOf, isGone, isTokenExpired } from "../../../src/platforms/dingtalk/errors.ts";

const api = (status: number, code: string, message = "…") => ({
  status,
  body: { requestid: "01A08FE7-68C3-7BBD-B223-447768EA4B29", code, message },
});
const oapi = (errcode: number, rest: object = {}) => ({
  status: 200,
  body: { errcode, errmsg: "…", ...rest },
});
const FORBIDDEN = "Forbidden.AccessDenied";

const TABLE: readonly [string, { status: number; body: unknown }, PlatformErrorKind][] = [
  ["a wrong key", api(400, "invalidClientIdOrSecret", "无效的clientId或者clientSecret"), "unauthorised"],
  ["a wrong key on the old host", oapi(40096, { errmsg: "不合法的appKey或appSecret" }), "unauthorised"],
  ["an unknown corporation", api(500, "unknownError", "未知错误"), "unknown"],
  ["a token that is not accepted", api(400, "InvalidAuthentication", "不合法的access_token"), "unauthorised"],
  ["no token", api(400, "AuthenticationFailed.MissingParameter"), "unauthorised"],
  ["an unknown address", oapi(404, { errmsg: "请求的URI地址不存在" }), "unauthorised"],
  ["an unknown method", oapi(22, { sub_msg: "不合法ApiName" }), "unauthorised"],
  [
    "a bad token on the old host",
    oapi(88, { sub_code: "40014", sub_msg: "不合法的access_token" }),
    "unauthorised",
  ],
  ["no permission on the old host", oapi(88, { sub_code: "60011" }), "unauthorised"],
  ["the old host's own time-out", oapi(88, { sub_code: "" }), "unknown"],
  ["the old gateway's time-out", oapi(15), "unknown"],
  ["the old host being busy", oapi(-1), "unknown"],
  ["somebody who is not there", oapi(60121, { errmsg: "找不到该用户" }), "refused"],
  ["a webhook's unknown session", oapi(300005, { errmsg: "token is not exist" }), "refused"],
  ["a webhook's rate", oapi(660026, { errmsg: "sending too many messages per minute" }), "throttled"],
  ["a missing permission", api(403, `${FORBIDDEN}.AccessTokenPermissionDenied`), "unauthorised"],
  ["an address that is not listed", api(403, `${FORBIDDEN}.IpNotInWhiteList`), "unauthorised"],
  ["the app's rate", api(403, `${FORBIDDEN}.QpsLimitForAppkeyAndApi`), "throttled"],
  ["the app's rate a minute", api(403, `${FORBIDDEN}.QpmLimitForAppkeyAndApi`), "throttled"],
  ["everybody's rate", api(403, `${FORBIDDEN}.QpsLimitForApi`), "throttled"],
  ["a rate under a name of tomorrow", api(403, "QpsLimit.Something"), "throttled"],
  ["the month's quota", api(403, `${FORBIDDEN}.ApiCountLimitForOrg`), "quota"],
  ["the month's quota on the old host", oapi(90020), "quota"],
  ["a 403 of another kind", api(403, "Forbidden.Something"), "refused"],
  ["other products' busy", api(429, "system.busy"), "throttled"],
  ["a key that is being worked on", api(400, "idempotencyProcessing"), "unknown"],
  ["a bad parameter", api(400, "invalidParameter", "roomId invalid"), "refused"],
  ["a room that is not given", api(400, "meetingRoomNotAvailable", "room busy"), "refused"],
  ["an event that is gone", api(404, "itemNotFound"), "refused"],
  ["a system error", api(500, "system.error"), "unknown"],
  ["a gateway time-out", { status: 504, body: "<html>504 Gateway Time-out</html>" }, "unknown"],
  ["keys in capitals", { status: 404, body: { Code: "itemNotFound", Message: "gone" } }, "refused"],
  ["a success that is no JSON", { status: 200, body: "hello" }, "unknown"],
  ["a plain string with a 400", { status: 400, body: "user not found" }, "refused"],
  ["a redirect", { status: 302, body: "" }, "unauthorised"],
  ["a proxy that wants a password", { status: 407, body: "" }, "unauthorised"],
  [
    "the firewall's page",
    { status: 200, body: '<!DOCTYPE html><html><script>{"punish":"deny"}</script></html>' },
    "throttled",
  ],
  [
    "the firewall's JSON",
    { status: 200, body: { status: 1111, wait: 5, source: "x5", punish: "deny", uuid: "x" } },
    "throttled",
  ],
];

describe("what DingTalk says", () => {
  it.each(TABLE)("takes %s for what it is", (_, answer, kind) => {
    expect(errorOf(answer, "ask")?.kind).toBe(kind);
  });

  it.each([
    ["bare JSON", { status: 200, body: { result: true } }],
    ["the old host's envelope", { status: 200, body: { errcode: 0, errmsg: "ok" } }],
    ["nothing at all", { status: 200, body: "" }],
    ["a body that has a field called code", { status: 200, body: { code: "A-1", message: "a room's code" } }],
  ])("takes %s for a success", (_, answer) => {
    expect(errorOf(answer, "ask")).toBeUndefined();
  });

  it("asks to wait as long as each limit lasts", () => {
    const waits = ["QpsLimitForAppkeyAndApi", "QpmLimitForAppkeyAndApi"].map(
      (limit) => errorOf(api(403, `${FORBIDDEN}.${limit}`), "ask")?.retryAfterMs,
    );
    expect(waits).toEqual([1_000, 30_000]);
    expect(errorOf({ status: 200, body: { status: 1111, punish: "deny" } }, "ask")?.retryAfterMs).toBe(
      300_000,
    );
  });

  it("hands an administrator the vendor's link and the names of the missing permissions", () => {
    const error = errorOf(
      {
        status: 403,
        body: {
          code: `${FORBIDDEN}.AccessTokenPermissionDenied`,
          message:
            "应用尚未开通所需的权限：[Calendar.Event.Write]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=ding%23Calendar",
          accessdenieddetail: { requiredScopes: ["Calendar.Event.Write"] },
        },
      },
      "make an event",
    );
    expect(error?.hint).toContain("https://open-dev.dingtalk.com/appscope/apply?content=ding%23Calendar");
    expect(error?.hint).toContain("Missing: Calendar.Event.Write.");
  });

  it("tells why a room was not given in the platform's own words", () => {
    const message =
      'code: 321001, developerMessage: [{"roomName":"三楼会议室","text":"The reservation period shall not be less than 30 minutes."}]';
    expect(errorOf(api(400, "meetingRoomNotAvailable", message), "add the room")?.reason).toBe(
      "The reservation period shall not be less than 30 minutes.",
    );
  });

  it.each([
    ["根据管理员设置，同一时间段内只允许预定一个会议室，请移除多余的会议室", "one-room-at-a-time"],
    ["Only one meeting room can be reserved in the same period.", "one-room-at-a-time"],
    ["该会议室已被预订", undefined],
    ["The reservation period shall not be less than 30 minutes.", undefined],
  ])("tells the rule that there is a way around from others: %s", (text, rule) => {
    const message = `code: 321001, developerMessage: [${JSON.stringify({ roomName: "三楼会议室", text })}]`;
    expect(errorOf(api(400, "meetingRoomNotAvailable", message), "add the room")).toMatchObject({
      kind: "refused",
      reason: text,
      rule,
    });
  });

  it.each(["room busy", "code: 321001, developerMessage: [broken", 'developerMessage: [{"roomName":"x"}]'])(
    "falls back on the whole message where the list cannot be read: %s",
    (message) => {
      expect(errorOf(api(400, "meetingRoomNotAvailable", message), "add the room")?.reason).toBe(message);
    },
  );

  it("says in both languages that a person's hundred events of the day are used up", () => {
    const reason = errorOf(
      api(400, "flowLimit", "current user can not create events exceed 100 per day"),
      "ask",
    )?.reason;
    expect(reason).toMatch(/100 个日程.*100 events a day/);
  });

  it("does not show a person what was no answer of an API", () => {
    expect(errorOf({ status: 400, body: "upstream says no" }, "ask")?.reason).toBeUndefined();
  });
});

it("knows a token that may be replaced from everything else", () => {
  const expired = [
    api(400, "InvalidAuthentication"),
    { status: 401, body: "" },
    oapi(40014),
    oapi(42001),
    oapi(88, { sub_code: "42001" }),
  ];
  const others = [
    api(403, `${FORBIDDEN}.AccessTokenPermissionDenied`),
    oapi(88, { sub_code: "60011" }),
    oapi(0),
  ];
  expect(expired.map(isTokenExpired)).toEqual(expired.map(() => true));
  expect(others.map(isTokenExpired)).toEqual(others.map(() => false));
});

it("knows what is gone", () => {
  for (const answer of [api(404, "itemNotFound"), api(404, "instanceNotExist"), { status: 404, body: "" }])
    expect(isGone(errorOf(answer, "ask"))).toBe(true);
  expect(isGone(errorOf(api(400, "invalidParameter"), "ask"))).toBe(false);
});

it.each([
  ["ECONNREFUSED", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "unreachable"],
  ["ECONNRESET", "unknown"],
  ["ETIMEDOUT", "unknown"],
  ["ERR_CANCELED", "unknown"],
])("takes no answer because of %s for %s", (code, kind) => {
  expect(noAnswer("DingTalk", code, "ask").kind).toBe(kind);
});
