import { randomUUID } from "node:crypto";
import type { ApiName } from "../platforms/dingtalk/limits.ts";
import type { PermissionCode } from "../platforms/dingtalk/permissions.ts";

/** In whose name things are read, and which room; made up where nobody and nothing is known. */
export interface Subject {
  readonly userId: string;
  readonly unionId: string;
  readonly roomId: string;
  readonly robotCode: string;
  readonly nowMs: number;
}

export interface Request {
  readonly host: "api" | "oapi";
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

/** One call that passes DingTalk's gateway with the permission alone. */
export interface Probe {
  readonly api: ApiName;
  readonly request: (subject: Subject) => Request;
}

const MINUTE_MS = 60_000;
/** Nobody and nothing is called so. */
const NOBODY = "freeroom-doctor";
export const MADE_UP: Omit<Subject, "robotCode" | "nowMs"> = {
  userId: NOBODY,
  unionId: NOBODY,
  roomId: "0".repeat(48),
};

/** The organisation's root, which everybody has ("Query department details": "根部门ID为1"). */
const ROOT_DEPARTMENT = 1;

const calendarOf = (unionId: string) => `/v1.0/calendar/users/${encodeURIComponent(unionId)}`;
/** With milliseconds, which some of the calendar's APIs insist on. */
const iso = (ms: number) => new Date(ms).toISOString();

/**
 * A permission is looked at by the gateway, before the API sees the request: `Forbidden.AccessDenied.…` and 88/60011
 * are its codes ("Global error codes", "Permission denied"), and whatever the API itself says of a request tells that
 * it was let through. So reads are made, of one thing; and a write is about something that cannot exist, so that it can
 * do nothing whichever of the two looks first.
 */
export const PROBES: Readonly<Record<PermissionCode, Probe>> = {
  qyapi_robot_sendmsg: {
    api: "robotDirect",
    // Goes to nobody: whom the organisation does not have comes back in `invalidStaffIdList`.
    request: ({ robotCode }) => ({
      host: "api",
      method: "POST",
      path: "/v1.0/robot/oToMessages/batchSend",
      body: {
        robotCode,
        userIds: [`${NOBODY}-${randomUUID()}`],
        msgKey: "sampleText",
        msgParam: JSON.stringify({ content: NOBODY }),
      },
    }),
  },
  qyapi_get_member: {
    api: "userGet",
    request: ({ userId }) => ({
      host: "oapi",
      method: "POST",
      path: "/topapi/v2/user/get",
      body: { userid: userId },
    }),
  },
  "VideoConference.Conference.Read": {
    api: "roomList",
    request: ({ unionId }) => ({
      host: "api",
      method: "GET",
      path: "/v1.0/rooms/meetingRoomLists",
      query: { unionId, maxResults: 1 },
    }),
  },
  "Calendar.Event.Read": {
    api: "roomSchedules",
    request: ({ unionId, roomId, nowMs }) => ({
      host: "api",
      method: "POST",
      path: `${calendarOf(unionId)}/meetingRooms/schedules/query`,
      body: { roomIds: [roomId], startTime: iso(nowMs), endTime: iso(nowMs + MINUTE_MS) },
    }),
  },
  "Calendar.Event.Write": {
    api: "eventDelete",
    // There is no such event to be removed.
    request: ({ unionId }) => ({
      host: "api",
      method: "DELETE",
      path: `${calendarOf(unionId)}/calendars/primary/events/${NOBODY}-${randomUUID()}`,
      query: { pushNotification: "false" },
    }),
  },
  "Calendar.EventSchedule.Read": {
    api: "userSchedules",
    request: ({ unionId, nowMs }) => ({
      host: "api",
      method: "POST",
      path: `${calendarOf(unionId)}/querySchedule`,
      body: { userIds: [unionId], startTime: iso(nowMs), endTime: iso(nowMs + MINUTE_MS) },
    }),
  },
  "Card.Instance.Write": {
    api: "cardUpdate",
    // There is no such card to be changed.
    request: () => ({
      host: "api",
      method: "PUT",
      path: "/v1.0/card/instances",
      body: {
        outTrackId: `${NOBODY}-${randomUUID()}`,
        cardData: { cardParamMap: {} },
        cardUpdateOptions: { updateCardDataByKey: true },
      },
    }),
  },
  qyapi_addresslist_search: {
    api: "userSearch",
    request: () => ({
      host: "api",
      method: "POST",
      path: "/v1.0/contact/users/search",
      body: { queryWord: NOBODY, offset: 0, size: 1 },
    }),
  },
  qyapi_get_department_list: {
    api: "departmentGet",
    request: () => ({
      host: "oapi",
      method: "POST",
      path: "/topapi/v2/department/get",
      body: { dept_id: ROOT_DEPARTMENT },
    }),
  },
};
