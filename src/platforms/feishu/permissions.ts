import type { ApiName } from "./limits.ts";
import type { ROOM_CHANGES } from "./room-change.ts";

interface Permission {
  /** What the bot does with it, for whoever has to grant it. */
  readonly en: string;
  readonly zh: string;
  /** What is lost without it, where the bot works all the same. */
  readonly without?: { readonly en: string; readonly zh: string };
}

/**
 * What the app has to be granted in its own name, the narrowest that the APIs' pages list. What colleagues are asked
 * for when they link an account is `link/scopes.ts`.
 */
export const PERMISSIONS = {
  "im:message.p2p_msg:readonly": { en: "hear messages in one-to-one chats", zh: "接收单聊消息" },
  "im:message.group_at_msg:readonly": {
    en: "hear group messages that mention it",
    zh: "接收群里 @ 机器人的消息",
  },
  "im:message:send_as_bot": { en: "answer", zh: "以机器人身份回复" },
  "im:resource": {
    en: "show a room's day as a picture",
    zh: "用图片显示会议室的一天",
    without: { en: "days are shown as a line of text", zh: "只能用文字显示" },
  },
  "im:message:update": {
    en: "change its own cards",
    zh: "更新自己发的卡片",
    without: { en: "each step is a new message", zh: "每一步都会另发一条消息" },
  },
  "im:chat.members:read": {
    en: "find a member of the group by a typed name",
    zh: "按输入的姓名在群成员中查找同事",
    without: { en: "people are invited by a mention only", zh: "只能用 @ 邀请同事" },
  },
  "contact:contact.base:readonly": { en: "see who writes", zh: "读取发消息的人" },
  "contact:user.base:readonly": { en: "call people by their names", zh: "读取姓名" },
  "contact:user.department:readonly": {
    en: "see their departments, which rooms' rules name",
    zh: "读取部门（会议室规则会用到）",
  },
  "vc:room:readonly": { en: "list rooms and read their rules", zh: "读取会议室列表和预订规则" },
  "calendar:calendar:read": { en: "find the bot's own calendar", zh: "读取机器人自己的日历" },
  "calendar:calendar.free_busy:read": {
    en: "read when rooms and people are busy",
    zh: "读取会议室和同事的忙闲",
  },
  "calendar:room:readonly": {
    en: "read when twenty rooms at once are busy (only with FEISHU_FREEBUSY=batch), hear of bookings by others (only with the event for it)",
    zh: "一次读取二十间会议室的忙闲（仅 FEISHU_FREEBUSY=batch 时需要）、得知别人的预订（仅订阅了对应事件时需要）",
    without: {
      en: "rooms are asked about one by one; bookings by others are seen some minutes later",
      zh: "会议室忙闲逐间查询，别人的预订要过几分钟才看得到",
    },
  },
  "calendar:calendar.event:read": { en: "read the events that it made", zh: "读取自己创建的日程" },
  "calendar:calendar.event:create": { en: "make events", zh: "创建日程" },
  "calendar:calendar.event:update": {
    en: "add rooms and people, move events",
    zh: "添加会议室和与会人、改期",
  },
  "calendar:calendar.event:delete": { en: "remove events that it made", zh: "删除自己创建的日程" },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionCode = keyof typeof PERMISSIONS;

/** Which permissions of the app each API takes; none where it takes a colleague's token, or none is needed. */
export const PERMISSIONS_OF: Readonly<Record<ApiName, readonly PermissionCode[]>> = {
  token: [],
  botInfo: [],
  oauth: [],
  userInfo: [],
  roomSearch: [],
  userGet: [
    "contact:contact.base:readonly",
    "contact:user.base:readonly",
    "contact:user.department:readonly",
  ],
  departmentParents: ["contact:contact.base:readonly"],
  chatMembers: ["im:chat.members:read"],
  roomList: ["vc:room:readonly"],
  roomMget: ["vc:room:readonly"],
  roomLevelMget: ["vc:room:readonly"],
  reserveScope: ["vc:room:readonly"],
  freeBusy: ["calendar:calendar.free_busy:read"],
  roomBusyBatch: ["calendar:room:readonly"],
  freeBusyBatch: ["calendar:calendar.free_busy:read"],
  calendarPrimary: ["calendar:calendar:read"],
  eventCreate: ["calendar:calendar.event:create"],
  eventGet: ["calendar:calendar.event:read"],
  eventInstances: ["calendar:calendar.event:read"],
  eventPatch: ["calendar:calendar.event:update"],
  eventDelete: ["calendar:calendar.event:delete"],
  attendeeCreate: ["calendar:calendar.event:update"],
  attendeeList: ["calendar:calendar.event:read"],
  attendeeDelete: ["calendar:calendar.event:update"],
  messageReply: ["im:message:send_as_bot"],
  messageCreate: ["im:message:send_as_bot"],
  messagePatch: ["im:message:update"],
  imageCreate: ["im:resource"],
};

/** What is pushed to the app, each to be added in its console, and the permissions that it takes. */
export const EVENTS = {
  "im.message.receive_v1": ["im:message.p2p_msg:readonly", "im:message.group_at_msg:readonly"],
  "card.action.trigger": [],
} as const satisfies Readonly<Record<string, readonly PermissionCode[]>>;

/** What may be added besides, and the permission that each takes: what the bot learns by them it finds out later without. */
export const OPTIONAL_EVENTS = {
  "vc.room.created_v1": ["vc:room:readonly"],
  "vc.room.updated_v1": ["vc:room:readonly"],
  "vc.room.deleted_v1": ["vc:room:readonly"],
  "vc.room_level.updated_v1": ["vc:room:readonly"],
  "vc.room_level.deleted_v1": ["vc:room:readonly"],
  "vc.reserve_config.updated_v1": ["vc:room:readonly"],
  "meeting_room.meeting_room.status_changed_v1": ["calendar:room:readonly"],
} as const satisfies Readonly<Record<keyof typeof ROOM_CHANGES, readonly PermissionCode[]>>;
