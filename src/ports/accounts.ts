import type { Json } from "../core/json.ts";
import type { PersonId } from "../core/model.ts";

/** What somebody opens to let the bot act in their name. */
export interface LinkInvitation {
  readonly url: string;
  /** Epoch ms until which it can be answered. */
  readonly expiresAtMs: number;
  readonly lookEveryMs: number;
  /** For `look`; opaque, and holds no secret that could be read in the storage. */
  readonly attempt: Json;
}

/**
 * `other-person`: somebody else agreed; nothing of it was kept. `incomplete`: the person agreed, but the app has not
 * been given all that it takes, which is an administrator's turn.
 */
export type LinkState =
  | "pending"
  | "slow-down"
  | "linked"
  | "denied"
  | "expired"
  | "other-person"
  | "incomplete";

/** People's own accounts, where a platform lets the bot act in their name only after they agreed. */
export interface Accounts {
  isLinked(personId: PersonId): Promise<boolean>;
  /** Whether a link ended that the person did not end here: `true` once, so that it is said once. */
  hasEnded(personId: PersonId): Promise<boolean>;
  /** Begins. Throws the platform's error. */
  invite(personId: PersonId): Promise<LinkInvitation>;
  /** Looks whether it was answered; keeps the link where it was. */
  look(personId: PersonId, attempt: Json): Promise<LinkState>;
  /** Renews the links that would end because nobody uses them; to be called now and then. */
  keepAlive(): Promise<void>;
  /** Gives the authorisation back and forgets it; `false` where there was none. */
  unlink(personId: PersonId): Promise<boolean>;
}
