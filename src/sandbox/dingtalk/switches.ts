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
  /** The organisation's calls of this month are used up: whatever is metered is refused until it is switched off. */
  isMonthUsedUp: boolean;
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
  isMonthUsedUp: false,
  pingEveryMs: 20_000,
  disconnectGraceMs: 10_000,
  redeliverAfterMs: undefined,
});
