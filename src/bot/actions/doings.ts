import { BookingRecords } from "../../booking/records.ts";
import type { Command } from "../../command/command.ts";
import type { Clock } from "../../core/clock.ts";
import type { EventId, PlatformName } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import { Conversation, stillToTake } from "../conversation.ts";
import type { Words } from "../replies/words.ts";
import type { ActionTo, Doing, StoredAction } from "./stored-action.ts";

/** Where it is looked up how things stand. */
export interface Standing {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly platform: PlatformName;
}

/** What a kind of button comes to. */
interface Does<Action> {
  /** Why it is over, as the presser is told; `undefined` where it is good. */
  over(at: Standing, action: Action): Promise<"pressExpired" | "pressOutdated" | undefined>;
  /** What the presser is told at once. */
  heard(words: Words, action: Action): string;
  /** What it says in its owner's name. A form's is composed of what was filled in. */
  command(action: Action): Command;
  /** Whether a question that was asked meanwhile is done with, so that the number is the list's. */
  readonly dropsQuestion?: true;
  /** The booking that it is about. */
  about?(action: Action): EventId;
}

const openHere = ({ storage, platform }: Standing, { chat, ownerId }: StoredAction): Conversation =>
  new Conversation(storage, platform, chat.id, ownerId);

const wait = (words: Words): string => words.pressHeard;

/** Whether the list is still the one that is open, and something of it can be had. */
async function listIsOver(at: Standing, action: ActionTo<"option" | "more">) {
  const offer = await openHere(at, action).offer();
  return offer?.id === action.offerId && stillToTake(offer) > 0 ? undefined : "pressExpired";
}

const DOES: { readonly [Kind in Doing["does"]]: Does<ActionTo<Kind>> } = {
  option: {
    over: listIsOver,
    heard: (words, { room }) => words.booking(room),
    command: ({ number }) => ({ intent: "book", choice: number }),
    dropsQuestion: true,
  },
  more: {
    over: listIsOver,
    heard: wait,
    command: () => ({ intent: "more" }),
    dropsQuestion: true,
  },
  choice: {
    over: async (at, action) => {
      const question = await openHere(at, action).question();
      return question?.id === action.questionId ? undefined : "pressExpired";
    },
    heard: wait,
    command: ({ number }) => ({ intent: "book", choice: number }),
  },
  change: {
    over: async ({ storage, clock, platform }, { ownerId, eventId, start, end }) => {
      const record = await new BookingRecords(storage, clock, platform).find(ownerId, eventId);
      return record?.start === start && record.end === end ? undefined : "pressOutdated";
    },
    heard: wait,
    command: ({ command }) => command,
    about: ({ eventId }) => eventId,
  },
  form: { over: async () => undefined, heard: wait, command: ({ base }) => base },
  say: { over: async () => undefined, heard: wait, command: ({ command }) => command },
};

/** What this action comes to. */
export function doesOf(action: StoredAction): Does<StoredAction> {
  // The table's key and the action are of one kind, which the compiler cannot follow through the look-up.
  return DOES[action.does] as unknown as Does<StoredAction>;
}
