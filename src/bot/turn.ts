import type { Card } from "../card/elements.ts";
import type { Command } from "../command/command.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Chat, EventId, Person } from "../core/model.ts";
import type { Conversation } from "./conversation.ts";
import type { Desk, Office } from "./desk.ts";
import type { Address } from "./follow-up/address.ts";
import type { Telling } from "./replies/telling.ts";

/** One message being answered: who asks what, and with what it is answered. */
export interface Turn extends Telling {
  /** Unique for the message, the same when it is answered again after a crash. */
  readonly id: string;
  readonly desk: Desk;
  readonly office: Office;
  readonly person: Person;
  readonly chat: Chat;
  /** How the person is told of what ends only after this answer. */
  readonly address: Address;
  /** How something is typed here: in a group the bot hears only what mentions it. */
  readonly typed: (text: string) => string;
  /** An event's title where it may be shown: never in a group, where others read along. */
  readonly titleHere: (title: string) => string | undefined;
  /** People whom the message mentions. */
  readonly mentions: readonly Person[];
  readonly command: Command;
  /** The booking that is meant, where a button beside it was pressed. */
  readonly about?: EventId;
  /** Whether the answer takes the place of the card that was pressed, so that what still counts of it is shown again. */
  readonly replaces: boolean;
  /** The message's own words, where they are the reason that was asked for. */
  readonly reason?: string;
  /** Another zone that the message named its times in; the command has them in the office's. */
  readonly namedZone: string | undefined;
  /** Epoch ms at which the answer was begun. */
  readonly now: number;
  readonly conversation: Conversation;
  readonly logger: Logger;
  /**
   * Says the one answer of this turn. `once`: a list or a question, sent at most once where the platform cannot tell
   * repetitions; `final`: the last word of something that was done, sent at least once.
   */
  say(card: Card, how: "once" | "final"): Promise<void>;
  /** Shows at once that something is being done, where the platform can replace it by the answer; elsewhere nothing. */
  progress(card: Card): Promise<void>;
  /** Shows what is under way if it takes long, where the platform can replace it by the answer; elsewhere nothing. */
  progressIfLong(card: Card): void;
  /** Computes something once for this message: a repetition after a crash gets the first value back. */
  remember<T extends Json>(name: string, compute: () => Promise<T>): Promise<T>;
}

/** Answers a command. */
export type Handler = (turn: Turn) => Promise<void>;
