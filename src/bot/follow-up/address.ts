import type { Chat, Person } from "../../core/model.ts";
import type { ReplyTarget } from "../../ports/listener.ts";
import type { Language } from "../../time/format.ts";

/** How somebody is told of something that ends after their message was answered. Stored with what it is about. */
export interface Address {
  /** The inbox's id of the message that asked for it. */
  readonly inboxId: string;
  readonly replyTo: ReplyTarget;
  readonly person: Person;
  readonly chat: Chat;
  readonly language: Language;
}
