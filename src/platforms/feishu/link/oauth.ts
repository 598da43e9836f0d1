import axios, { isAxiosError } from "axios";
import { z } from "zod";
import { PlatformError } from "../../../core/errors.ts";
import { noAnswer } from "../../../outbound/no-answer.ts";
import type { CallQueue } from "../../../queue/queue.ts";

const DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** What a colleague opens to approve; the code is for us alone. Lengths as Feishu gives them, in ms. */
export interface DeviceGrant {
  readonly deviceCode: string;
  readonly url: string;
  readonly lifeMs: number;
  readonly pollEveryMs: number;
}

/** A person's tokens. Lives are from the answer on. */
export interface UserGrant {
  readonly accessToken: string;
  readonly accessLifeMs: number;
  readonly refreshToken: string;
  readonly refreshLifeMs: number;
}

/** One look at an approval: `slow-down` asks for five seconds more between looks (RFC 8628 §3.5). */
export type DevicePoll =
  | { readonly kind: "granted"; readonly grant: UserGrant }
  /** Agreed to, but not to all that was asked for: the app has not been given these scopes for colleagues. */
  | { readonly kind: "incomplete"; readonly token: string; readonly missing: readonly string[] }
  | { readonly kind: "pending" | "slow-down" | "denied" | "expired" };

/** Feishu's OAuth: the device flow, renewal and revocation. Errors are `PlatformError`s and hold no token. */
export interface OAuth {
  beginDeviceFlow(): Promise<DeviceGrant>;
  pollDevice(deviceCode: string): Promise<DevicePoll>;
  /** Undefined: this authorisation is over (used, revoked, expired). The old refresh token is dead either way. */
  refresh(refreshToken: string): Promise<UserGrant | undefined>;
  /** Best effort on the vendor's side: a token that is dead already is success. */
  revoke(token: string): Promise<void>;
}

/** Whether it was granted shows in the refresh token, whatever the list says. */
const RENEWAL_SCOPE = "offline_access";

const seconds = (fallback: number) =>
  z.coerce
    .number()
    .positive()
    .nullish()
    .transform((value) => (value ?? fallback) * 1000);

/** Defaults as the vendor's own command line has them; 600 s have been seen too. */
const deviceAnswer = z.object({
  device_code: z.string().min(1),
  verification_uri: z.string().min(1),
  verification_uri_complete: z.string().nullish(),
  expires_in: seconds(240),
  interval: seconds(5),
});
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: seconds(7200),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: seconds(604_800),
});
const complaint = z.object({
  error: z.string().optional(),
  code: z.union([z.number(), z.string()]).optional().transform(String),
});

/** Where `scope` is left out, all that was asked for was granted (RFC 6749 §5.1). */
const scopesAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  scope: z.string().nullish(),
});

const POLLS: Readonly<Record<string, Exclude<DevicePoll["kind"], "granted" | "incomplete">>> = {
  authorization_pending: "pending",
  slow_down: "slow-down",
  access_denied: "denied",
  expired_token: "expired",
};
/** 20026 invalid, 20037 expired, 20064 revoked, 20073 used already: "Refresh user access token". */
const OVER = new Set(["20026", "20037", "20064", "20073"]);

export interface OAuthOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `https://accounts.feishu.cn` */
  readonly accountsBase: string;
  /** What is asked for, in Feishu's names. */
  readonly scopes: readonly string[];
  readonly timeoutMs: number;
  readonly queue: CallQueue;
}

/** Sources: "Device authorization" of the vendor's command line, "Get user_access_token", "Refresh user_access_token". */
export function createOAuth(options: OAuthOptions): OAuth {
  const { appId, appSecret, accountsBase, scopes, timeoutMs, queue } = options;
  const http = axios.create({
    adapter: "http",
    baseURL: accountsBase,
    maxRedirects: 0,
    timeout: timeoutMs,
    validateStatus: () => true,
  });

  const post = (what: string, path: string, form: Record<string, string>, auth = false) =>
    queue.run("oauth", () => postNow(what, path, form, auth));
  const postNow = async (what: string, path: string, form: Record<string, string>, auth: boolean) => {
    try {
      const { status, data } = await http.post<unknown>(path, new URLSearchParams(form), {
        signal: AbortSignal.timeout(timeoutMs),
        ...(auth && { auth: { username: appId, password: appSecret } }),
      });
      return { isOk: status >= 200 && status < 300, status, body: data };
    } catch (error) {
      throw noAnswer("Feishu", (isAxiosError(error) && error.code) || "no code", what);
    }
  };
  const app = { client_id: appId, client_secret: appSecret };
  const token = (what: string, form: Record<string, string>) =>
    post(what, "/oauth/v3/token", { ...form, ...app });

  const incomplete = (body: unknown): Extract<DevicePoll, { kind: "incomplete" }> | undefined => {
    const read = scopesAnswer.safeParse(body);
    if (!read.success) return undefined;
    const { access_token, refresh_token, scope } = read.data;
    const granted = scope?.split(/\s+/) ?? scopes;
    const missing = scopes.filter((one) => (one === RENEWAL_SCOPE ? !refresh_token : !granted.includes(one)));
    return missing.length > 0 ? { kind: "incomplete", token: access_token, missing } : undefined;
  };

  return {
    async beginDeviceFlow() {
      const what = "begin linking an account";
      const form = { client_id: appId, scope: scopes.join(" ") };
      const answer = await post(what, "/oauth/v1/device_authorization", form, true);
      const read = deviceAnswer.safeParse(answer.body);
      if (!answer.isOk || !read.success) throw refusedBy(answer, what);
      const { device_code, verification_uri, verification_uri_complete, expires_in, interval } = read.data;
      const url = verification_uri_complete || verification_uri;
      return { deviceCode: device_code, url, lifeMs: expires_in, pollEveryMs: interval };
    },
    async pollDevice(deviceCode) {
      const what = "see whether an account is linked";
      const answer = await token(what, { grant_type: DEVICE_CODE_GRANT, device_code: deviceCode });
      if (answer.isOk)
        return incomplete(answer.body) ?? { kind: "granted", grant: grantOf(answer.body, what) };
      const kind = POLLS[complaintOf(answer.body).error ?? ""];
      if (kind) return { kind };
      if (complaintOf(answer.body).error === "invalid_grant") return { kind: "expired" };
      throw refusedBy(answer, what);
    },
    async refresh(refreshToken) {
      const what = "renew a colleague's token";
      const answer = await token(what, { grant_type: "refresh_token", refresh_token: refreshToken });
      if (answer.isOk) return grantOf(answer.body, what);
      const { error, code } = complaintOf(answer.body);
      if (error === "invalid_grant" || OVER.has(code)) return undefined;
      throw refusedBy(answer, what);
    },
    async revoke(held) {
      const what = "revoke a colleague's token";
      const answer = await post(what, "/oauth/v1/revoke", { ...app, token: held });
      if (!answer.isOk && complaintOf(answer.body).error !== "invalid_grant") throw refusedBy(answer, what);
    },
  };
}

function grantOf(body: unknown, what: string): UserGrant {
  const read = tokenAnswer.safeParse(body);
  // Granted without `offline_access` there is nothing to renew: as good as not linked.
  if (!read.success)
    throw new PlatformError(
      "unauthorised",
      `Feishu's answer to "${what}" has no token that can be renewed.`,
      {
        hint: "Switch on refresh tokens for the app in the developer console (security settings).",
      },
    );
  const { access_token, expires_in, refresh_token, refresh_token_expires_in } = read.data;
  return {
    accessToken: access_token,
    accessLifeMs: expires_in,
    refreshToken: refresh_token,
    refreshLifeMs: refresh_token_expires_in,
  };
}

function complaintOf(body: unknown): { error?: string | undefined; code: string } {
  const read = complaint.safeParse(body);
  return read.success ? read.data : { code: "" };
}

/** The description is left out: nobody promises that it repeats no token. */
function refusedBy({ status, body }: { status: number; body: unknown }, what: string): PlatformError {
  const { error, code } = complaintOf(body);
  if (status === 429) return new PlatformError("throttled", `Feishu is asked too often to ${what}.`);
  if (status >= 500) return new PlatformError("unknown", `Feishu could not ${what} (HTTP ${status}).`);
  return new PlatformError(
    "unauthorised",
    `Feishu does not let the app ${what} (${error ?? `HTTP ${status}`}).`,
    {
      ...(code && { code }),
      hint: "Check FEISHU_APP_SECRET and FEISHU_ACCOUNTS_DOMAIN, and that the app has the user permissions it asks for.",
    },
  );
}
