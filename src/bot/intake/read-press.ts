import type { PlatformName } from "../../core/model.ts";
import type { InboundPress, PressAnswer } from "../../ports/listener.ts";
import type { BotDeps } from "../bot.ts";
import { Conversation, findAction, stillToTake } from "../conversation.ts";
import type { Desk } from "../desk.ts";
import { openTurn } from "../open-turn.ts";
import { WORDS } from "../replies/words.ts";
import type { Turn } from "../turn.ts";
import type { Inbox, InboxEntry } from "./inbox.ts";

/**
 * Judges a press and answers the presser at once. A button brings only a random id; owner, age and state are looked
 * up here, and a press that is good is recorded like a message. Pressed again and again, a button acts once.
 */
export async function hearPress(
  { storage, office }: BotDeps,
  inbox: Inbox,
  platform: PlatformName,
  press: InboundPress,
): Promise<PressAnswer> {
  const action = await findAction(storage, press.actionId);
  const words = WORDS[action?.language ?? (office.language === "en" ? "en" : "zh")];
  if (!action) return { tone: "warning", text: words.pressExpired };
  if (action.ownerId !== press.personId) return { tone: "warning", text: words.pressOther };
  if ("says" in action) {
    const isNew = await inbox.record({ kind: "press", platform, press });
    return { tone: "info", text: isNew ? words.pressHeard : words.pressAgain };
  }
  const offer = await new Conversation(storage, platform, action.chatId, action.ownerId).offer();
  if (offer?.id !== action.offerId || stillToTake(offer) === 0) {
    return { tone: "warning", text: words.pressExpired };
  }
  const isNew = await inbox.record({ kind: "press", platform, press });
  return { tone: "info", text: isNew ? words.booking(action.room) : words.pressAgain };
}

/**
 * A recorded press as a turn: it takes its number from the list, whatever question was asked after it, or says its
 * word as if it had been typed.
 */
export async function readPress(
  deps: BotDeps,
  desk: Desk,
  { actionId, replyTo, chat }: InboundPress,
  entry: InboxEntry,
): Promise<Turn | undefined> {
  const action = await findAction(deps.storage, actionId);
  if (!action) return undefined;
  const turn = openTurn(deps, {
    desk,
    entry,
    replyTo,
    person: replyTo.person,
    chat: { ...chat, id: action.chatId },
    mentions: [],
    command: "says" in action ? { intent: action.says } : { intent: "book", choice: action.number },
    language: action.language,
  });
  if (!("says" in action)) await turn.conversation.drop("question");
  return turn;
}
