/**
 * Every API of DingTalk that a room bot might call, and how much of it is imitated. `api` is its name in the trace
 * and in faults. `host` says whose manners it has: `api` (api.dingtalk.com: token in a header, HTTP status and
 * `code`) or `oapi` (oapi.dingtalk.com: token in the query, always 200 with `errcode`). Both live on one base here.
 */
export interface CoverageRow {
  readonly api: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly host: "api" | "oapi";
  readonly coverage: "full" | "partial" | "absent";
  /** `none`: needs no access token. */
  readonly auth: "token" | "none";
  /** The permission an administrator must have granted. */
  readonly scope?: string;
  readonly note?: string;
}

const USER = "/v1.0/calendar/users/:unionId";
const EVENTS = `${USER}/calendars/:calendarId/events`;
const READ = "Calendar.Event.Read";
const WRITE = "Calendar.Event.Write";
const ROOMS = "VideoConference.Conference.Read";
const ROBOT = "qyapi_robot_sendmsg";
const MEMBER = "qyapi_get_member";
const CARD = "Card.Instance.Write";

const row = (
  api: string,
  method: CoverageRow["method"],
  path: string,
  coverage: CoverageRow["coverage"],
  rest: { scope?: string; note?: string; auth?: CoverageRow["auth"] } = {},
): CoverageRow => ({
  api,
  method,
  path,
  coverage,
  host: path.startsWith("/v1.0/") ? "api" : "oapi",
  auth: "token",
  ...rest,
});

export const COVERAGE: readonly CoverageRow[] = [
  row("oauth2.accessToken", "POST", "/v1.0/oauth2/accessToken", "full", { auth: "none" }),
  row("oapi.gettoken", "GET", "/gettoken", "full", { auth: "none", note: "parameters in the query only" }),
  row("oauth2.corpToken", "POST", "/v1.0/oauth2/:corpId/token", "absent", { auth: "none" }),
  row("gateway.connections.open", "POST", "/v1.0/gateway/connections/open", "full", { auth: "none" }),

  row("robot.sendBySession", "POST", "/robot/sendBySession", "partial", {
    auth: "none",
    note: "link, feedCard and empty are recorded as they came; the bodies of errors are not documented",
  }),
  row("robot.groupMessages.send", "POST", "/v1.0/robot/groupMessages/send", "partial", {
    scope: ROBOT,
    note: "no media messages",
  }),
  row("robot.oToMessages.batchSend", "POST", "/v1.0/robot/oToMessages/batchSend", "partial", {
    scope: ROBOT,
    note: "no media messages",
  }),
  row("card.createAndDeliver", "POST", "/v1.0/card/instances/createAndDeliver", "partial", {
    scope: CARD,
    note: "into group and robot chats only; one published template; callbacks by stream",
  }),
  row("card.create", "POST", "/v1.0/card/instances", "absent", { scope: CARD }),
  row("card.deliver", "POST", "/v1.0/card/instances/deliver", "absent", { scope: CARD }),
  row("card.update", "PUT", "/v1.0/card/instances", "full", { scope: CARD }),

  row("contact.user.get", "POST", "/topapi/v2/user/get", "partial", {
    scope: MEMBER,
    note: "no mobile, which needs a further permission",
  }),
  row("contact.user.listAdmin", "POST", "/topapi/user/listadmin", "full", { scope: MEMBER }),
  row("contact.user.getByUnionId", "POST", "/topapi/user/getbyunionid", "full", { scope: MEMBER }),
  row("contact.department.listParentByUser", "POST", "/topapi/v2/department/listparentbyuser", "full", {
    scope: MEMBER,
  }),
  row("contact.department.get", "POST", "/topapi/v2/department/get", "partial", {
    scope: "qyapi_get_department_list",
    note: "id, name and parent only; not the root",
  }),
  row("contact.users.search", "POST", "/v1.0/contact/users/search", "partial", {
    scope: "qyapi_addresslist_search",
    note: "by name and English name, not by pinyin; offset counts people, though the page calls it a page number",
  }),

  row("rooms.list", "GET", "/v1.0/rooms/meetingRoomLists", "full", { scope: ROOMS }),
  row("rooms.get", "GET", "/v1.0/rooms/meetingRooms/:roomId", "full", { scope: ROOMS }),
  row("rooms.groups.list", "GET", "/v1.0/rooms/groupLists", "full", { scope: ROOMS }),
  row("rooms.groups.get", "GET", "/v1.0/rooms/groups/:groupId", "absent", { scope: ROOMS }),

  row("calendar.rooms.schedules", "POST", `${USER}/meetingRooms/schedules/query`, "full", { scope: READ }),
  row("calendar.users.schedules", "POST", `${USER}/querySchedule`, "full", {
    scope: "Calendar.EventSchedule.Read",
  }),
  row("calendar.events.create", "POST", EVENTS, "partial", {
    scope: WRITE,
    note: "no online meeting: ignored; a series goes by the office's time zone, and its start must be one of it",
  }),
  row("calendar.events.update", "PUT", `${EVENTS}/:eventId`, "partial", {
    scope: WRITE,
    note: "one of a series changes alone; a series stays one; rooms at a clash as the switch `onMoveClash` says",
  }),
  row("calendar.events.delete", "DELETE", `${EVENTS}/:eventId`, "full", { scope: WRITE }),
  row("calendar.events.get", "GET", `${EVENTS}/:eventId`, "full", { scope: READ }),
  row("calendar.events.list", "GET", EVENTS, "partial", {
    scope: READ,
    note: "no syncToken, no showDeleted",
  }),
  row("calendar.events.view", "GET", `${USER}/calendars/:calendarId/eventsview`, "full", { scope: READ }),
  row("calendar.events.instances", "GET", `${EVENTS}/:eventId/instances`, "absent", { scope: READ }),
  row("calendar.events.cancel", "POST", `${EVENTS}/:eventId/cancel`, "absent", { scope: WRITE }),
  row("calendar.attendees.add", "POST", `${EVENTS}/:eventId/attendees`, "full", { scope: WRITE }),
  row("calendar.attendees.remove", "POST", `${EVENTS}/:eventId/attendees/batchRemove`, "full", {
    scope: WRITE,
  }),
  row("calendar.attendees.list", "GET", `${EVENTS}/:eventId/attendees`, "full", { scope: READ }),
  row("calendar.events.respond", "POST", `${EVENTS}/:eventId/respond`, "full", { scope: WRITE }),
  row("calendar.rooms.add", "POST", `${EVENTS}/:eventId/meetingRooms`, "full", { scope: WRITE }),
  row("calendar.rooms.respond", "POST", `${EVENTS}/:eventId/meetingRooms/:roomId/respond`, "absent", {
    scope: WRITE,
    note: "for administrators; `decideApproval` stands for it",
  }),
  row("calendar.rooms.remove", "POST", `${EVENTS}/:eventId/meetingRooms/batchRemove`, "full", {
    scope: WRITE,
  }),
];
