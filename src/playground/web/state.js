/** @import { LineView, MeetingView, OfficeView, PulseView } from "../view.ts" */
/** @import { VendorName } from "../stage.ts" */
/** @import { Language } from "./words.js" */
import { LANGUAGES, WORDS } from "./words.js";

export const VENDORS = /** @type {const} */ (["dingtalk", "feishu"]);

/** @type {PulseView["costs"]} */
const NO_COSTS = {
  answers: {
    dingtalk: { calls: 0, messages: 0, asked: [] },
    feishu: { calls: 0, messages: 0, asked: [] },
  },
  month: { calls: { used: 0, budget: 0 }, messages: { used: 0, budget: 0 } },
};

/** What the page knows. `office` is set before anything is drawn. */
export const state = {
  /** @type {OfficeView} */
  office: {
    eventId: "",
    nowMs: 0,
    zone: "UTC",
    connections: { dingtalk: 0, feishu: 0 },
    faults: { dingtalk: [], feishu: [] },
    costs: NO_COSTS,
    colleagues: [],
    chats: [],
    rooms: [],
    lines: [],
    meetings: [],
  },
  /** @type {Record<VendorName, Map<string, LineView>>} */
  lines: { dingtalk: new Map(), feishu: new Map() },
  /** @type {Map<string, MeetingView>} */
  meetings: new Map(),
  /** Office time minus this machine's. */
  offsetMs: 0,
  connections: { dingtalk: 0, feishu: 0 },
  /** @type {PulseView["faults"]} */
  faults: { dingtalk: [], feishu: [] },
  costs: NO_COSTS,
};

/** @param {OfficeView} office */
export function takeOffice(office) {
  state.office = office;
  for (const vendor of VENDORS) state.lines[vendor].clear();
  state.meetings.clear();
  for (const line of office.lines) takeLine(line);
  for (const meeting of office.meetings) takeMeeting(meeting);
  takePulse(office);
}

/**
 * A later version of a line takes the earlier one's place.
 * @param {LineView} line
 */
export function takeLine(line) {
  state.lines[line.vendor].set(line.id, line);
}

/** @param {MeetingView} meeting */
export function takeMeeting(meeting) {
  if (meeting.isCancelled) state.meetings.delete(meeting.id);
  else state.meetings.set(meeting.id, meeting);
}

/** Every meeting as often as it takes place, each with the times of that one. */
export const takingPlace = () =>
  [...state.meetings.values()].flatMap(
    ({ times, ...meeting }) => times?.map((time) => ({ ...meeting, ...time })) ?? [meeting],
  );

/** @param {PulseView} pulse */
export function takePulse({ nowMs, connections, faults, costs }) {
  state.offsetMs = nowMs - Date.now();
  state.connections = { ...connections };
  state.faults = faults;
  state.costs = costs;
}

export const officeNow = () => Date.now() + state.offsetMs;

/** What the user chose, kept in this browser. */
export const choices = {
  /** @returns {string} a colleague's key */
  get who() {
    const { colleagues } = state.office;
    const kept = recall("who");
    return (colleagues.find(({ key }) => key === kept) ?? colleagues[0])?.key ?? "";
  },
  set who(key) {
    keep("who", key);
  },

  /** @returns {Language} */
  get language() {
    const kept = recall("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    return kept in LANGUAGES ? /** @type {Language} */ (kept) : "en";
  },
  set language(language) {
    keep("language", language);
  },

  /** @param {VendorName} vendor */
  chat(vendor) {
    const mine = chatsOf(this.who);
    const kept = recall(`chat-${vendor}`);
    return mine.find(({ key }) => key === kept) ?? mine[0];
  },
  /**
   * @param {VendorName} vendor
   * @param {string} key
   */
  setChat(vendor, key) {
    keep(`chat-${vendor}`, key);
  },
};

/**
 * The chats that a colleague is in, the one with the bot first.
 * @param {string} who
 */
export const chatsOf = (who) =>
  state.office.chats
    .filter(({ memberKeys }) => memberKeys.includes(who))
    .sort((a, b) => Number(a.kind === "group") - Number(b.kind === "group"));

export const words = () => WORDS[choices.language];

/**
 * A person's name in the page's language.
 * @param {string} key
 */
export function nameOf(key) {
  if (key === "bot") return words().bot;
  const colleague = state.office.colleagues.find((one) => one.key === key);
  if (!colleague) return words().colleague;
  return choices.language === "zh" ? colleague.name : colleague.englishName;
}

/** @type {Map<string, string>} what a browser that keeps nothing remembers until the page is left */
const fallback = new Map();

/** @param {string} name */
function recall(name) {
  try {
    return localStorage.getItem(`freeroom-${name}`) ?? fallback.get(name);
  } catch {
    return fallback.get(name);
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  fallback.set(name, value);
  try {
    localStorage.setItem(`freeroom-${name}`, value);
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
}
