import { randomBytes, randomUUID } from "node:crypto";

/**
 * DingTalk's two ways of saying no. Bodies as recorded from the live hosts or printed in the vendor's pages
 * ("Global error codes" and each API's own table).
 */

/** A refusal by api.dingtalk.com: an HTTP status and `{ code, requestid, message }`. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly rest: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  body(): Record<string, unknown> {
    const requestid = randomUUID().toUpperCase();
    return { code: this.code, requestid, message: this.message, ...this.rest };
  }
}

/** A refusal by oapi.dingtalk.com: HTTP 200 and an `errcode` that is not 0. */
export class OapiError extends Error {
  override readonly name = "OapiError";

  constructor(
    readonly errcode: number,
    message: string,
    readonly rest: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  body(): Record<string, unknown> {
    return { errcode: this.errcode, errmsg: this.message, ...this.rest };
  }
}

/** oapi's request ids: short, in base 36. */
export const oapiRequestId = (): string => BigInt(`0x${randomBytes(8).toString("hex")}`).toString(36);

export const invalidParameter = (message: string): ApiError => new ApiError(400, "invalidParameter", message);
export const itemNotFound = (): ApiError => new ApiError(404, "itemNotFound", "The item is not found.");

/** oapi's envelope for what its gateway refuses before the method runs. */
export const oapiGatewayError = (subCode: string, subMessage: string): OapiError =>
  new OapiError(88, `ding talk error[subcode=${subCode},submsg=${subMessage}]`, {
    sub_code: subCode,
    sub_msg: subMessage,
    request_id: oapiRequestId(),
  });

/** What takes the vendor longer than some three seconds; it may have been carried out all the same. */
export const gatewayTimeout = (host: "api" | "oapi"): ApiError | OapiError =>
  host === "api"
    ? new ApiError(
        504,
        "service.timeout",
        "The server is busy and unable to complete your request. Please try again later.",
      )
    : new OapiError(15, "Remote service error[isp.top-remote-connection-timeout]", {
        request_id: oapiRequestId(),
      });

export const oapiDepartmentNotFound = (): OapiError =>
  new OapiError(60003, "部门不存在", { request_id: oapiRequestId() });

export const oapiUserNotFound = (): OapiError =>
  new OapiError(60121, "找不到该用户", { request_id: oapiRequestId() });

/** What an app without the permission is told; the link is for its administrator. */
export const permissionMissing = (scope: string): ApiError =>
  new ApiError(
    403,
    "Forbidden.AccessDenied.AccessTokenPermissionDenied",
    `应用尚未开通所需的权限：[${scope}]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=${encodeURIComponent(scope)}`,
    { accessdenieddetail: { requiredScopes: [scope] } },
  );

export const oapiPermissionMissing = (scope: string): OapiError =>
  oapiGatewayError("60011", `没有调用该接口的权限，接口权限申请参考：${scope}`);
