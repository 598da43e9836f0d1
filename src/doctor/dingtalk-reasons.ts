import type { Reason } from "./verdict.ts";

/** The person is not one of those that the app may know of. */
export const OUT_OF_RANGE = "permissionDeny";

/** What DingTalk's refusals mean to whoever sets the app up: "Global error codes", "Permission denied". */
export const REASONS: readonly Reason[] = [
  {
    codes: ["Forbidden.AccessDenied.AccessTokenPermissionDenied", "60011", "43007"],
    result: { en: "not granted", zh: "未开通" },
    todo: {
      en: "Developer console, Permission management: search for it and apply.",
      zh: "到开发者后台的权限管理里搜索并申请。",
    },
  },
  {
    codes: [OUT_OF_RANGE],
    // The one who was asked about, an administrator, may have been left out on purpose.
    mark: "unknown",
    result: { en: "granted, though not for everybody", zh: "已开通，但不是对所有人" },
    todo: {
      en: "Developer console, Permission management: let the contacts' range take in everybody who may use the bot.",
      zh: "到开发者后台的权限管理里，把通讯录权限范围扩大到所有会用机器人的同事。",
    },
  },
  {
    codes: ["invalidClientIdOrSecret", "40096", "40035"],
    result: {
      en: "DingTalk does not know this Client ID with this Client Secret",
      zh: "钉钉不认这组 Client ID 和 Client Secret",
    },
    todo: {
      en: "Copy both from Credentials and basic information of the app into DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET.",
      zh: "在应用的“凭证与基础信息”里重新复制，写进 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET。",
    },
    link: "https://open-dev.dingtalk.com",
  },
  {
    codes: ["Forbidden.AccessDenied.IpNotInWhiteList"],
    result: { en: "this machine's address is not on the app's list", zh: "本机的出口地址不在应用的白名单里" },
    todo: {
      en: "Developer console, the app's security settings: add this machine's outgoing address, or empty the list.",
      zh: "到开发者后台应用的安全设置里，加上本机的出口 IP，或者清空名单。",
    },
    link: "https://open-dev.dingtalk.com",
  },
  {
    codes: ["404", "22", "HTTP 404"],
    result: { en: "that address is not DingTalk's", zh: "这个地址不是钉钉的接口" },
    todo: {
      en: "Check DINGTALK_API_BASE and DINGTALK_OAPI_BASE.",
      zh: "检查 DINGTALK_API_BASE 和 DINGTALK_OAPI_BASE。",
    },
  },
  {
    codes: [
      "InvalidAuthentication",
      "invalidAccessToken",
      "AuthenticationFailed.MissingParameter",
      "40000",
      "40001",
      "40014",
      "42001",
    ],
    result: { en: "the app's token is not taken here", zh: "这里不认应用的 token" },
    todo: {
      en: "Check that app, DINGTALK_API_BASE and DINGTALK_OAPI_BASE belong together (in China, or abroad).",
      zh: "检查应用、DINGTALK_API_BASE 和 DINGTALK_OAPI_BASE 是否同属国内或海外。",
    },
  },
];
