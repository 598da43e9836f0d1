import { Refusal } from "./errors.ts";

/** A refusal of the account server: the words of RFC 6749 and 8628, mostly with a code of the vendor's beside them. */
export class OAuthRefusal extends Refusal {
  constructor(
    status: number,
    readonly error: string,
    description: string,
    code = 0,
  ) {
    super(status, code, description);
  }

  get body(): Readonly<Record<string, unknown>> {
    const { error, message, code } = this;
    return { error, error_description: message, ...(code === 0 ? {} : { code }) };
  }
}

/** Sources: the error tables of 获取 user_access_token and 刷新 user_access_token. */
const CODED = {
  20001: ["invalid_request", "The request is missing a required parameter."],
  20002: ["invalid_client", "The client secret is invalid."],
  20026: ["invalid_grant", "The refresh token passed is invalid. Please check the value."],
  20036: ["unsupported_grant_type", "The specified grant_type is not supported."],
  20037: ["invalid_grant", "The refresh token passed has expired. Please generate a new one."],
  20048: ["invalid_client", "The specified app does not exist."],
  20050: ["server_error", "An unexpected server error occurred. Please retry your request."],
  20064: [
    "invalid_grant",
    "The refresh token has been revoked. Please note that a refresh token can only be used once.",
  ],
  20067: [
    "invalid_scope",
    "The provided scope list contains duplicate scopes. Please ensure all scopes are unique.",
  ],
  20068: [
    "invalid_scope",
    "The provided scope list contains scopes that are not permitted. Please ensure all scopes are allowed.",
  ],
  20070: [
    "invalid_request",
    "Multiple authentication methods were provided. Please only use one to proceed.",
  ],
  20073: [
    "invalid_grant",
    "The refresh token has been used. Please note that a refresh token can only be used once.",
  ],
} as const satisfies Record<number, readonly [error: string, description: string]>;

export function oauthRefusal(code: keyof typeof CODED): OAuthRefusal {
  const [error, description] = CODED[code];
  return new OAuthRefusal(code === 20050 ? 500 : 400, error, description, code);
}

/** What polling with a device code is told until there is a token. Source: RFC 8628 §3.5; the vendor gives these no code. */
const WAITING = {
  authorization_pending: "The authorization request is still pending.",
  slow_down: "The client is polling too often. The interval is 5 seconds longer from now on.",
  access_denied: "The user denied the authorization request.",
  expired_token: "The device code has expired.",
  invalid_grant: "The device code is invalid.",
} as const;

export const deviceRefusal = (error: keyof typeof WAITING): OAuthRefusal =>
  new OAuthRefusal(400, error, WAITING[error]);
