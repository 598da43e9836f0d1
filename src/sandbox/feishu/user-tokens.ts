import type { Clock } from "../../core/clock.ts";
import type { Colleague } from "../office.ts";
import { refusal } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { oauthRefusal } from "./oauth-errors.ts";

const DAY_MS = 86_400_000;
const ACCESS_MS = 2 * 3_600_000;
const REFRESH_MS = 7 * DAY_MS;
/** "在用户授权应用 365 天后，应用必须通过用户重新授权". */
const AUTHORISATION_MS = 365 * DAY_MS;
const OFFLINE = "offline_access";

/** What a colleague once allowed the app to do in their name. */
interface Authorisation {
  readonly colleague: Colleague;
  readonly scopes: readonly string[];
  readonly endMs: number;
  isRevoked: boolean;
}

/** Whom a user token speaks for, and what it may do. */
export interface UserAccess {
  readonly colleague: Colleague;
  readonly scopes: readonly string[];
}

/**
 * User access tokens and how they are renewed. A refresh token works once; the access token from before it was used
 * goes on to its own end.
 * Source: https://open.feishu.cn/document/authentication-management/access-token/refresh-user-access-token
 */
export class UserTokens {
  readonly #access = new Map<string, UserAccess & { authorisation: Authorisation; endMs: number }>();
  readonly #refresh = new Map<string, { authorisation: Authorisation; endMs: number; isUsed: boolean }>();

  constructor(
    readonly clock: Clock,
    readonly ids: Ids,
  ) {}

  /** A colleague has agreed: the first tokens. */
  authorise(colleague: Colleague, scopes: readonly string[]): object {
    const endMs = this.clock.now() + AUTHORISATION_MS;
    return this.#issue({ colleague, scopes, endMs, isRevoked: false }, scopes);
  }

  /** New tokens for a refresh token, which dies of it. `scope`, if given, narrows what the new access token may do. */
  renew(token: string, scope: string | undefined): object {
    const known = this.#refresh.get(token);
    if (!known) throw oauthRefusal(20026);
    if (known.authorisation.isRevoked) throw oauthRefusal(20064);
    if (known.isUsed) throw oauthRefusal(20073);
    if (known.endMs <= this.clock.now()) throw oauthRefusal(20037);
    const granted = known.authorisation.scopes;
    const wanted = scope === undefined ? granted : scope.split(/\s+/).filter((one) => one !== "");
    if (new Set(wanted).size < wanted.length) throw oauthRefusal(20067);
    if (wanted.some((one) => !granted.includes(one))) throw oauthRefusal(20068);
    known.isUsed = true;
    return this.#issue(known.authorisation, wanted);
  }

  /** Whom an access token speaks for; throws the gateway's refusal unless it lives. */
  check(token: string): UserAccess {
    const known = this.#access.get(token);
    if (!known || known.authorisation.isRevoked) throw refusal(99991668);
    if (known.endMs <= this.clock.now()) throw refusal(99991677);
    return known;
  }

  /** Ends an access token before its time; its refresh token lives on. */
  expire(token: string): void {
    const known = this.#access.get(token);
    if (known) known.endMs = this.clock.now();
  }

  /** Ends the authorisation that a token of either kind is from; an unknown token is no error (RFC 7009). */
  revoke(token: string): void {
    const known = this.#access.get(token) ?? this.#refresh.get(token);
    if (known) known.authorisation.isRevoked = true;
  }

  /** Ends everything that a colleague ever agreed to. */
  revokeAll(colleague: Colleague): void {
    for (const { authorisation } of [...this.#access.values(), ...this.#refresh.values()]) {
      if (authorisation.colleague === colleague) authorisation.isRevoked = true;
    }
  }

  #issue(authorisation: Authorisation, scopes: readonly string[]): object {
    const nowMs = this.clock.now();
    const { colleague, endMs: lastMs } = authorisation;
    const token = this.#jwt("user_access_token", nowMs + ACCESS_MS, scopes);
    this.#access.set(token, { colleague, scopes, authorisation, endMs: nowMs + ACCESS_MS });
    const answer = {
      code: 0,
      access_token: token,
      token_type: "Bearer",
      expires_in: ACCESS_MS / 1_000,
      scope: scopes.join(" "),
    };
    if (!authorisation.scopes.includes(OFFLINE)) return answer;
    const endMs = Math.min(nowMs + REFRESH_MS, lastMs);
    const refreshToken = this.#jwt("refresh_token", endMs, scopes);
    this.#refresh.set(refreshToken, { authorisation, endMs, isUsed: false });
    return {
      ...answer,
      refresh_token: refreshToken,
      refresh_token_expires_in: Math.floor((endMs - nowMs) / 1_000),
    };
  }

  /** In the form of the vendor's, and as long: one to two kilobytes. Nobody is to read what is in it. */
  #jwt(kind: string, endMs: number, scopes: readonly string[]): string {
    const { ids, clock } = this;
    const claims = {
      jti: ids.digits(19),
      kind,
      iat: Math.floor(clock.now() / 1_000),
      exp: Math.floor(endMs / 1_000),
      scope: scopes.join(" "),
      ver: "v1",
      sec: ids.hex(640),
    };
    const parts = [{ alg: "ES256", feature: "jwt", typ: "JWT" }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    return [...parts, Buffer.from(ids.hex(64)).toString("base64url")].join(".");
  }
}
