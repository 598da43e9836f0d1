import type { ApiName } from "./limits.ts";

interface Permission {
  /** What the bot does with it, for whoever has to grant it. */
  readonly en: string;
  readonly zh: string;
  /** What is lost without it, where the bot works all the same. */
  readonly without?: { readonly en: string; readonly zh: string };
}

/** What the app has to be granted, by the code that the developer console's permissions page searches by. */
export const PERMISSIONS = {
  qyapi_robot_sendmsg: { en: "send messages as the robot", zh: "以机器人身份发送消息" },
  qyapi_get_member: { en: "see who writes, and their departments", zh: "读取发消息的人及其所在部门" },
  "VideoConference.Conference.Read": {
    en: "list rooms and read their rules",
    zh: "读取会议室列表和预订规则",
  },
  "Calendar.Event.Read": { en: "read rooms' busy times and events", zh: "读取会议室忙闲和日程" },
  "Calendar.Event.Write": {
    en: "make, change and remove events, add rooms",
    zh: "创建、修改、删除日程，添加会议室",
  },
  "Calendar.EventSchedule.Read": {
    en: "read when people are busy",
    zh: "读取同事的忙闲",
    without: { en: "no times that suit people", zh: "无法按与会人的空闲时间找会议室" },
  },
  "Card.Instance.Write": {
    en: "answer with interactive cards, where a template is set",
    zh: "用互动卡片回复（设置了卡片模板时）",
    without: { en: "answers are text, and choices are typed", zh: "只用文字回复，选项要打字" },
  },
  qyapi_addresslist_search: {
    en: "find a colleague by a typed name",
    zh: "按输入的姓名查找同事",
    without: { en: "people are invited by a mention only", zh: "只能用 @ 邀请同事" },
  },
  qyapi_get_department_list: {
    en: "tell people of one name apart by their department",
    zh: "用部门区分同名同事",
    without: { en: "they are told apart by their title alone", zh: "只能用职位区分" },
  },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionCode = keyof typeof PERMISSIONS;

/** Which permission each API takes, as its page says; undefined: none. */
export const PERMISSION_OF: Readonly<Record<ApiName, PermissionCode | undefined>> = {
  token: undefined,
  sessionWebhook: undefined,
  robotDirect: "qyapi_robot_sendmsg",
  robotGroup: "qyapi_robot_sendmsg",
  cardCreate: "Card.Instance.Write",
  cardUpdate: "Card.Instance.Write",
  userGet: "qyapi_get_member",
  userDepartments: "qyapi_get_member",
  userSearch: "qyapi_addresslist_search",
  departmentGet: "qyapi_get_department_list",
  roomList: "VideoConference.Conference.Read",
  roomGroups: "VideoConference.Conference.Read",
  roomDetail: "VideoConference.Conference.Read",
  roomSchedules: "Calendar.Event.Read",
  userSchedules: "Calendar.EventSchedule.Read",
  eventView: "Calendar.Event.Read",
  eventGet: "Calendar.Event.Read",
  eventCreate: "Calendar.Event.Write",
  eventUpdate: "Calendar.Event.Write",
  eventDelete: "Calendar.Event.Write",
  eventAddAttendees: "Calendar.Event.Write",
  eventAddRooms: "Calendar.Event.Write",
  eventRemoveRooms: "Calendar.Event.Write",
};
