/** How this Feishu is set up; a test turns what it needs, at any time. */
export interface Switches {
  /** APIs (by their name in the coverage list) for which the app was granted none of the scopes. */
  readonly ungrantedApis: Set<string>;
  /** Scopes that the app was not granted in its own name: an API is refused where none of its own is left. */
  readonly missingScopes: Set<string>;
  /** Scopes that the app was not given for colleagues' names, so that no colleague can grant them. */
  readonly withheldScopes: Set<string>;
  /** Events that the app has subscribed to in the console, beside those of its chats: `meeting_room.meeting_room.status_changed_v1`. */
  readonly subscribedEvents: Set<string>;
  /**
   * For how long after a room was asked anew reads go on showing what it had answered before: the vendor's own
   * clients wait two seconds after a change before they read.
   */
  staleAnswerMs: number;
  /** Whether `meeting_room/freebusy/batch_get` leaves a free room out, or lists it as empty: both have been seen. */
  leavesFreeRoomsOut: boolean;
  /** 2: enabled. 1: disabled by the tenant; 3: installed and not yet enabled ("Get bot info"). */
  activateStatus: number;
  /** Group chats (by key) that the bot was taken out of. */
  readonly leftChats: Set<string>;
}

export const usualSwitches = (): Switches => ({
  ungrantedApis: new Set(),
  missingScopes: new Set(),
  withheldScopes: new Set(),
  subscribedEvents: new Set(),
  staleAnswerMs: 0,
  leavesFreeRoomsOut: true,
  activateStatus: 2,
  leftChats: new Set(),
});
