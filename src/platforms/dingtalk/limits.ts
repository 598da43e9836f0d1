import type { Counted } from "../../budget/month-count.ts";
import type { ApiLimit } from "../../queue/queue.ts";

/**
 * Every API that is called, with who goes first when calls wait. The limits are per application and API, in a window
 * of one second (DingTalk "API call limits", 2026-05): 20 in the standard edition, 40 or 60 in bought ones.
 * What is metered against the organisation's month is marked with its share: tokens and contacts are free.
 */
const PRIORITIES = {
  /** Not metered. */
  token: "booking",
  userGet: "asking",
  userSearch: "asking",
  userDepartments: "asking",
  departmentGet: "asking",

  /** Metered: 5 000 calls a month in the standard edition, for all of the organisation's apps together. */
  roomList: "housekeeping",
  roomGroups: "housekeeping",
  roomDetail: "asking",
  roomSchedules: "asking",
  userSchedules: "asking",
  eventView: "asking",
  eventGet: "booking",
  eventCreate: "booking",
  eventUpdate: "booking",
  eventAddAttendees: "booking",
  eventAddRooms: "booking",
  eventRemoveRooms: "booking",
  eventDelete: "booking",
  /** Also 5 000 recipients a minute per application. */
  robotDirect: "booking",
  robotGroup: "booking",
  cardCreate: "booking",
  cardUpdate: "booking",

  /**
   * Metered apart: 3 000 webhook and stream messages a month. No rate is documented; the nearest documented one is a
   * custom group robot's, 20 a minute and group. Nobody should wait most of a minute for what may not be a limit:
   * the default tier paces it, and a chat that is told "too fast" is answered by the robot API instead.
   */
  sessionWebhook: "booking",
} as const satisfies Record<string, ApiLimit["priority"]>;

/** DingTalk "API call limits" (2026-05): calls that are not counted against the month, and those counted apart. */
const NOT_METERED: readonly string[] = ["token", "userGet", "userSearch", "userDepartments", "departmentGet"];
export const countedAs = (api: string): Counted | undefined =>
  api === "sessionWebhook" ? "messages" : NOT_METERED.includes(api) ? undefined : "calls";

export type ApiName = keyof typeof PRIORITIES;

const WINDOW_MS = 1_000;

/** The table for the queue, at `qps` calls a second to each API. */
export function dingTalkLimits(qps: number): Readonly<Record<string, ApiLimit>> {
  const windows = [{ calls: qps, perMs: WINDOW_MS }];
  return Object.fromEntries(
    Object.entries(PRIORITIES).map(([api, priority]): [string, ApiLimit] => [api, { windows, priority }]),
  );
}
