import type { Clock } from "../../core/clock.ts";
import { Refusal, refusal } from "./errors.ts";
import type { Ids } from "./ids.ts";
import type { UserAccess, UserTokens } from "./user-tokens.ts";

const LIFE_MS = 2 * 3_600_000;
const RENEWABLE_MS = 30 * 60_000;

/**
 * Tenant access tokens: two hours long; asked again, the same one while it has 30 minutes left, else a new one
 * beside it. Source: https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal
 */
export class Tokens {
  readonly #expiries = new Map<string, number>();
  #current: string | undefined;

  constructor(
    readonly app: { readonly id: string; readonly secret: string },
    readonly clock: Clock,
    readonly ids: Ids,
    readonly users: UserTokens,
  ) {}

  /** The answer to `{app_id, app_secret}`: wrong credentials are HTTP 200 with a code, and nothing is inside of `data`. */
  issue(credentials: { readonly app_id?: unknown; readonly app_secret?: unknown }): object {
    if (credentials.app_id !== this.app.id) return { code: 10003, data: {}, msg: "invalid param" };
    if (credentials.app_secret !== this.app.secret) {
      return { code: 10015, data: {}, msg: "app secret invalid" };
    }
    const nowMs = this.clock.now();
    let token = this.#current;
    if (token === undefined || (this.#expiries.get(token) ?? 0) - nowMs < RENEWABLE_MS) {
      token = `t-g1${this.ids.hex(38)}`;
      this.#expiries.set(token, nowMs + LIFE_MS);
      this.#current = token;
    }
    const expire = Math.floor(((this.#expiries.get(token) ?? nowMs) - nowMs) / 1_000);
    return { code: 0, msg: "ok", tenant_access_token: token, expire };
  }

  /** In whose name a call is made (nobody's: the app's own); throws the gateway's refusal unless its token lives and is of a kind that the API takes. */
  check(authorization: string | undefined, takes: "tenant" | "user" | "either"): UserAccess | undefined {
    const token = bearer(authorization);
    if (token === undefined) throw refusal(99991661);
    if (token.startsWith("t-")) {
      if (takes !== "user" && (this.#expiries.get(token) ?? 0) > this.clock.now()) return undefined;
      throw refusal(99991663);
    }
    if (!token.startsWith("u-") && !token.startsWith("eyJ")) {
      throw new Refusal(
        400,
        99991671,
        "Invalid access token for authorization. It must start with t- or u-.",
      );
    }
    const access = this.users.check(token);
    if (takes === "tenant") throw new Refusal(400, 99991668, "user access token not support");
    return access;
  }

  /** Ends a token before its time. */
  expire(authorization: string | undefined): void {
    const token = bearer(authorization);
    if (token === undefined) return;
    this.users.expire(token);
    this.#expiries.delete(token);
    if (token === this.#current) this.#current = undefined;
  }
}

const bearer = (authorization: string | undefined): string | undefined =>
  /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
