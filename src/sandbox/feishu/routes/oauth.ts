import type { Colleague } from "../../office.ts";
import { DEVICE_LIFE_SECONDS, type DeviceCode, type DeviceCodes } from "../device-codes.ts";
import { refusal } from "../errors.ts";
import { type ApiCall, Flat, type Handlers, Page } from "../gateway.ts";
import { answeredPage, goneCodePage, linkPage } from "../link-page.ts";
import { oauthRefusal } from "../oauth-errors.ts";
import { type Tenant, tenantKeyOf } from "../tenant.ts";
import type { UserTokens } from "../user-tokens.ts";

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
export const VERIFY_PATH = "/oauth/v1/device/verify";

/**
 * The account server (`accounts.feishu.cn`): the device flow and the tokens of colleagues. Sources:
 * 刷新 user_access_token and 获取 user_access_token of the open platform, and the official lark-cli for the device flow.
 */
export function oauthRoutes(
  tenant: Tenant,
  codes: DeviceCodes,
  tokens: UserTokens,
  base: () => string,
): Handlers {
  const { ground, app, bot, switches } = tenant;
  const members = ground.world.office.colleagues.filter((one) => !one.isOutsider);

  const grants: Readonly<Record<string, (call: ApiCall) => object>> = {
    [DEVICE_GRANT]: (call) => {
      const { colleague, scopes } = codes.poll(required(call, "device_code"));
      return tokens.authorise(
        colleague,
        scopes.filter((scope) => !switches.withheldScopes.has(scope)),
      );
    },
    refresh_token: (call) => tokens.renew(required(call, "refresh_token"), field(call, "scope")),
  };

  /** The secret is in the body, and nowhere else. */
  const clientInBody = (call: ApiCall): void => {
    const [id, secret] = [required(call, "client_id"), required(call, "client_secret")];
    if (call.authorization?.startsWith("Basic ")) throw oauthRefusal(20070);
    if (id !== app.id) throw oauthRefusal(20048);
    if (secret !== app.secret) throw oauthRefusal(20002);
  };

  return {
    "oauth.device_authorization": (call) => {
      if (required(call, "client_id") !== app.id) throw oauthRefusal(20048);
      const basic = Buffer.from(`${app.id}:${app.secret}`).toString("base64");
      if (call.authorization !== `Basic ${basic}`) throw oauthRefusal(20002);
      const scopes = (field(call, "scope") ?? "").split(/\s+/).filter((one) => one !== "");
      if (new Set(scopes).size < scopes.length) throw oauthRefusal(20067);
      const code = codes.ask(scopes);
      const uri = `${base()}${VERIFY_PATH}`;
      return new Flat({
        device_code: code.deviceCode,
        user_code: code.userCode,
        verification_uri: uri,
        verification_uri_complete: `${uri}?flow_id=${code.flowId}&user_code=${code.userCode}`,
        expires_in: DEVICE_LIFE_SECONDS,
        interval: code.intervalSeconds,
      });
    },

    "oauth.device.verify": ({ query }) => {
      const code = codes.waiting(query.get("user_code") ?? "");
      return new Page(code ? linkPage(code, bot.name, members, query.get("colleague")) : goneCodePage());
    },
    "oauth.device.answer": (call) => {
      const code = codes.waiting(field(call, "user_code") ?? "");
      const colleague = members.find((one) => one.key === field(call, "colleague"));
      if (!code || !colleague) return new Page(goneCodePage());
      const isApproved = field(call, "answer") === "approved";
      answerCode(code, colleague, isApproved);
      return new Page(answeredPage(isApproved));
    },

    "oauth.token": (call) => {
      const grant = grants[required(call, "grant_type")];
      if (!grant) throw oauthRefusal(20036);
      clientInBody(call);
      return new Flat(grant(call));
    },
    "oauth.revoke": (call) => {
      clientInBody(call);
      tokens.revoke(required(call, "token"));
      return new Flat({ code: 0 });
    },

    "auth.user_info": ({ user }) => {
      if (!user) throw refusal(99991663);
      return {
        name: user.name,
        en_name: user.englishName,
        avatar_url: "",
        avatar_thumb: "",
        avatar_middle: "",
        avatar_big: "",
        open_id: user.feishu.openId,
        union_id: user.feishu.unionId,
        tenant_key: tenantKeyOf(tenant, user),
      };
    },
  };
}

/** Whoever opened the link agrees or does not. */
export function answerCode(code: DeviceCode, colleague: Colleague, isApproved: boolean): void {
  code.answer = { colleague, isApproved };
}

const field = ({ body }: ApiCall, name: string): string | undefined => {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

function required(call: ApiCall, name: string): string {
  const value = field(call, name);
  if (value === undefined) throw oauthRefusal(20001);
  return value;
}
