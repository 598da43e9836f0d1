import type { PlatformName } from "../../core/model.ts";
import type { InboundPress, PressAnswer } from "../../ports/listener.ts";
import { localDateOf } from "../../time/zone.ts";
import { doesOf } from "../actions/doings.ts";
import { findAction, type StoredAction } from "../actions/stored-action.ts";
import { commandOfForm } from "../actions/wish-form.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import { openTurn } from "../open-turn.ts";
import { WORDS, type Words } from "../replies/words.ts";
import type { Turn } from "../turn.ts";
import type { Inbox, InboxEntry } from "./inbox.ts";
import { countAnswer } from "./person-limit.ts";

/**
 * Judges a press and answers the presser at once. A button brings only a random id; owner, chat, age and state are
 * looked up here, and a press that is good is counted and recorded like a message. Pressed again and again, a button acts once.
 */
export async function hearPress(
  { storage, clock, office }: BotDeps,
  inbox: Inbox,
  platform: PlatformName,
  press: InboundPress,
): Promise<PressAnswer> {
  const action = await findAction(storage, press.actionId);
  const words = WORDS[action?.language ?? (office.language === "en" ? "en" : "zh")];
  if (!action) return { tone: "warning", text: words.pressExpired };
  const refusal =
    strangerTo(press, action) ?? (await doesOf(action).over({ storage, clock, platform }, action));
  if (refusal) return { tone: "warning", text: words[refusal] };
  const localDate = localDateOf(clock.now(), office.zone);
  const limit = office.personDailyMessages;
  const counted = await countAnswer(storage, { platform, personId: press.personId, localDate }, limit);
  if (counted !== "within") return { tone: "warning", text: words.enoughForToday(limit) };
  const isNew = await inbox.record({ kind: "press", platform, press });
  return { tone: "info", text: isNew ? doesOf(action).heard(words, action) : words.pressAgain };
}

/** Somebody else's press, or one from where the card was taken to. */
function strangerTo(
  press: InboundPress,
  { ownerId, chat }: StoredAction,
): (keyof Words & ("pressOther" | "pressElsewhere")) | undefined {
  if (ownerId !== press.personId) return "pressOther";
  return chat.id === press.chatId ? undefined : "pressElsewhere";
}

/**
 * A recorded press as a turn: what the button stands for, in its owner's name. The answer takes the place of the card
 * that was pressed, where the platform can change it.
 */
export async function readPress(
  deps: BotDeps,
  desk: Desk,
  press: InboundPress,
  entry: InboxEntry,
): Promise<Turn | undefined> {
  const action = await findAction(deps.storage, press.actionId);
  if (!action) return undefined;
  const { chat, language } = action;
  const { messageId, vendor, personId } = press;
  const person = { id: personId, name: "" };
  const replyTo = { chat, person, messageId, vendor };
  const does = doesOf(action);
  const about = does.about?.(action);
  const turn = openTurn(deps, {
    desk,
    entry,
    replyTo,
    person,
    chat,
    mentions: [],
    command: action.does === "form" ? commandOfForm(press.form ?? {}, action, deps) : does.command(action),
    language,
    pressed: desk.platform.messenger.pressed?.(replyTo),
    ...(about !== undefined && { about }),
  });
  if (does.dropsQuestion) await turn.conversation.drop("question");
  return turn;
}
