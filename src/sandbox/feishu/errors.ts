/** Feishu's refusals: an HTTP status and a code of the API's family. Texts are those of the vendor's error tables. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    override readonly message: string,
    /** What goes into the body's `error` beside the log id. */
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Code → HTTP status and message. Sources: the error tables of each API's page and of the general page "通用错误码". */
const KNOWN = {
  9499: [400, "Bad Request"],
  40001: [400, "invalid parameter"],
  40002: [400, "process root dept error"],
  40004: [403, "no dept authority error"],
  40003: [400, "internal error"],
  40011: [400, "page size is invalid"],
  40012: [400, "page token is invalid error"],
  41012: [400, "user id invalid error"],
  41050: [400, "no user authority error"],
  44102: [400, "miss department_id error"],
  100003: [400, "time format must follow RFC3339 standard"],
  100005: [400, "room id invalid"],
  105001: [500, "internal error"],
  105002: [400, "invalid request"],
  121001: [500, "internal error"],
  121003: [400, "param error"],
  121004: [404, "data not exist"],
  126001: [400, "invalid room or level id, check itself or whether the scope_type corresponds to it"],
  190002: [400, "invalid parameters in request"],
  190003: [500, "internal service error"],
  190014: [400, "invalid request parameters. check details for more info."],
  191000: [404, "calendar not found"],
  191001: [400, "invalid calendar_id"],
  191002: [403, "no calendar access_role"],
  193000: [400, "invalid event_id"],
  193001: [404, "event not found"],
  193002: [403, "no permission to operate event"],
  193003: [403, "event is deleted"],
  193101: [400, "organizer is bot, can not set assign_hosts, and allow_attendees_start must be true"],
  193103: [400, "requested time exceeds the allowed range"],
  193104: [400, "exceeded the maximum instance number"],
  194000: [404, "attendee not found"],
  194001: [403, "no permission to list event attendees"],
  194002: [403, "no permission to create event attendees"],
  194003: [403, "no permission to delete event attendees"],
  194004: [400, "invalid attendee type"],
  195100: [404, "user is dismiss or not exist in the tenant"],
  198001: [400, "the number of user IDs exceeds the limit"],
  198002: [400, "the time format is illegal"],
  198003: [400, "the time range is illegal"],
  230001: [400, "Your request contains an invalid request parameter."],
  230002: [400, "The bot can not be outside the group."],
  230013: [400, "Bot has NO availability to this user."],
  230020: [400, "This operation triggers the frequency limit."],
  230025: [400, "The length of the message content reaches its limit."],
  230027: [400, "Lack of necessary permissions."],
  230031: [400, "Message can only be modified within 14 days after sending."],
  230034: [400, "The receive_id is invalid."],
  230099: [400, "Failed to create card content"],
  232001: [400, "Your request contains an invalid request parameter."],
  232006: [400, "Your request specifies a chat_id which is invalid."],
  232011: [400, "Operator can NOT be out of the chat."],
  234001: [400, "Invalid request param."],
  234006: [400, "The file size exceed the max value."],
  234010: [400, "File's size can't be 0."],
  234011: [400, "Can't recognize the image format."],
  99991661: [400, "Missing access token for authorization. Please make a request with token attached."],
  99991663: [400, "Invalid access token for authorization. Please make a request with token attached."],
  99991668: [400, "Invalid access token for authorization. Please make a request with token attached."],
  99991677: [400, "token expire"],
  99992402: [400, "field validation failed"],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type KnownCode = keyof typeof KNOWN;

/** The refusal of this code; `note` is added to its message, as several families do ("…, ext=…"). */
export function refusal(
  code: KnownCode,
  options: { note?: string; details?: Readonly<Record<string, unknown>> } = {},
): Refusal {
  const [status, message] = KNOWN[code];
  return new Refusal(status, code, options.note ? `${message}${options.note}` : message, options.details);
}

/** What an app without any of an API's scopes is told; the link is for its administrator. Body as seen live. */
export function scopeMissing(appId: string, scopes: readonly string[]): Refusal {
  const listed = scopes.join(", ");
  const link = `https://open.feishu.cn/app/${appId}/auth?q=${scopes.join(",")}&op_from=openapi&token_type=tenant`;
  return new Refusal(
    400,
    99991672,
    `Access denied. One of the following scopes is required: [${listed}].应用尚未开通所需的应用身份权限：[${listed}]，点击链接申请并开通任一权限即可：${link}`,
    {
      message:
        "Refer to the documentation to fix the error: https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error",
      permission_violations: scopes.map((subject) => ({ type: "action_scope_required", subject })),
    },
  );
}

/** What a call in a colleague's name is told where they granted none of the API's scopes. Body as seen live. */
export function scopeNotGranted(scopes: readonly string[]): Refusal {
  const listed = scopes.join(", ");
  return new Refusal(
    400,
    99991679,
    `Unauthorized. You do not have permission to perform the requested operation on the resource. Please request user re-authorization and try again. required one of these privileges under the user identity: [${listed}]，应用未获取所需的用户授权：[${listed}]`,
    { permission_violations: scopes.map((subject) => ({ type: "action_privilege_required", subject })) },
  );
}

/** The long connection's endpoint answers with HTTP 200 and codes of its own (those of the official SDKs' `ErrorCode`). */
export const ENDPOINT = {
  authFailed: new Refusal(200, 514, "auth failed"),
  internal: new Refusal(200, 1000040343, "internal error"),
  tooManyConnections: new Refusal(200, 1000040350, "exceed_conn_limit"),
} as const;

/** The gateway's own limit: 429 and how many seconds to wait. Source: 频控策略 (frequency control). */
export const throttled = (limit: number, waitMs: number): Refusal =>
  new Refusal(429, 99991400, "request trigger frequency limit", undefined, {
    "x-ogw-ratelimit-limit": String(limit),
    "x-ogw-ratelimit-reset": String(Math.max(1, Math.ceil(waitMs / 1_000))),
  });

/** An internal error, as the family of the path words it. */
export function internalError(path: string): Refusal {
  if (path.includes("/ws/")) return ENDPOINT.internal;
  if (path.includes("/calendar/")) return refusal(190003);
  if (path.includes("/vc/")) return refusal(121001);
  if (path.includes("/meeting_room/")) return refusal(105001);
  if (path.includes("/contact/")) return refusal(40003);
  return new Refusal(500, 2200, "Internal Error");
}

/** Field by field, what is wrong with a request, as 99992402 tells it. */
export const invalidFields = (violations: readonly { field: string; description: string }[]): Refusal =>
  refusal(99992402, {
    details: { field_violations: violations.map((one) => ({ ...one, value: "" })) },
  });
