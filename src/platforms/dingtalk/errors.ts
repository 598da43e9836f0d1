import { isPlatformError, PlatformError, type PlatformErrorKind } from "../../core/errors.ts";

/** What came back: `body` is parsed JSON, or the text where it was none. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The vendor's complaint in one shape, whichever host made it. */
interface Complaint {
  readonly code: string;
  readonly message: string;
  /** Permissions that the app lacks, where the vendor names them. */
  readonly scopes: readonly string[];
}

interface Verdict {
  readonly kind: PlatformErrorKind;
  readonly retryAfterMs?: number;
  readonly hint?: string;
  /** What a person is told; the vendor's message where absent. */
  readonly reason?: string;
}

/** The window of the per-application limit is one second, and the vendor advises to sleep that long. */
const SECOND: Verdict = { kind: "throttled", retryAfterMs: 1_000 };
const MINUTE: Verdict = { kind: "throttled", retryAfterMs: 30_000 };
/** An address that made more than 10 000 calls in 20 s is shut out for five minutes. */
const SHUT_OUT_MS = 5 * 60_000;
const UNKNOWN: Verdict = { kind: "unknown" };
const REFUSED: Verdict = { kind: "refused" };
const QUOTA: Verdict = {
  kind: "quota",
  hint: "The organisation's calls of this month are used up: buy more in the DingTalk developer console, or wait for the next month.",
};
const BAD_CREDENTIALS: Verdict = {
  kind: "unauthorised",
  hint: "Check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET against the app's page in the DingTalk developer console.",
};
const BAD_TOKEN: Verdict = {
  kind: "unauthorised",
  hint: "DingTalk does not accept the app's access token: check that app, DINGTALK_API_BASE and DINGTALK_OAPI_BASE belong together.",
};
const NO_PERMISSION: Verdict = {
  kind: "unauthorised",
  hint: "Grant the app the missing permission in the DingTalk developer console.",
};
const OUT_OF_SCOPE: Verdict = {
  kind: "unauthorised",
  hint: "This person is outside of the app's scope: widen it in the DingTalk developer console (permission management, range of contacts).",
};
const NOT_LISTED: Verdict = {
  kind: "unauthorised",
  hint: "Add this machine's outgoing address to the app's server IP list in the DingTalk developer console.",
};
const WRONG_ADDRESS: Verdict = {
  kind: "unauthorised",
  hint: "DingTalk does not know this address: check DINGTALK_API_BASE and DINGTALK_OAPI_BASE.",
};

/**
 * One row a code. Sources: DingTalk "Global error codes" (2026), "Permission denied", "API call limits", the error
 * table of each API, and bodies recorded from the live hosts. 403 alone means nothing: permission, address, rate
 * and quota share it. A code that is not here is judged by its status.
 */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  invalidClientIdOrSecret: BAD_CREDENTIALS,
  "40096": BAD_CREDENTIALS,
  "40035": BAD_CREDENTIALS,
  InvalidAuthentication: BAD_TOKEN,
  invalidAccessToken: BAD_TOKEN,
  "accesstoken.expired": BAD_TOKEN,
  "AuthenticationFailed.MissingParameter": BAD_TOKEN,
  "40000": BAD_TOKEN,
  "40001": BAD_TOKEN,
  "40014": BAD_TOKEN,
  "42001": BAD_TOKEN,
  "Forbidden.AccessDenied.AccessTokenPermissionDenied": NO_PERMISSION,
  "60011": NO_PERMISSION,
  "43007": NO_PERMISSION,
  permissionDeny: OUT_OF_SCOPE,
  "Forbidden.AccessDenied.IpNotInWhiteList": NOT_LISTED,
  "404": WRONG_ADDRESS,
  "22": WRONG_ADDRESS,

  "Forbidden.AccessDenied.ApiCountLimitForOrg": QUOTA,
  "90020": QUOTA,

  "Forbidden.AccessDenied.QpsLimitForApi": SECOND,
  "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi": SECOND,
  "Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi": SECOND,
  "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi": MINUTE,
  "QpsLimit.ExceedRealQps": SECOND,
  "90002": SECOND,
  "90018": SECOND,
  "660026": MINUTE,
  "send.too.fast": MINUTE,
  "send.byToken.tooFast": MINUTE,
  "system.busy": SECOND,
  systemBusy: SECOND,
  // The first request with this idempotency key is still being worked on, and will be done: asked again, the vendor
  // answers with its result.
  idempotencyProcessing: UNKNOWN,

  "system.error": UNKNOWN,
  unknownError: UNKNOWN,
  "-1": UNKNOWN,
  "15": UNKNOWN,
  // 88 without a sub code is how oapi reports that its own backend did not answer in time.
  "88": UNKNOWN,
  "isp.top-remote-connection-timeout": UNKNOWN,

  flowLimit: {
    kind: "refused",
    reason:
      "钉钉限制每人每天最多新建 100 个日程，今天已用完 (DingTalk lets a person create 100 events a day, and today's are used up)",
  },
};

/**
 * The organisation's setting against several rooms at one time, which has no code of its own. The Chinese wording was
 * recorded from the live host ("…同一时间段内只允许预定一个会议室，请移除多余的会议室"); the English one is assumed.
 */
const ONE_ROOM_AT_A_TIME =
  /只(?:允许|能|可以?)预[定订]一[个间]会议室|only (?:one|1|a single) (?:meeting )?room/i;

/** Rate limits whose exact name is not in any page yet. */
const RATE_LIMIT = /(^|\.)Qp[sm]Limit/;
const GONE = new Set(["itemNotFound", "instanceNotExist", "HTTP 404"]);
const TOKEN_EXPIRED = new Set(["InvalidAuthentication", "invalidAccessToken", "40001", "40014", "42001"]);

/** Whether a fresh token may mend this answer. Both hosts: 401, `InvalidAuthentication`, 40014, 42001, 40001. */
export function isTokenExpired(answer: VendorAnswer): boolean {
  const complaint = complaintOf(answer);
  return answer.status === 401 || (complaint !== undefined && TOKEN_EXPIRED.has(complaint.code));
}

/** Whether the thing asked for is not there (any more). */
export const isGone = (error: unknown): boolean =>
  isPlatformError(error, "refused") && GONE.has(error.code ?? "");

/** The error that an answer stands for; `undefined` when it is a success. `what` was asked, in a few words. */
export function errorOf(answer: VendorAnswer, what: string): PlatformError | undefined {
  if (isShutOut(answer.body))
    return errorFor({ kind: "throttled", retryAfterMs: SHUT_OUT_MS }, what, {
      code: "1111",
      message: "this address made too many calls and is shut out for some minutes",
      scopes: [],
    });
  const isFailure = !isSuccess(answer.status);
  const complaint = complaintOf(answer);
  if (!complaint) {
    if (!isFailure)
      return typeof answer.body === "string" && answer.body !== "" ? unreadable(what) : undefined;
    return errorFor(verdictOn(answer.status), what, {
      code: `HTTP ${answer.status}`,
      message: "no readable answer",
      scopes: [],
    });
  }
  const known = Object.hasOwn(VERDICTS, complaint.code) ? VERDICTS[complaint.code] : undefined;
  return errorFor(
    known ?? (RATE_LIMIT.test(complaint.code) ? SECOND : verdictOn(answer.status)),
    what,
    complaint,
  );
}

/** An answer came, and it is not what the vendor's page describes: a write may have happened. */
export const unreadable = (what: string): PlatformError =>
  new PlatformError(
    "unknown",
    `DingTalk's answer to "${what}" could not be read; whether it was done is not known.`,
    {
      code: "unreadable",
    },
  );

/** A fresh token was not accepted either. */
export const tokenRejected = (what: string): PlatformError =>
  new PlatformError("unauthorised", `DingTalk does not accept the app's token for "${what}".`, {
    code: "InvalidAuthentication",
    ...(BAD_TOKEN.hint && { hint: BAD_TOKEN.hint }),
  });

/** A status without a code that we know. */
function verdictOn(status: number): Verdict {
  if (status === 429) return SECOND;
  if (status === 401) return BAD_TOKEN;
  if (status === 407)
    return { kind: "unauthorised", hint: "The proxy wants credentials: put them into HTTPS_PROXY." };
  if (status >= 300 && status < 400) return WRONG_ADDRESS;
  return status === 408 || status >= 500 ? UNKNOWN : REFUSED;
}

function errorFor(verdict: Verdict, what: string, complaint: Complaint): PlatformError {
  const { code, message, scopes } = complaint;
  const { kind, retryAfterMs } = verdict;
  const link = kind === "unauthorised" ? /https?:\/\/[^\s"'，。）)]+/.exec(message)?.[0] : undefined;
  const missing = scopes.length > 0 ? `Missing: ${scopes.join(", ")}.` : undefined;
  const hint = [verdict.hint, missing, link].filter(Boolean).join(" ");
  const isSpoken = kind === "refused" && !code.startsWith("HTTP ");
  const reason = verdict.reason ?? roomReason(message) ?? message;
  return new PlatformError(kind, `DingTalk answered "${what}" with ${code}: ${message}`, {
    code,
    ...(isSpoken && { reason, ...(ONE_ROOM_AT_A_TIME.test(reason) && { rule: "one-room-at-a-time" }) }),
    ...(hint && { hint }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/**
 * Why a room was not given, out of `code: 321001, developerMessage: [{"roomName":…,"text":…}]`: the one code
 * `meetingRoomNotAvailable` stands for a conflict and for every rule of the room, and only this text tells which.
 */
function roomReason(message: string): string | undefined {
  const [, list] = /developerMessage:\s*(\[.*\])/s.exec(message) ?? [];
  if (list === undefined) return undefined;
  try {
    const entries: unknown = JSON.parse(list);
    if (!Array.isArray(entries)) return undefined;
    const texts = entries.flatMap((entry: unknown) => textField(entry, "text") ?? []);
    return texts.length > 0 ? [...new Set(texts)].join("; ") : undefined;
  } catch {
    return undefined;
  }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The complaint in a body, if it is one; letter case of the keys varies between the vendor's gateways. */
function complaintOf({ status, body }: VendorAnswer): Complaint | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const errcode = textField(body, "errcode");
  if (errcode !== undefined) {
    if (errcode === "0") return undefined;
    const subCode = textField(body, "sub_code");
    return {
      code: errcode === "88" && subCode ? subCode : errcode,
      message: textField(body, "sub_msg") ?? textField(body, "errmsg") ?? "",
      scopes: [],
    };
  }
  const code = textField(body, "code") ?? textField(body, "Code");
  if (code === undefined || isSuccess(status)) return undefined;
  const message = textField(body, "message") ?? textField(body, "Message") ?? "";
  const detail = field(body, "accessdenieddetail") ?? field(body, "AccessDeniedDetail");
  const scopes = field(detail, "requiredScopes");
  return { code, message, scopes: Array.isArray(scopes) ? scopes.map(String) : [] };
}

/** The page, or its JSON form, that the vendor's firewall answers with: not an answer of any API. */
function isShutOut(body: unknown): boolean {
  if (typeof body === "string") return /<html/i.test(body) && /\b1111\b|punish/.test(body);
  return textField(body, "status") === "1111" && field(body, "punish") !== undefined;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const textField = (value: unknown, name: string): string | undefined => {
  const found = field(value, name);
  return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
};
