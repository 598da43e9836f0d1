import type { Said, Verdict } from "./finding.ts";
import type { Reason } from "./verdict.ts";

export const NOT_GRANTED: { readonly result: Said; readonly todo: Said } = {
  result: { en: "not granted", zh: "未开通" },
  todo: {
    en: "Grant it under Permissions & scopes, then release a version of the app.",
    zh: "到权限管理里开通，然后发布一个新版本。",
  },
};

const NO_BOT: Pick<Reason, "result" | "todo"> = {
  result: { en: "the app has no bot", zh: "应用没有启用机器人能力" },
  todo: {
    en: "Developer console, Add features: add Bot, then release a version of the app.",
    zh: "到开发者后台添加应用能力里添加机器人，然后发布一个新版本。",
  },
};

const NOT_ENABLED: Pick<Reason, "result" | "todo"> = {
  result: { en: "the app is not enabled in the organisation", zh: "应用在企业内没有启用" },
  todo: {
    en: "Release a version of the app, and have an administrator approve and enable it.",
    zh: "发布一个版本，并请管理员审核、启用应用。",
  },
};

/** What Feishu's refusals mean to whoever sets the app up: "Generic error codes", the tables of the APIs' pages. */
export const REASONS: readonly Reason[] = [
  { codes: ["99991672", "99991676", "99991679", "121005", "230027"], ...NOT_GRANTED },
  { codes: ["190007", "230006", "11205"], ...NO_BOT },
  { codes: ["99991662", "99991673", "10014", "212100"], ...NOT_ENABLED },
  {
    codes: ["10003", "10015", "99991543", "514", "20002", "20048"],
    result: {
      en: "Feishu does not know this App ID with this App Secret",
      zh: "飞书不认这组 App ID 和 App Secret",
    },
    todo: {
      en: "Copy both from Credentials & basic info of the app into FEISHU_APP_ID and FEISHU_APP_SECRET; for Lark set FEISHU_DOMAIN too.",
      zh: "在应用的“凭证与基础信息”里重新复制，写进 FEISHU_APP_ID 和 FEISHU_APP_SECRET；Lark 还要设置 FEISHU_DOMAIN。",
    },
  },
  {
    codes: ["403"],
    result: { en: "the app may not use the long connection", zh: "应用不能使用长连接" },
    todo: {
      en: "Developer console, Events & callbacks: choose the long connection (custom apps only).",
      zh: "到开发者后台的事件与回调里选择长连接（仅自建应用）。",
    },
  },
  {
    codes: ["1000040350", "1000040351"],
    mark: "unknown",
    result: { en: "50 connections of this app are open", zh: "这个应用已经有 50 个连接" },
    todo: { en: "Stop instances that are not needed.", zh: "停掉用不到的实例。" },
  },
  {
    codes: ["99991401"],
    result: { en: "this machine's address is not on the app's list", zh: "本机的出口地址不在应用的白名单里" },
    todo: {
      en: "Developer console, Security settings: add this machine's outgoing address, or empty the list.",
      zh: "到开发者后台的安全设置里，加上本机的出口 IP，或者清空名单。",
    },
  },
  {
    codes: ["HTTP 404"],
    result: { en: "that address is not Feishu's", zh: "这个地址不是飞书的接口" },
    todo: {
      en: "Check FEISHU_DOMAIN and FEISHU_ACCOUNTS_DOMAIN.",
      zh: "检查 FEISHU_DOMAIN 和 FEISHU_ACCOUNTS_DOMAIN。",
    },
  },
];

/** `activate_status` of "Get bot info"; 4 is a newer version that waits, while the older one works. */
export function robotVerdict(activateStatus: number | undefined): Verdict {
  if (activateStatus === 2 || activateStatus === 4)
    return { mark: "ok", result: { en: "there", zh: "已启用" } };
  return activateStatus === undefined
    ? { mark: "wrong", ...NO_BOT }
    : { mark: "wrong", result: NOT_ENABLED.result, todo: NOT_ENABLED.todo };
}
