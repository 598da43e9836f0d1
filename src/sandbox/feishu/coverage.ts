/** One API of Feishu's that a room bot might call, and how much of it is imitated. */
export interface CoverageRow {
  readonly api: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly path: string;
  readonly coverage: "full" | "partial" | "absent";
  /** The permissions of which an app needs one, where the API's page lists them. */
  readonly scopes?: readonly string[];
  /** Which access token it takes; absent: the tenant's. Source: each page's row 请求头, Authorization. */
  readonly token?: "none" | "user" | "either";
  /** Its body may be a form. */
  readonly readsForms?: true;
  readonly note?: string;
}

const CALENDAR = "/open-apis/calendar/v4";
const EVENTS = `${CALENDAR}/calendars/:calendar_id/events`;
const EVENT = `${EVENTS}/:event_id`;
const IM = "/open-apis/im/v1";
const VC = "/open-apis/vc/v1";
const CONTACT = "/open-apis/contact/v3";

const SEND = ["im:message", "im:message:send_as_bot"];
const READ_CHAT = ["im:chat", "im:chat:readonly", "im:chat.members:read", "im:chat.group_info:readonly"];
const READ_ROOMS = ["vc:room", "vc:room:readonly"];
const FREE_BUSY = ["calendar:calendar", "calendar:calendar.free_busy:read", "calendar:calendar:readonly"];
const READ_EVENTS = ["calendar:calendar", "calendar:calendar.event:read", "calendar:calendar:readonly"];
const CHANGE_EVENTS = ["calendar:calendar", "calendar:calendar.event:update"];
const READ_PEOPLE = [
  "contact:contact.base:readonly",
  "contact:contact:access_as_app",
  "contact:contact:readonly",
  "contact:contact:readonly_as_app",
];

/** Routes are made from this table in this order; where two paths overlap, the more particular one comes first. */
export const COVERAGE: readonly CoverageRow[] = [
  {
    api: "auth.tenant_access_token",
    method: "POST",
    path: "/open-apis/auth/v3/tenant_access_token/internal",
    coverage: "full",
    token: "none",
  },
  {
    api: "auth.app_access_token",
    method: "POST",
    path: "/open-apis/auth/v3/app_access_token/internal",
    coverage: "absent",
  },
  {
    api: "auth.user_info",
    method: "GET",
    path: "/open-apis/authen/v1/user_info",
    coverage: "full",
    token: "user",
  },
  {
    api: "oauth.device_authorization",
    method: "POST",
    path: "/oauth/v1/device_authorization",
    coverage: "full",
    token: "none",
    readsForms: true,
    note: "The account server's; here it is on the same base. Its bodies are known from the vendor's own clients.",
  },
  {
    api: "oauth.device.verify",
    method: "GET",
    path: "/oauth/v1/device/verify",
    coverage: "partial",
    token: "none",
    note: "A page without a login: whoever opens it says who they are.",
  },
  {
    api: "oauth.device.answer",
    method: "POST",
    path: "/oauth/v1/device/verify",
    coverage: "partial",
    token: "none",
    readsForms: true,
    note: "What that page's buttons send.",
  },
  {
    api: "oauth.token",
    method: "POST",
    path: "/oauth/v3/token",
    coverage: "partial",
    token: "none",
    readsForms: true,
    note: "Device codes and refresh tokens; no authorization codes and no client credentials.",
  },
  {
    api: "oauth.token_v2",
    method: "POST",
    path: "/open-apis/authen/v2/oauth/token",
    coverage: "absent",
    note: "The historical address of the same.",
  },
  {
    api: "oauth.revoke",
    method: "POST",
    path: "/oauth/v1/revoke",
    coverage: "partial",
    token: "none",
    readsForms: true,
    note: "By RFC 7009, which is all that is known of it.",
  },
  {
    api: "application.scope.list",
    method: "GET",
    path: "/open-apis/application/v6/scopes",
    coverage: "partial",
    note: "The scopes that are known here; `scope_type` is in no page, and in the answers that were seen.",
  },
  { api: "bot.info", method: "GET", path: "/open-apis/bot/v3/info", coverage: "full" },
  {
    api: "ws.endpoint",
    method: "POST",
    path: "/callback/ws/endpoint",
    coverage: "full",
    token: "none",
    note: "Long connection with events and card callbacks; `card` frames are not sent, as the vendor does not.",
  },

  {
    api: "im.message.create",
    method: "POST",
    path: `${IM}/messages`,
    coverage: "partial",
    scopes: SEND,
    note: "Types text, post and interactive; cards as JSON 2.0 only. In the app's name only.",
  },
  {
    api: "im.message.reply",
    method: "POST",
    path: `${IM}/messages/:message_id/reply`,
    coverage: "partial",
    scopes: SEND,
    note: "As create; not in threads.",
  },
  {
    api: "im.message.patch",
    method: "PATCH",
    path: `${IM}/messages/:message_id`,
    coverage: "full",
    scopes: ["im:message", "im:message:update"],
  },
  { api: "im.message.get", method: "GET", path: `${IM}/messages/:message_id`, coverage: "full" },
  { api: "im.message.update", method: "PUT", path: `${IM}/messages/:message_id`, coverage: "absent" },
  { api: "im.message.delete", method: "DELETE", path: `${IM}/messages/:message_id`, coverage: "absent" },
  {
    api: "im.image.create",
    method: "POST",
    path: "/open-apis/im/v1/images",
    coverage: "partial",
    scopes: ["im:resource", "im:resource:upload"],
    note: "PNG only.",
  },
  {
    api: "im.chat.members",
    method: "GET",
    path: `${IM}/chats/:chat_id/members`,
    coverage: "full",
    scopes: READ_CHAT,
  },
  {
    api: "interactive.card.update",
    method: "POST",
    path: "/open-apis/interactive/v1/card/update",
    coverage: "absent",
  },

  {
    api: "contact.user.get",
    method: "GET",
    path: `${CONTACT}/users/:user_id`,
    coverage: "partial",
    token: "either",
    scopes: READ_PEOPLE,
    note: "The fields that an app with base scopes sees.",
  },
  {
    api: "contact.user.batch_get_id",
    method: "POST",
    path: `${CONTACT}/users/batch_get_id`,
    coverage: "absent",
  },
  {
    api: "contact.department.parent",
    method: "GET",
    path: `${CONTACT}/departments/parent`,
    coverage: "partial",
    scopes: [...READ_PEOPLE, "contact:department.organize:readonly"],
    note: "By open_department_id.",
  },

  { api: "vc.room.list", method: "GET", path: `${VC}/rooms`, coverage: "full", scopes: READ_ROOMS },
  { api: "vc.room.mget", method: "POST", path: `${VC}/rooms/mget`, coverage: "full", scopes: READ_ROOMS },
  {
    api: "vc.room.search",
    method: "POST",
    path: `${VC}/rooms/search`,
    coverage: "full",
    token: "user",
    scopes: READ_ROOMS,
  },
  { api: "vc.room.get", method: "GET", path: `${VC}/rooms/:room_id`, coverage: "full", scopes: READ_ROOMS },
  {
    api: "vc.room_level.list",
    method: "GET",
    path: `${VC}/room_levels`,
    coverage: "full",
    scopes: READ_ROOMS,
  },
  { api: "vc.room_level.search", method: "GET", path: `${VC}/room_levels/search`, coverage: "absent" },
  {
    api: "vc.room_level.mget",
    method: "POST",
    path: `${VC}/room_levels/mget`,
    coverage: "full",
    scopes: READ_ROOMS,
  },
  {
    api: "vc.room_level.get",
    method: "GET",
    path: `${VC}/room_levels/:room_level_id`,
    coverage: "full",
    scopes: READ_ROOMS,
  },
  {
    api: "vc.reserve_config.reserve_scope",
    method: "GET",
    path: `${VC}/reserve_configs/reserve_scope`,
    coverage: "full",
    scopes: READ_ROOMS,
    note: "What a room shows of its own after a level covered it is not documented: here it goes on showing its own.",
  },
  {
    api: "vc.reserve_config.form",
    method: "GET",
    path: `${VC}/reserve_configs/:reserve_config_id/form`,
    coverage: "absent",
    note: "No room of this office has a form.",
  },
  {
    api: "vc.resource_reservation_list",
    method: "GET",
    path: `${VC}/resource_reservation_list`,
    coverage: "absent",
  },
  {
    api: "meeting_room.freebusy.batch_get",
    method: "GET",
    path: "/open-apis/meeting_room/freebusy/batch_get",
    coverage: "full",
    token: "either",
    scopes: ["calendar:room:readonly"],
    note: "Its page names neither the HTTP status of its errors (here 400) nor whether a free room is listed (a switch).",
  },

  {
    api: "calendar.freebusy.list",
    method: "POST",
    path: `${CALENDAR}/freebusy/list`,
    coverage: "full",
    token: "either",
    scopes: FREE_BUSY,
  },
  {
    api: "calendar.freebusy.batch",
    method: "POST",
    path: `${CALENDAR}/freebusy/batch`,
    coverage: "full",
    token: "either",
    scopes: FREE_BUSY,
  },
  {
    api: "calendar.calendars.primary",
    method: "POST",
    path: `${CALENDAR}/calendars/primary`,
    coverage: "full",
    token: "either",

    scopes: ["calendar:calendar", "calendar:calendar:read", "calendar:calendar:readonly"],
  },
  { api: "calendar.calendars.list", method: "GET", path: `${CALENDAR}/calendars`, coverage: "absent" },
  {
    api: "calendar.events.create",
    method: "POST",
    path: EVENTS,
    coverage: "partial",
    token: "either",

    scopes: ["calendar:calendar", "calendar:calendar.event:create"],
    note: "Attachments and check-in are not kept.",
  },
  {
    api: "calendar.events.list",
    method: "GET",
    path: EVENTS,
    coverage: "partial",
    token: "either",

    scopes: READ_EVENTS,
    note: "By start_time and end_time, or from anchor_time in pages; no sync_token.",
  },
  {
    api: "calendar.events.instance_view",
    method: "GET",
    path: `${EVENTS}/instance_view`,
    coverage: "full",
    token: "either",
    scopes: READ_EVENTS,
  },
  {
    api: "calendar.events.instances",
    method: "GET",
    path: `${EVENT}/instances`,
    coverage: "full",
    token: "either",
    scopes: READ_EVENTS,
  },
  { api: "calendar.events.search", method: "POST", path: `${EVENTS}/search`, coverage: "absent" },
  {
    api: "calendar.events.get",
    method: "GET",
    path: EVENT,
    coverage: "full",
    token: "either",

    scopes: READ_EVENTS,
  },
  {
    api: "calendar.events.patch",
    method: "PATCH",
    path: EVENT,
    coverage: "full",
    token: "either",

    scopes: CHANGE_EVENTS,
  },
  {
    api: "calendar.events.delete",
    method: "DELETE",
    path: EVENT,
    coverage: "full",
    token: "either",

    scopes: ["calendar:calendar", "calendar:calendar.event:delete"],
  },
  { api: "calendar.events.reply", method: "POST", path: `${EVENT}/reply`, coverage: "absent" },
  {
    api: "calendar.attendees.create",
    method: "POST",
    path: `${EVENT}/attendees`,
    coverage: "partial",
    token: "either",

    scopes: CHANGE_EVENTS,
    note: "No room administrators, no forms. Rooms that need approval decline an app, and keep a colleague waiting.",
  },
  {
    api: "calendar.attendees.list",
    method: "GET",
    path: `${EVENT}/attendees`,
    coverage: "full",
    token: "either",

    scopes: READ_EVENTS,
  },
  {
    api: "calendar.attendees.batch_delete",
    method: "POST",
    path: `${EVENT}/attendees/batch_delete`,
    coverage: "full",
    token: "either",

    scopes: CHANGE_EVENTS,
  },
];
