import { describe, expect, it } from "vitest";
import { noAnswer } from "../../../src/outbound/no-answer.ts";
import { errorOf, isEventGone, isMessageGone } from "../../../src/platforms/feishu/errors.ts";

const WHAT = "GET /open-apis/x";
const said = (status: number, code: number, msg = "words", error?: unknown, headers = {}) =>
  errorOf({ status, headers, body: { code, msg, ...(error ? { error } : {}) } }, WHAT);

describe("what a Feishu answer means", () => {
  it("is no error when the code is 0", () => {
    expect(said(200, 0)).toBeUndefined();
  });

  it.each([
    [429, 99991400, "throttled"],
    [400, 99991400, "throttled"],
    [400, 230020, "throttled"],
    [429, 190004, "throttled"],
    [429, 190005, "throttled"],
    [429, 190010, "throttled"],
    [429, 123456, "throttled"],
    [400, 230049, "throttled"],
    [429, 99991403, "quota"],
    [400, 99991672, "unauthorised"],
    [400, 99991679, "unauthorised"],
    [400, 99991663, "unauthorised"],
    [400, 99991661, "unauthorised"],
    [400, 99991668, "unauthorised"],
    [400, 99991401, "unauthorised"],
    [200, 10003, "unauthorised"],
    [404, 190007, "unauthorised"],
    [400, 41050, "unauthorised"],
    [500, 190003, "unknown"],
    [500, 121001, "unknown"],
    [502, 999, "unknown"],
    [403, 193002, "refused"],
    [400, 190014, "refused"],
    [400, 230099, "refused"],
    [200, 230002, "refused"],
    [404, 193001, "refused"],
  ])("HTTP %i with code %i is %s", (status, code, kind) => {
    expect(said(status, code)).toMatchObject({ kind, code: String(code) });
  });

  it("carries the wait that the limiter's header names, in seconds", () => {
    expect(said(429, 99991400, "limit", undefined, { "x-ogw-ratelimit-reset": "52" })?.retryAfterMs).toBe(
      52_000,
    );
    expect(said(429, 99991400, "limit", undefined, { "x-ogw-ratelimit-reset": "soon" })?.retryAfterMs).toBe(
      1_000,
    );
    expect(said(400, 230020)?.retryAfterMs).toBe(1_000);
  });

  it("names the missing permissions and the page to grant them", () => {
    const error = said(400, 99991672, "Access denied.", {
      permission_violations: [
        { type: "action_scope_required", subject: "vc:room:readonly" },
        { type: "action_scope_required", subject: "vc:room" },
      ],
      helps: [{ url: "https://open.feishu.cn/app/cli_1/auth?q=vc:room", description: "grant" }],
    });
    expect(error?.hint).toContain("vc:room:readonly, vc:room");
    expect(error?.hint).toContain("https://open.feishu.cn/app/cli_1/auth?q=vc:room");
  });

  it("finds the permissions in the words where nothing else names them", () => {
    const error = said(
      400,
      99991672,
      "Access denied. One of the following scopes is required: [im:message, im:message:send_as_bot]. 点击链接 https://open.feishu.cn/app/cli_1/auth 申请",
    );
    expect(error?.hint).toContain("One of these is enough: im:message, im:message:send_as_bot.");
    expect(error?.hint).toContain("https://open.feishu.cn/app/cli_1/auth");
  });

  it("adds what is said about single fields to the reason", () => {
    const value = "attendees[0].approval_reason is required for approval meeting rooms";
    expect(said(400, 190014, "invalid params", { details: [{ value }] })?.reason).toBe(
      `invalid params; ${value}`,
    );
    const violation = { field: "time_min", description: "is required" };
    expect(said(400, 99992402, "field validation failed", { field_violations: [violation] })?.reason).toBe(
      "field validation failed; time_min is required",
    );
  });

  it("takes a plain 404 for a wrong address", () => {
    const error = errorOf({ status: 404, headers: {}, body: "404 page not found" }, WHAT);
    expect(error).toMatchObject({ kind: "unauthorised", hint: expect.stringContaining("FEISHU_DOMAIN") });
  });

  it.each(["<html>", "", [], null, { data: {} }])("cannot read %j, which may have been done", (body) => {
    expect(errorOf({ status: 200, headers: {}, body }, WHAT)?.kind).toBe("unknown");
    expect(errorOf({ status: 503, headers: {}, body }, WHAT)?.kind).toBe("unknown");
  });

  it.each([
    ["ECONNREFUSED", "unreachable"],
    ["ENOTFOUND", "unreachable"],
    ["EAI_AGAIN", "unreachable"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "unreachable"],
    ["ECONNRESET", "unknown"],
    ["ECONNABORTED", "unknown"],
    ["ERR_CANCELED", "unknown"],
    ["ETIMEDOUT", "unknown"],
  ])("without any answer %s is %s", (code, kind) => {
    expect(noAnswer("Feishu", code, WHAT).kind).toBe(kind);
  });

  it("knows what is gone", () => {
    expect(isEventGone(said(404, 193001))).toBe(true);
    expect(isEventGone(said(403, 193003))).toBe(true);
    expect(isEventGone(said(403, 193002))).toBe(false);
    expect(isMessageGone(said(400, 230011))).toBe(true);
    expect(isMessageGone(new Error("230011"))).toBe(false);
  });
});
