/** What the page itself says. Chats, names and titles stay as they are. */

export const LANGUAGES = /** @type {const} */ ({ en: "English", zh: "中文" });

/** @typedef {keyof typeof LANGUAGES} Language */

const en = {
  sandbox: "sandbox",
  youAre: "You are",
  dingtalk: "DingTalk",
  feishu: "Feishu",
  chatIn: "Chat",
  direct: "freeroom (one-to-one)",
  group: (/** @type {string} */ title, /** @type {number} */ count) => `${title} (${count})`,
  bot: "freeroom",
  robot: "bot",
  botConnected: "bot connected",
  botMissing: "bot not connected",
  mention: "Mention the bot",
  placeholder: "Ask for a room …",
  send: "Send",
  opens: (/** @type {string} */ label) => `${label} (opens a new tab)`,
  examples: "Try",
  nothingSaid: "Nothing has been said here yet. Pick an example below, or type.",
  calendar: "Calendar",
  calendarOf: (/** @type {string} */ name) => `Calendar of ${name}`,
  noMeetings: "Nothing today.",
  today: "Today",
  tomorrow: "Tomorrow",
  allDay: "all day",
  organisedBy: (/** @type {string} */ name) => `by ${name}`,
  madeOn: { dingtalk: "DingTalk", feishu: "Feishu", client: "" },
  answer: {
    accepted: "",
    pending: "asked, no answer yet",
    tentative: "waits for approval",
    declined: "declined",
  },
  noRoom: "no room",
  rooms: "Rooms",
  seats: (/** @type {number} */ count) => `${count} seats`,
  equipment: { tv: "TV", phone: "phone", projector: "projector", whiteboard: "whiteboard", video: "video" },
  busy: "busy",
  waiting: "not confirmed yet",
  mine: "yours",
  day: "Day",
  colleague: "a colleague",
  admin: "admin",
  outsider: "guest",
  failed: (/** @type {string} */ why) => `That did not work. ${why}`,
  offline: "The connection was lost. Trying again …",
  refused: "freeroom was started anew: open the URL that it printed this time.",
};

/** @type {typeof en} */
const zh = {
  sandbox: "沙盒",
  youAre: "当前身份",
  dingtalk: "钉钉",
  feishu: "飞书",
  chatIn: "会话",
  direct: "freeroom（单聊）",
  group: (title, count) => `${title}（${count}）`,
  bot: "freeroom",
  robot: "机器人",
  botConnected: "机器人已连接",
  botMissing: "机器人未连接",
  mention: "@机器人",
  placeholder: "想订什么会议室……",
  send: "发送",
  opens: (label) => `${label}（在新标签页中打开）`,
  examples: "试试",
  nothingSaid: "这里还没有消息。点一个下面的例子，或者直接输入。",
  calendar: "日历",
  calendarOf: (name) => `${name}的日历`,
  noMeetings: "今天没有日程。",
  today: "今天",
  tomorrow: "明天",
  allDay: "全天",
  organisedBy: (name) => `${name}发起`,
  madeOn: { dingtalk: "钉钉", feishu: "飞书", client: "" },
  answer: { accepted: "", pending: "已申请，待会议室回应", tentative: "待审批", declined: "已拒绝" },
  noRoom: "无会议室",
  rooms: "会议室",
  seats: (count) => `${count}人`,
  equipment: { tv: "电视", phone: "电话", projector: "投影", whiteboard: "白板", video: "视频" },
  busy: "占用",
  waiting: "待确认",
  mine: "你的",
  day: "日期",
  colleague: "同事",
  admin: "管理员",
  outsider: "外部",
  failed: (why) => `没有成功。${why}`,
  offline: "连接断开，正在重连……",
  refused: "freeroom 已重新启动：请打开它这次打印的网址。",
};

export const WORDS = { en, zh };

const ENGLISH_EXAMPLES = [
  "free room 3pm 1h",
  "free room tomorrow 10:00-11:30 for 8 with projector",
  "1",
  "book 2",
  "my bookings",
  "cancel",
  "link",
  "help",
];
const CHINESE_EXAMPLES = [
  "现在有空的会议室吗",
  "明天下午三点 8人 投影 一小时",
  "1",
  "订第二个",
  "我的预订",
  "取消",
  "绑定",
  "帮助",
];

/**
 * Phrases to click, those of the page's language first.
 * @type {Record<Language, readonly string[]>}
 */
export const EXAMPLES = {
  en: [...new Set([...ENGLISH_EXAMPLES, ...CHINESE_EXAMPLES])],
  zh: [...new Set([...CHINESE_EXAMPLES, ...ENGLISH_EXAMPLES])],
};
