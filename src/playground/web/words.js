/** What the page itself says. Chats, names and titles stay as they are. */

export const LANGUAGES = /** @type {const} */ ({ en: "English", zh: "中文" });

/** @typedef {keyof typeof LANGUAGES} Language */

const grouped = (/** @type {number} */ count) => count.toLocaleString("en");
const plural = (/** @type {number} */ count, /** @type {string} */ noun) =>
  `${count} ${count === 1 ? noun : `${noun}s`}`;

const en = {
  sandbox: "one office, two apps, nothing real",
  youAre: "You are",
  dingtalk: "DingTalk",
  feishu: "Feishu",
  chatIn: "Chat",
  direct: "One-to-one",
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
  said: (/** @type {string} */ vendor) => `Messages in ${vendor}`,
  welcome: "Ask for a meeting room, the way you would ask a colleague.",
  whatToDo: {
    dingtalk: "Click a phrase below. What you book shows in the room grid at once.",
    feishu: "The same office in another app: a room that is taken in one is gone in the other.",
  },
  yes: "Yes",
  no: "Not now",
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
  strip: "the room's day, drawn as a line",
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
  cost: (/** @type {number} */ calls) => `This answer: ${plural(calls, "call")}`,
  costWithMessages: (/** @type {number} */ calls, /** @type {number} */ messages) =>
    `This answer: ${plural(calls, "call")}, ${plural(messages, "message")}`,
  month: {
    calls: (/** @type {number} */ used, /** @type {number} */ budget) =>
      `Month: ${grouped(used)} of ${grouped(budget)} calls`,
    messages: (/** @type {number} */ used, /** @type {number} */ budget) =>
      `${grouped(used)} of ${grouped(budget)} messages`,
  },
  heard: "said to the bot",
  countedAs: { calls: "call", messages: "message", free: "free" },
  noCalls: "Nothing was asked of the platform since the last message.",
  controls: "Faults",
  faultsOn: (/** @type {number} */ count) => `${plural(count, "fault")} on`,
  aboutFaults: "Let something go wrong on the platform, and see what the bot makes of it.",
  faultsHere: (/** @type {readonly string[]} */ names) =>
    `Fault switched on: ${names.join(", ")}. The bot does not know that it is one.`,
  moveClock: "Move the clock",
  later: { quarter: "+15 min", hour: "+1 h", workday: "Next workday" },
  faultsOf: (/** @type {string} */ vendor) => `Faults in ${vendor}`,
  faults: {
    throttle: "Over the limit",
    slow: "Slow (3 s)",
    "room-declines": "Rooms decline",
    "lost-answer": "Answers get lost",
  },
  drop: "Cut the connection",
  allOff: "All off",
  offline: "The connection was lost. Trying again …",
  refused: "freeroom was started anew: open the URL that it printed this time.",
};

/** @type {typeof en} */
const zh = {
  sandbox: "一个办公室，两个 App，全是模拟",
  youAre: "当前身份",
  dingtalk: "钉钉",
  feishu: "飞书",
  chatIn: "会话",
  direct: "单聊",
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
  said: (vendor) => `${vendor}消息`,
  welcome: "想要会议室？像问同事一样说一句就行。",
  whatToDo: {
    dingtalk: "点一句下面的话试试。订到的会议室会马上出现在占用表里。",
    feishu: "同一个办公室，换了一个 App：一边订走的会议室，另一边就没有了。",
  },
  yes: "确定",
  no: "先不",
  calendar: "日历",
  calendarOf: (name) => `${name}的日历`,
  noMeetings: "今天没有日程。",
  today: "今天",
  tomorrow: "明天",
  allDay: "全天",
  organisedBy: (name) => `${name}发起`,
  madeOn: { dingtalk: "钉钉", feishu: "飞书", client: "" },
  answer: { accepted: "", pending: "已申请，待会议室回应", tentative: "待审批", declined: "已拒绝" },
  strip: "会议室当天的占用，画成一条线",
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
  cost: (calls) => `这次回答：调用 ${calls} 次`,
  costWithMessages: (calls, messages) => `这次回答：调用 ${calls} 次，消息 ${messages} 条`,
  month: {
    calls: (used, budget) => `本月调用 ${grouped(used)} / ${grouped(budget)} 次`,
    messages: (used, budget) => `消息 ${grouped(used)} / ${grouped(budget)} 条`,
  },
  heard: "对机器人说的话",
  countedAs: { calls: "调用", messages: "消息", free: "不计费" },
  noCalls: "上一条消息之后还没有调用过平台接口。",
  controls: "故障",
  faultsOn: (count) => `${count} 个故障已开启`,
  aboutFaults: "让平台出点问题，看看机器人怎么应对。",
  faultsHere: (names) => `已开启故障：${names.join("、")}。机器人并不知道这是故意的。`,
  moveClock: "拨快时间",
  later: { quarter: "+15 分钟", hour: "+1 小时", workday: "下个工作日" },
  faultsOf: (vendor) => `${vendor}故障`,
  faults: {
    throttle: "超出限流",
    slow: "响应慢（3 秒）",
    "room-declines": "会议室拒绝",
    "lost-answer": "响应丢失",
  },
  drop: "断开连接",
  allOff: "全部关闭",
  offline: "连接断开，正在重连……",
  refused: "freeroom 已重新启动：请打开它这次打印的网址。",
};

export const WORDS = { en, zh };

/** What to begin with, and what may be said once something was offered or booked. */
const PHRASES = {
  en: {
    first: ["free room 3pm 1h", "free room tomorrow 10:00-11:30 for 8 with projector"],
    later: ["1", "more", "my bookings", "extend 30m", "cancel", "is Everest free at 3pm", "link", "help"],
  },
  zh: {
    first: ["现在有空的会议室吗", "明天下午三点 8人 投影 一小时"],
    later: ["1", "更多", "我的预订", "延长半小时", "取消", "珠峰下午三点有空吗", "授权", "帮助"],
  },
};

/**
 * Phrases to click, those of the page's language first.
 * @param {Language} language
 */
export const phrasesIn = (language) => {
  const [own, other] = language === "zh" ? [PHRASES.zh, PHRASES.en] : [PHRASES.en, PHRASES.zh];
  return { first: [...own.first, ...other.first], later: own.later };
};
