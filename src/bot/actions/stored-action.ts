import { randomBytes } from "node:crypto";
import type { Command } from "../../command/command.ts";
import type { Interval } from "../../core/interval.ts";
import type { Json } from "../../core/json.ts";
import type { Chat, EventId, PersonId } from "../../core/model.ts";
import type { Change, Storage } from "../../ports/storage.ts";
import type { Language } from "../../time/format.ts";

/** Kept longer than what it is for, so that a late press is told that it is late. */
const ACTION_MS = 24 * 60 * 60_000;

/** Whose button it is, and where it may be pressed. */
interface Owned {
  readonly ownerId: PersonId;
  readonly chat: Chat;
  readonly language: Language;
}

/** What each kind of button does. */
export type Doing =
  /** Takes a number of a list. */
  | {
      readonly does: "option";
      readonly offerId: string;
      readonly number: number;
      /** As it is said to whoever presses. */
      readonly room: string;
    }
  /** Goes on with a list. */
  | { readonly does: "more"; readonly offerId: string }
  /** Answers a question with a number. */
  | { readonly does: "choice"; readonly questionId: string; readonly number: number }
  /** Changes or cancels a booking, as long as it has the times that it had. */
  | ({ readonly does: "change"; readonly eventId: EventId; readonly command: Command } & Interval)
  /** Looks for what is filled in; what the form does not ask for is as in `base`. */
  | { readonly does: "form"; readonly base: Command }
  /** As if it had been typed. */
  | { readonly does: "say"; readonly command: Command };

/** What a button stands for. Only its random id leaves the house. */
export type StoredAction = Owned & Doing;

/** An action of one kind. */
export type ActionTo<Kind extends Doing["does"]> = Extract<StoredAction, { does: Kind }>;

/** 128 random bits: what a button carries. */
export const newActionId = (): string => randomBytes(16).toString("hex");

/** What is written to keep an action. */
export const keptAction = ([id, action]: readonly [string, StoredAction]): Change => ({
  key: `action:${id}`,
  value: action as unknown as Json,
  ttlMs: ACTION_MS,
});

/** The action that a button's id stands for, while it is known. */
export async function findAction(storage: Storage, actionId: string): Promise<StoredAction | undefined> {
  if (!/^[0-9a-f]{32}$/.test(actionId)) return undefined;
  return (await storage.get(`action:${actionId}`)) as unknown as StoredAction | undefined;
}
