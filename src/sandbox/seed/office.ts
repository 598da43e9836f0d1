import type { Equipment } from "../../core/model.ts";
import type {
  Colleague,
  Department,
  Office,
  OfficeChat,
  OfficeRoomRules,
  Place,
  PlaceRules,
} from "../office.ts";
import { directChatKey } from "../sandbox.ts";
import { dingtalkIds, feishuIds } from "./ids.ts";
import { type RoomRow, roomRows } from "./rooms.ts";

/** An office worth trying: two buildings, some forty rooms with rules of every kind, fifteen colleagues and a guest. */
export function believableOffice(nowMs: number = Date.now()): Office {
  return {
    zone: "Asia/Shanghai",
    departments: DEPARTMENTS.map(department),
    colleagues: COLLEAGUES.map(colleague),
    places: PLACES.map(place),
    rooms: roomRows(nowMs).map(room),
    chats: [...GROUPS.map(groupChat), ...COLLEAGUES.map(([key, name]) => directChat(key, name))],
  };
}

const ORDINARY: OfficeRoomRules = { bookableBy: "everyone", recurring: true };
const EQUIPMENT: Record<string, Equipment> = {
  t: "tv",
  p: "phone",
  j: "projector",
  w: "whiteboard",
  v: "video",
};

const DEPARTMENTS: readonly (readonly [key: string, name: string, parentKey?: string])[] = [
  ["engineering", "研发中心"],
  ["platform", "平台组", "engineering"],
  ["mobile", "移动端组", "engineering"],
  ["product", "产品部"],
  ["design", "设计组", "product"],
  ["market", "市场部"],
  ["brand", "品牌组", "market"],
  ["office", "行政部"],
];

const COLLEAGUES: readonly (readonly [
  key: string,
  name: string,
  english: string,
  department: string,
  role?: "admin" | "outsider",
])[] = [
  ["li-lei", "李雷", "Leo Li", "platform"],
  ["han-meimei", "韩梅梅", "May Han", "platform"],
  ["wang-fang", "王芳", "Fang Wang", "office", "admin"],
  ["zhang-wei", "张伟", "David Zhang", "mobile"],
  ["liu-yang", "刘洋", "Yang Liu", "mobile"],
  ["chen-jing", "陈静", "Jing Chen", "product"],
  ["zhao-min", "赵敏", "Mindy Zhao", "design"],
  ["sun-li", "孙丽", "Lily Sun", "design"],
  ["zhou-jie", "周杰", "Jay Zhou", "market"],
  ["wu-gang", "吴刚", "Gang Wu", "brand"],
  ["emma", "Emma Brown", "Emma Brown", "product"],
  ["oliver", "Oliver Smith", "Oliver Smith", "platform"],
  ["sofia", "Sofia Rossi", "Sofia Rossi", "brand"],
  ["kenji", "佐藤健二", "Kenji Sato", "engineering"],
  ["xu-ting", "徐婷", "Tina Xu", "market"],
  ["guest", "顾问老周", "Joe Guest", "market", "outsider"],
];

const PLACES: readonly (readonly [key: string, name: string, parentKey?: string, rules?: PlaceRules])[] = [
  ["a", "总部A座"],
  ["a3", "3层", "a"],
  ["a8", "8层", "a"],
  ["a12", "12层", "a"],
  ["a15", "15层", "a"],
  ["b", "创新B座 (Tower B)"],
  ["b2", "2F", "b"],
  ["b5", "5F", "b"],
  ["b9", "9F", "b"],
  ["bb1", "B1", "b", { dailyMinutes: { from: 8 * 60, to: 22 * 60 } }],
];

const GROUPS: readonly (readonly [key: string, title: string, members: readonly string[]])[] = [
  ["platform-team", "平台组日常", ["li-lei", "han-meimei", "oliver", "kenji"]],
  [
    "launch",
    "新品发布 Launch",
    ["chen-jing", "emma", "zhao-min", "zhou-jie", "sofia", "li-lei", "zhang-wei", "guest"],
  ],
  ["everyone", "全员群", COLLEAGUES.filter(([, , , , role]) => role !== "outsider").map(([key]) => key)],
];

const department = ([key, name, parentKey]: (typeof DEPARTMENTS)[number]): Department => ({
  key,
  name,
  ...(parentKey === undefined ? {} : { parentKey }),
  dingtalk: { deptId: dingtalkIds.deptId(key) },
  feishu: { openDepartmentId: feishuIds.openDepartmentId(key) },
});

const colleague = ([
  key,
  name,
  englishName,
  departmentKey,
  role,
]: (typeof COLLEAGUES)[number]): Colleague => ({
  key,
  name,
  englishName,
  departmentKey,
  isAdmin: role === "admin",
  ...(role === "outsider" ? { isOutsider: true } : {}),
  dingtalk: { userId: dingtalkIds.userId(key), unionId: dingtalkIds.unionId(key) },
  feishu: {
    openId: feishuIds.openId(key),
    unionId: feishuIds.unionId(key),
    userId: feishuIds.userId(key),
  },
});

const place = ([key, name, parentKey, rules]: (typeof PLACES)[number]): Place => ({
  key,
  name,
  ...(parentKey === undefined ? {} : { parentKey }),
  ...(rules === undefined ? {} : { rules }),
  dingtalk: { groupId: dingtalkIds.groupId(key) },
  feishu: { levelId: feishuIds.levelId(key) },
});

const room = ([key, name, placeKey, capacity, devices, rules]: RoomRow) => ({
  key,
  name,
  placeKey,
  ...(capacity === undefined ? {} : { capacity }),
  equipment: [...devices].flatMap((letter) => EQUIPMENT[letter] ?? []),
  rules: { ...ORDINARY, ...rules },
  dingtalk: { roomId: dingtalkIds.roomId(key) },
  feishu: { roomId: feishuIds.roomId(key) },
});

const groupChat = ([key, title, memberKeys]: (typeof GROUPS)[number]): OfficeChat => ({
  key,
  title,
  kind: "group",
  memberKeys,
  dingtalk: { conversationId: dingtalkIds.conversationId(key) },
  feishu: { chatId: feishuIds.chatId(key) },
});

const directChat = (colleagueKey: string, name: string): OfficeChat => ({
  key: directChatKey(colleagueKey),
  title: name,
  kind: "direct",
  memberKeys: [colleagueKey],
  dingtalk: { conversationId: dingtalkIds.conversationId(directChatKey(colleagueKey)) },
  feishu: { chatId: feishuIds.chatId(directChatKey(colleagueKey)) },
});
