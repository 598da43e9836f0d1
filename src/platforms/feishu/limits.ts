import type { Counted } from "../../budget/month-count.ts";
import type { ApiLimit, LimitWindow } from "../../queue/queue.ts";

type Priority = ApiLimit["priority"];

/**
 * Every API that is called, with who goes first when calls wait. Limits are per API, app and tenant (Feishu
 * "Rate limits", tier 4 unless said): 1000 a minute and 50 a second, and either may trip.
 */
const DEFAULT_TIER = {
  token: "booking",
  botInfo: "booking",
  userGet: "asking",
  departmentParents: "asking",
  chatMembers: "asking",

  /** A colleague's own tokens: the device flow, renewal, revocation, and whose they are. */
  oauth: "booking",
  userInfo: "booking",

  roomList: "housekeeping",
  roomMget: "asking",
  roomSearch: "asking",
  roomLevelMget: "housekeeping",
  freeBusy: "asking",
  freeBusyBatch: "asking",

  calendarPrimary: "booking",
  eventCreate: "booking",
  eventGet: "booking",
  eventInstances: "booking",
  eventPatch: "booking",
  eventDelete: "booking",
  attendeeCreate: "booking",
  attendeeList: "booking",
  attendeeDelete: "booking",

  imageCreate: "booking",
} as const satisfies Record<string, Priority>;

/**
 * Of the default tier; sends also share 5 a second to one group (all bots together) and to one person, and updates
 * have 5 a second of one message ("Send message", "Update message card"). Other bots and other processes are not
 * known of here: what they leave no room for is the vendor's 230020, and is waited out.
 */
const TO_ONE = {
  messageReply: "booking",
  messageCreate: "booking",
  messagePatch: "booking",
} as const satisfies Record<string, Priority>;
const TO_ONE_QPS = 5;

/** Its page names no tier (`GET /meeting_room/freebusy/batch_get`), so this is careful. */
const UNPUBLISHED_TIER = { roomBusyBatch: "asking" } as const satisfies Record<string, Priority>;
const UNPUBLISHED_QPS = 10;

/** Tier 3: 100 a minute (`GET /vc/v1/reserve_configs/reserve_scope`). */
const SLOW_TIER = { reserveScope: "asking" } as const satisfies Record<string, Priority>;

/** Feishu "Rate limits": whatever is called counts in the free edition's month, tokens do not. */
export const countedAs = (api: string): Counted | undefined =>
  api === "token" || api === "oauth" ? undefined : "calls";

export type ApiName =
  | keyof typeof DEFAULT_TIER
  | keyof typeof TO_ONE
  | keyof typeof UNPUBLISHED_TIER
  | keyof typeof SLOW_TIER;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** The table for the queue. `qps` and `qpm`: calls a second and a minute to one API of the default tier. */
export function feishuLimits({
  qps,
  qpm,
}: {
  readonly qps: number;
  readonly qpm: number;
}): Readonly<Record<ApiName, ApiLimit>> {
  const tier = (
    apis: Readonly<Record<string, Priority>>,
    windows: readonly LimitWindow[],
    more: Pick<ApiLimit, "perKey"> = {},
  ) => Object.entries(apis).map(([api, priority]) => [api, { windows, priority, ...more }] as const);
  const byDefault = [
    { calls: qps, perMs: SECOND_MS },
    { calls: qpm, perMs: MINUTE_MS },
  ];
  const table = [
    ...tier(DEFAULT_TIER, byDefault),
    ...tier(TO_ONE, byDefault, { perKey: [{ calls: TO_ONE_QPS, perMs: SECOND_MS }] }),
    ...tier(UNPUBLISHED_TIER, [
      { calls: Math.min(UNPUBLISHED_QPS, qps), perMs: SECOND_MS },
      { calls: qpm, perMs: MINUTE_MS },
    ]),
    ...tier(SLOW_TIER, [{ calls: Math.min(100, qpm), perMs: MINUTE_MS }]),
  ];
  return Object.fromEntries(table) as Record<ApiName, ApiLimit>;
}
