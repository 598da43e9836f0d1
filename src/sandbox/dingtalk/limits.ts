import { SlidingWindows, type WindowLimit } from "../sliding-window.ts";
import { ApiError, OapiError } from "./errors.ts";

export interface DingTalkLimits {
  /** Calls of one app to one API in any second. Standard edition: 20 ("API 调用频率限制"). */
  readonly perSecond?: number;
  /**
   * Replies to one sessionWebhook's chat in any minute. Not documented; the limit of custom robots
   * ("每个机器人每分钟最多发送 20 条消息") is assumed.
   */
  readonly repliesPerMinute?: number;
}

/** Refuses what is over a limit, in DingTalk's words: 403 or an errcode, never 429, no Retry-After. */
export class Limits {
  readonly #windows = new SlidingWindows();
  readonly #api: WindowLimit;
  readonly #replies: WindowLimit;

  constructor({ perSecond = 20, repliesPerMinute = 20 }: DingTalkLimits) {
    this.#api = { calls: perSecond, perMs: 1_000 };
    this.#replies = { calls: repliesPerMinute, perMs: 60_000 };
  }

  api(host: "api" | "oapi", api: string): void {
    if (this.#windows.admit(`api ${api}`, [this.#api])) throw throttled(host);
  }

  reply(chatKey: string): void {
    if (this.#windows.admit(`reply ${chatKey}`, [this.#replies])) throw repliedTooOften();
  }
}

export const throttled = (host: "api" | "oapi"): ApiError | OapiError =>
  host === "api"
    ? new ApiError(
        403,
        "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
        "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
      )
    : new OapiError(90018, "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了");

export const repliedTooOften = (): OapiError => new OapiError(660026, "sending too many messages per minute");

/** Tokens, the gateway and contacts are free; calendar, rooms, cards and robot are metered ("API 调用量计费说明"). */
const METERED = /^(calendar|rooms|card|robot\.(groupMessages|oToMessages))\./;
export const isMetered = (api: string): boolean => METERED.test(api);

export const monthUsedUp = (): ApiError =>
  new ApiError(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", "您的企业本月api调用量已超过限制");
