import { isPlatformError, PlatformError, type PlatformErrorKind } from "../../core/errors.ts";

/** What came back: `body` is parsed JSON, or the text where it was none. Header names are in lower case. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The vendor's complaint, the same in an HTTP 200 answer and in a failed one. */
interface Complaint {
  readonly code: string;
  /** The vendor's message with what it says about single fields. */
  readonly message: string;
  /** Permissions that would be enough, where the vendor names them. */
  readonly permissions: readonly string[];
  /** Where to grant them. */
  readonly link: string | undefined;
}

interface Verdict {
  readonly kind: PlatformErrorKind;
  readonly retryAfterMs?: number;
  readonly hint?: string;
}

/** Where the limiter's header does not say how long. */
const THROTTLED: Verdict = { kind: "throttled", retryAfterMs: 1_000 };
const UNKNOWN: Verdict = { kind: "unknown" };
const REFUSED: Verdict = { kind: "refused" };
const QUOTA: Verdict = {
  kind: "quota",
  hint: "The organisation's API calls of this month are used up: buy more in the Feishu admin console, or wait for the next month.",
};
const BAD_CREDENTIALS: Verdict = {
  kind: "unauthorised",
  hint: "Check FEISHU_APP_ID and FEISHU_APP_SECRET against the app's page in the developer console, and FEISHU_DOMAIN (Feishu and Lark are apart).",
};
const BAD_TOKEN: Verdict = {
  kind: "unauthorised",
  hint: "Feishu does not take the app's access token for this API: check that the app and FEISHU_DOMAIN belong together.",
};
const NO_PERMISSION: Verdict = {
  kind: "unauthorised",
  hint: "Grant the app the missing permission in the developer console and publish a version of it.",
};
const NOT_ENABLED: Verdict = {
  kind: "unauthorised",
  hint: "Enable the app in the admin console, and publish a version of it.",
};
const NO_BOT: Verdict = {
  kind: "unauthorised",
  hint: "Enable the bot ability of the app in the developer console and publish a version of it.",
};
const NO_LONG_CONNECTION: Verdict = {
  kind: "unauthorised",
  hint: "Choose the long connection under events and callbacks in the developer console (self-built apps only).",
};
const NOT_LISTED: Verdict = {
  kind: "unauthorised",
  hint: "Add this machine's outgoing address to the app's IP list in the developer console.",
};
const OUT_OF_SCOPE: Verdict = {
  kind: "unauthorised",
  hint: "This person is outside of the app's range of contacts: widen it in the developer console (permissions, data scope).",
};
const WRONG_ADDRESS: Verdict = {
  kind: "unauthorised",
  hint: "There is no such API at this address: check FEISHU_DOMAIN.",
};

/**
 * One row a code; a code that is not here is judged by its status. Sources: Feishu "Generic error codes"
 * (api-call-guide), "Rate limits", the error table of each API, `POST /callback/ws/endpoint` as the official SDKs
 * read it. im's limits are HTTP 400; the gateway's are 429, on some old APIs 400.
 */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  "10003": BAD_CREDENTIALS,
  "10014": BAD_CREDENTIALS,
  "10015": BAD_CREDENTIALS,
  "99991543": BAD_CREDENTIALS,
  "514": BAD_CREDENTIALS,
  "403": NO_LONG_CONNECTION,
  "99991661": BAD_TOKEN,
  "99991663": BAD_TOKEN,
  "99991668": BAD_TOKEN,
  "99991671": BAD_TOKEN,
  "99991677": BAD_TOKEN,
  "99991672": NO_PERMISSION,
  "99991676": NO_PERMISSION,
  "99991679": NO_PERMISSION,
  "121005": NO_PERMISSION,
  "99991662": NOT_ENABLED,
  "99991673": NOT_ENABLED,
  "99991401": NOT_LISTED,
  "190007": NO_BOT,
  "230006": NO_BOT,
  "41050": OUT_OF_SCOPE,

  "99991403": QUOTA,

  "99991400": THROTTLED,
  "190004": THROTTLED,
  "190005": THROTTLED,
  "190010": THROTTLED,
  "230020": THROTTLED,
  "11232": THROTTLED,
  "11233": THROTTLED,
  // The same message is being sent this moment. All sends carry a uuid: asked again, the vendor answers with its result.
  "230049": THROTTLED,
  // The long connection's endpoint: busy, or 50 connections of this app are open.
  "1": THROTTLED,
  "1000040350": THROTTLED,
  "1000040351": THROTTLED,

  "1000040343": UNKNOWN,
  "105001": UNKNOWN,
  "121001": UNKNOWN,
  "190003": UNKNOWN,
};

/** 193001 no such event, 193003 deleted, 191003 its calendar deleted. */
const EVENT_GONE = new Set(["193001", "193003", "191003"]);
/** 194000 no such attendee. */
const ATTENDEE_GONE = new Set(["194000"]);
/** 230011 recalled, 230110 deleted. */
const MESSAGE_GONE = new Set(["230011", "230110"]);
/** 230099 the card cannot be made, 230025 it is too long. */
const CARD_REFUSED = new Set(["230099", "230025"]);
const CREDENTIALS = new Set(["10003", "10014", "10015", "99991543", "514", "403"]);

const hasCode = (error: unknown, codes: ReadonlySet<string>): error is PlatformError =>
  isPlatformError(error) && codes.has(error.code ?? "");

export const isEventGone = (error: unknown): boolean => hasCode(error, EVENT_GONE);
export const isAttendeeGone = (error: unknown): boolean => hasCode(error, ATTENDEE_GONE);
export const isMessageGone = (error: unknown): boolean => hasCode(error, MESSAGE_GONE);
/** Whether the same words may be taken in another form. */
export const isCardRefused = (error: unknown): error is PlatformError => hasCode(error, CARD_REFUSED);
/** Whether the app itself is not accepted, which waiting does not mend. */
export const isAppRefused = (error: unknown): error is PlatformError => hasCode(error, CREDENTIALS);
/** The app's token, or a colleague's: not taken, or past its end. */
const TOKEN_REJECTED = new Set(["99991663", "99991668", "99991677"]);
/** Whether a fresh tenant token may mend this. 99991663 also means "not for tenant tokens": try once. */
export const isTokenRejected = (error: unknown): boolean => hasCode(error, TOKEN_REJECTED);

/** The error that an answer stands for; `undefined` when it is a success. `what` was asked, for the message. */
export function errorOf(answer: VendorAnswer, what: string): PlatformError | undefined {
  const { status, headers, body } = answer;
  const isSuccess = status >= 200 && status < 300;
  const code = isRecord(body) ? body.code : undefined;
  if (typeof code !== "number") {
    if (isSuccess) return unreadable(what);
    return errorFor(verdictOn(status), what, {
      code: `HTTP ${status}`,
      message: "no readable answer",
      permissions: [],
      link: undefined,
    });
  }
  if (isSuccess && code === 0) return undefined;
  const complaint = complaintOf(body as Record<string, unknown>, code);
  const verdict = VERDICTS[complaint.code] ?? verdictOn(status);
  return errorFor(
    verdict.kind === "throttled" ? { ...verdict, ...waitOf(headers) } : verdict,
    what,
    complaint,
  );
}

/** An answer came, and it is not what the vendor's page describes: a write may have happened. */
export const unreadable = (what: string): PlatformError =>
  new PlatformError(
    "unknown",
    `Feishu's answer to "${what}" could not be read; whether it was done is not known.`,
    { code: "unreadable" },
  );

/** A status without a code that we know. An unknown path is a 404 in plain text. */
function verdictOn(status: number): Verdict {
  if (status === 429) return THROTTLED;
  if (status === 401) return BAD_TOKEN;
  if (status === 407)
    return { kind: "unauthorised", hint: "The proxy wants credentials: put them into HTTPS_PROXY." };
  if (status >= 300 && status < 400) return WRONG_ADDRESS;
  return status === 408 || status >= 500 ? UNKNOWN : REFUSED;
}

/** `x-ogw-ratelimit-reset`: seconds until the limiter lets calls through again. */
function waitOf(headers: VendorAnswer["headers"]): { retryAfterMs?: number } {
  const given = headers["x-ogw-ratelimit-reset"];
  const seconds = given === undefined || given === "" ? Number.NaN : Number(given);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
}

function errorFor(verdict: Verdict, what: string, complaint: Complaint): PlatformError {
  const { code, message, permissions, link } = complaint;
  const isWrongAddress = code === "HTTP 404";
  const { kind, retryAfterMs, hint } = isWrongAddress ? WRONG_ADDRESS : verdict;
  const fullHint = [
    hint,
    permissions.length > 0 && `One of these is enough: ${permissions.join(", ")}.`,
    link,
  ]
    .filter(Boolean)
    .join(" ");
  return new PlatformError(kind, `Feishu answered "${what}" with ${code}: ${message}`, {
    code,
    ...(kind === "refused" && { reason: message }),
    ...(kind === "unauthorised" && fullHint && { hint: fullHint }),
    ...(kind === "quota" && hint && { hint }),
    ...(kind === "throttled" && retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function complaintOf(body: Record<string, unknown>, code: number): Complaint {
  const msg = typeof body.msg === "string" && body.msg ? body.msg : "no message";
  const error = isRecord(body.error) ? body.error : {};
  const fields = [
    ...texts(error.details, (detail) => detail.value),
    ...texts(error.field_violations, ({ field, description }) =>
      [field, description].filter(Boolean).join(" "),
    ),
  ].filter((text) => !msg.includes(text));
  const named = texts(error.permission_violations, (violation) => violation.subject);
  const inMessage = /\[([\w:.,\s-]+)\]/.exec(msg)?.[1]?.split(",");
  return {
    code: String(code),
    message: [msg, ...fields].join("; "),
    permissions: named.length > 0 ? named : (inMessage ?? []).map((name) => name.trim()).filter(Boolean),
    link: texts(error.helps, (help) => help.url)[0] ?? /https:\/\/[^\s，。]+/.exec(msg)?.[0],
  };
}

const texts = (list: unknown, pick: (item: Record<string, unknown>) => unknown): string[] =>
  Array.isArray(list)
    ? list
        .filter(isRecord)
        .map(pick)
        .filter((text): text is string => typeof text === "string" && text !== "")
    : [];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
