import { randomBytes } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { ApiError, OapiError, oapiGatewayError } from "./errors.ts";
import { asText, type Call, type Handlers } from "./request.ts";

/** "accessToken 的有效期为 7200 秒，有效期内重复获取返回相同结果，并自动续期" (Obtain the access token of an internal app). */
const TOKEN_SECONDS = 7_200;

export interface AppCredentials {
  readonly id: string;
  readonly secret: string;
}

/** The app's one access token, which both hosts honour. */
export class Tokens {
  #token = "";
  #expiresMs = 0;

  constructor(
    readonly app: AppCredentials,
    readonly clock: Clock,
  ) {}

  /** The same token while it is valid, its life begun anew; a new one afterwards. */
  issue(): string {
    if (!this.accepts(this.#token)) this.#token = randomBytes(16).toString("hex");
    this.#expiresMs = this.clock.now() + TOKEN_SECONDS * 1_000;
    return this.#token;
  }

  accepts(token: string): boolean {
    return token !== "" && token === this.#token && this.clock.now() < this.#expiresMs;
  }

  /** Makes the token that is out worthless. */
  revoke(): void {
    this.#token = "";
  }

  knows(id: unknown, secret: unknown): boolean {
    return id === this.app.id && secret === this.app.secret;
  }

  /** Lets a call pass or throws in the manner of its host. */
  check(host: "api" | "oapi", call: Call): void {
    if (host === "api") {
      const token = call.headers["x-acs-dingtalk-access-token"];
      if (token === undefined) {
        throw new ApiError(
          400,
          "AuthenticationFailed.MissingParameter",
          "缺少参数：x-acs-dingtalk-access-token",
        );
      }
      if (!this.accepts(String(token))) {
        throw new ApiError(400, "InvalidAuthentication", "不合法的access_token");
      }
      return;
    }
    const token = call.query.access_token ?? asText(call.body.access_token) ?? "";
    if (token === "") throw oapiGatewayError("40000", "access_token is blank");
    if (!this.accepts(token)) throw oapiGatewayError("40014", "不合法的access_token");
  }
}

export const tokenHandlers = (tokens: Tokens): Handlers => ({
  "oauth2.accessToken": ({ body }) => {
    if (!tokens.knows(body.appKey, body.appSecret)) throw badCredentials();
    return { accessToken: tokens.issue(), expireIn: TOKEN_SECONDS };
  },
  "oapi.gettoken": ({ query }) => {
    const key = query.appkey ?? query.corpid;
    if (!key) throw new OapiError(40035, "缺少参数 corpid or appkey");
    if (!tokens.knows(key, query.appsecret ?? query.corpsecret)) {
      throw new OapiError(40096, "不合法的appKey或appSecret");
    }
    return { errcode: 0, errmsg: "ok", access_token: tokens.issue(), expires_in: TOKEN_SECONDS };
  },
});

export const badCredentials = (): ApiError =>
  new ApiError(400, "invalidClientIdOrSecret", "无效的clientId或者clientSecret");
