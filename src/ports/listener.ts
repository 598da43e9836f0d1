import type { Json } from "../core/json.ts";
import type { Chat, ChatId, EventId, Person, PersonId, RoomId } from "../core/model.ts";

/** A message as every platform's `normalize` makes it. All of it can be stored as JSON, so that a restart can answer it. */
export interface InboundMessage {
  /** The platform's message id: the key of deduplication. */
  readonly id: string;
  readonly chat: Chat;
  /** The platform's verified sender. */
  readonly sender: Person & { readonly kind: "person" | "bot" | "outsider" };
  /** What was written, mentions of the bot removed, mentions of people left as `@name`. Empty for other content. */
  readonly text: string;
  /** `other`: a picture, a file, a sticker: nothing to understand. */
  readonly content: "text" | "other";
  readonly mentionsBot: boolean;
  /** People mentioned besides the bot. */
  readonly mentions: readonly Person[];
  readonly sentAtMs: number;
  /** Where an answer goes. */
  readonly replyTo: ReplyTarget;
}

/** Where an answer goes; `vendor` is only for the platform that made it. */
export interface ReplyTarget {
  readonly chat: Chat;
  readonly person: Person;
  readonly messageId: string;
  readonly vendor: Json;
}

/** Somebody pressed a button on one of our cards. */
export interface InboundPress {
  /** Unique for one press as far as the platform tells, for deduplication. */
  readonly id: string;
  readonly actionId: string;
  /** What was filled in, where the button sends a form: by field, dates as `2026-03-12`, times as `15:00`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Who pressed: on a group's card this may be anyone. */
  readonly personId: PersonId;
  /** Where the card lies. Of what kind the chat is, no press tells. */
  readonly chatId: ChatId;
  /** The message that was pressed, and what its platform needs to answer there. */
  readonly messageId: string;
  readonly vendor: Json;
}

/** A room gave its last word on an event after a while: somebody approved, refused, or took the booking back. */
export interface LateRoomAnswer {
  /** For deduplication. */
  readonly id: string;
  readonly eventId: EventId;
  /** Absent where the platform does not say which of the event's rooms it was. */
  readonly roomId?: RoomId;
  readonly response: "accepted" | "declined";
}

/** Rooms or their booking rules are not what they were; or (`bookings`) nothing but who has a room when. */
export type RoomsChange =
  | {
      readonly what?: undefined;
      /** Absent: it may be any of them, as when the rules of a floor were changed. */
      readonly roomId?: RoomId;
    }
  | { readonly what: "bookings"; readonly roomId: RoomId };

/** The one line that the presser sees at once. */
export interface PressAnswer {
  readonly tone: "info" | "good" | "warning" | "bad";
  readonly text: string;
}

/** What the bot does with what is heard. */
export interface Hearing {
  /** Resolves once the message is recorded durably; the listener then acknowledges. Rejects: not acknowledged. */
  message(message: InboundMessage): Promise<void>;
  /** As above; the answer goes back with the acknowledgement, within 2 s. */
  press(press: InboundPress): Promise<PressAnswer | undefined>;
  /** Resolves once it is recorded. What the platform does not tell by itself, the bot looks for. */
  roomAnswered(answer: LateRoomAnswer): Promise<void>;
  /** What is kept of these rooms may be wrong. Absent: nothing is kept. */
  readonly roomsChanged?: (change: RoomsChange) => Promise<void>;
}

export type ConnectionState = "idle" | "connecting" | "connected" | "refused";

/** Hears a platform. It heals by itself: after `start` it is connected, or trying. */
export interface Listener {
  /** Begins to listen; resolves at the first connection. Rejects only when stopped before that. */
  start(hearing: Hearing): Promise<void>;
  /** For readiness: `refused` means the credentials were not accepted, which only an administrator can mend. */
  state(): ConnectionState;
  /** Closes the connection and every timer; nothing is heard afterwards. */
  stop(): Promise<void>;
}
