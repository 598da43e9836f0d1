import type { Card } from "../card/elements.ts";
import type { Json } from "../core/json.ts";
import type { ReplyTarget } from "./listener.ts";

/** A message of ours that can be changed later; opaque outside of its platform. */
export type SentMessage = Json;

/** Says things. */
export interface Messenger {
  /** Whether the same `key` sent twice shows one message. Where not, the bot decides which sends may be repeated. */
  readonly isIdempotent: boolean;
  /** Answers, in the chat that asked; in a group the person is mentioned. */
  send(to: ReplyTarget, card: Card, key: string): Promise<SentMessage>;
  /** Replaces a message of ours. Absent where the platform cannot; then a new one is sent. */
  readonly update?: (sent: SentMessage, card: Card) => Promise<void>;
  /** Every send and every change counts against the month: nothing is shown in between. */
  readonly isMetered?: boolean;
  /** Whether cards have pickers, and room for a day beside each offer; elsewhere these are left out. */
  readonly hasRichCards?: true;
  /** The message that a press came from, where it can be changed; `to` is where the press is answered. */
  readonly pressed?: (to: ReplyTarget) => SentMessage | undefined;
}
