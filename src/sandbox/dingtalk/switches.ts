/** How this DingTalk is set up; a test turns what it needs, at any time. */
export interface Switches {
  /** Permissions that the app has not been granted, e.g. `Calendar.Event.Write`. */
  readonly missingScopes: Set<string>;
  /** Rooms (by key) whose schedule is answered with this `error` instead of items. */
  readonly unreadableRooms: Map<string, string>;
  /** Colleagues (by key) whose schedule is answered with this `error` instead of items. */
  readonly unreadablePeople: Map<string, string>;
  /** The organisation's setting "同一时间段内只允许预定一个会议室". */
  oneRoomPerSlot: boolean;
  /** Somebody is always faster: every room that is asked for is taken by then, whatever its day shows. */
  isEveryRoomTaken: boolean;
  /**
   * What becomes of a room that is taken, or that its rules forbid, at an event's new time. Documented is only the
   * message "Meeting room invalid": `refuse` changes nothing. `drop` moves the event and leaves the room behind without
   * a word; `decline` moves it and shows the room as declined.
   */
  onMoveClash: "refuse" | "drop" | "decline";
  /**
   * What the end of a series' range means: "循环至指定日期结束" tells a date, the field is a moment. `moment`: none begins
   * after it. `day`: none begins after its day.
   */
  rangeEndsWith: "moment" | "day";
  /** Events that are ticked for the app in the developer console, e.g. `meetingroom_book`. */
  readonly subscribedEvents: Set<string>;
  /** An event that was not acknowledged as a success by then is pushed again. Documented: 3 seconds in stream mode. */
  eventTimeoutMs: number;
  /** The organisation's calls of this month are used up: whatever is metered is refused until it is switched off. */
  isMonthUsedUp: boolean;
  /**
   * The organisation's messages of this month are used up: what is said reaches the bot without its text and with an
   * error instead ("错误码 20001").
   */
  isStreamUsedUp: boolean;
  /** For how long after a change `eventsview` tells nothing of an event's rooms. Seen to lag; how long is not known. */
  viewLagMs: number;
  /** How often a live connection is pinged. Observed: every 20 to 30 seconds. */
  pingEveryMs: number;
  /** From the `disconnect` frame to the end of the connection. Documented: 10 seconds. */
  disconnectGraceMs: number;
  /**
   * After how long a robot's message that was not acknowledged is pushed once more. The vendor's pages disagree:
   * the FAQ says never ("fire-forgot"), the SDK's source says after 60 s. Undefined: never.
   */
  redeliverAfterMs: number | undefined;
}

export const usualSwitches = (): Switches => ({
  missingScopes: new Set(),
  unreadableRooms: new Map(),
  unreadablePeople: new Map(),
  oneRoomPerSlot: false,
  isEveryRoomTaken: false,
  onMoveClash: "refuse",
  rangeEndsWith: "moment",
  subscribedEvents: new Set(),
  eventTimeoutMs: 3_000,
  isMonthUsedUp: false,
  isStreamUsedUp: false,
  viewLagMs: 0,
  pingEveryMs: 20_000,
  disconnectGraceMs: 10_000,
  redeliverAfterMs: undefined,
});
