import type { ApiName } from "../platforms/feishu/limits.ts";
import type { PermissionCode } from "../platforms/feishu/permissions.ts";

/** What is asked about. */
export interface Subject {
  /** A room, made up where none is known. */
  readonly roomId: string;
  readonly nowMs: number;
}

export interface Request {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

/** One call that passes Feishu's gateway with the permission alone. */
export interface Probe {
  readonly api: ApiName;
  readonly request: (subject: Subject) => Request;
}

const MINUTE_MS = 60_000;
const NOUGHTS = "0".repeat(32);
/** No chat, message, person, room, calendar or event is called so. */
const NO_CHAT = `oc_${NOUGHTS}`;
const NO_MESSAGE = `om_${NOUGHTS}`;
const NO_PERSON = `ou_${NOUGHTS}`;
export const NO_ROOM = `omm_${NOUGHTS}`;
const NO_CALENDAR = `/open-apis/calendar/v4/calendars/feishu.cn_${NOUGHTS}@group.calendar.feishu.cn/events`;
const NO_EVENT = `${NO_CALENDAR}/00000000-0000-0000-0000-000000000000_0`;

const rfc3339 = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => String(Math.floor(ms / 1_000));

/** Shown by no call: pushes, and fields that are left out of a person's data. The tenant's own list tells of them. */
type Listed =
  | "im:message.p2p_msg:readonly"
  | "im:message.group_at_msg:readonly"
  | "contact:user.base:readonly"
  | "contact:user.department:readonly";

/**
 * The gateway looks at the app's permissions before the API sees the request (99991672, "Generic error codes"), and
 * whatever the API itself says of a request tells that it was let through. So reads are made, and a write is about
 * something that cannot exist, so that it can do nothing whichever of the two looks first.
 */
export const PROBES: Readonly<Record<Exclude<PermissionCode, Listed>, Probe>> & {
  readonly [code in Listed]?: undefined;
} = {
  "im:message:send_as_bot": {
    api: "messageCreate",
    request: () => ({
      method: "POST",
      path: "/open-apis/im/v1/messages",
      query: { receive_id_type: "chat_id" },
      body: { receive_id: NO_CHAT, msg_type: "text", content: JSON.stringify({ text: "freeroom doctor" }) },
    }),
  },
  "im:resource": {
    api: "imageCreate",
    // Without a picture.
    request: () => ({ method: "POST", path: "/open-apis/im/v1/images", body: {} }),
  },
  "im:message:update": {
    api: "messagePatch",
    request: () => ({
      method: "PATCH",
      path: `/open-apis/im/v1/messages/${NO_MESSAGE}`,
      body: { content: "{}" },
    }),
  },
  "im:chat.members:read": {
    api: "chatMembers",
    request: () => ({
      method: "GET",
      path: `/open-apis/im/v1/chats/${NO_CHAT}/members`,
      query: { member_id_type: "open_id" },
    }),
  },
  "contact:contact.base:readonly": {
    api: "userGet",
    request: () => ({
      method: "GET",
      path: `/open-apis/contact/v3/users/${NO_PERSON}`,
      query: { user_id_type: "open_id" },
    }),
  },
  "vc:room:readonly": {
    api: "roomList",
    request: () => ({ method: "GET", path: "/open-apis/vc/v1/rooms", query: { page_size: 10 } }),
  },
  "calendar:calendar:read": {
    api: "calendarPrimary",
    request: () => ({ method: "POST", path: "/open-apis/calendar/v4/calendars/primary", body: {} }),
  },
  "calendar:calendar.free_busy:read": {
    api: "freeBusy",
    request: ({ roomId, nowMs }) => ({
      method: "POST",
      path: "/open-apis/calendar/v4/freebusy/list",
      body: { room_id: roomId, time_min: rfc3339(nowMs), time_max: rfc3339(nowMs + MINUTE_MS) },
    }),
  },
  "calendar:room:readonly": {
    api: "roomBusyBatch",
    request: ({ roomId, nowMs }) => ({
      method: "GET",
      path: "/open-apis/meeting_room/freebusy/batch_get",
      query: { room_ids: roomId, time_min: rfc3339(nowMs), time_max: rfc3339(nowMs + MINUTE_MS) },
    }),
  },
  "calendar:calendar.event:read": {
    api: "eventGet",
    request: () => ({ method: "GET", path: NO_EVENT }),
  },
  "calendar:calendar.event:create": {
    api: "eventCreate",
    request: ({ nowMs }) => ({
      method: "POST",
      path: NO_CALENDAR,
      body: {
        summary: "freeroom doctor",
        start_time: { timestamp: seconds(nowMs) },
        end_time: { timestamp: seconds(nowMs + MINUTE_MS) },
      },
    }),
  },
  "calendar:calendar.event:update": {
    api: "eventPatch",
    request: () => ({ method: "PATCH", path: NO_EVENT, body: { need_notification: false } }),
  },
  "calendar:calendar.event:delete": {
    api: "eventDelete",
    request: () => ({ method: "DELETE", path: NO_EVENT, query: { need_notification: "false" } }),
  },
};
