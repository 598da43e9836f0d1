/** How this Feishu is set up; a test turns what it needs, at any time. */
export interface Switches {
  /** APIs (by their name in the coverage list) for which the app was granted none of the scopes. */
  readonly ungrantedApis: Set<string>;
  /** Group chats (by key) that the bot was taken out of. */
  readonly leftChats: Set<string>;
}

export const usualSwitches = (): Switches => ({ ungrantedApis: new Set(), leftChats: new Set() });
