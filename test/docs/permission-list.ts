import * as dingtalk from "../../src/platforms/dingtalk/permissions.ts";
import { USER_SCOPES } from "../../src/platforms/feishu/link/scopes.ts";
import * as feishu from "../../src/platforms/feishu/permissions.ts";

export type Tongue = "en" | "zh";
type Said = Readonly<Record<Tongue, string>>;
type Table = Readonly<Record<string, Said & { readonly without?: Said }>>;

const PERMISSIONS: Readonly<Record<"dingtalk" | "feishu", Table>> = {
  dingtalk: dingtalk.PERMISSIONS,
  feishu: feishu.PERMISSIONS,
};

/** What an administrator copies: one code a line on DingTalk, the console's own import format on Feishu. */
export function permissionCodes(platform: "dingtalk" | "feishu"): string {
  const codes = Object.keys(PERMISSIONS[platform]);
  if (platform === "dingtalk") return fenced("text", codes.join("\n"));
  const scopes = { tenant: codes, user: Object.keys(USER_SCOPES) };
  return fenced("json", JSON.stringify({ scopes }, undefined, 2));
}

const HEAD: Readonly<Record<Tongue, string>> = {
  en: "| permission | lets the bot | without it |\n| --- | --- | --- |",
  zh: "| 权限 | 机器人用它 | 没有它 |\n| --- | --- | --- |",
};
const NOTHING: Said = { en: "the bot does not work", zh: "机器人无法工作" };

/** What each is good for. */
export function permissionTable(platform: "dingtalk" | "feishu", tongue: Tongue): string {
  const rows = Object.entries(PERMISSIONS[platform]).map(
    ([code, { without = NOTHING, ...lets }]) => `| \`${code}\` | ${lets[tongue]} | ${without[tongue]} |`,
  );
  return [HEAD[tongue], ...rows].join("\n");
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
