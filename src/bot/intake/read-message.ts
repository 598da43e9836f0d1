import { languageOf } from "../../command/language.ts";
import { understand } from "../../command/understand.ts";
import type { InboundMessage } from "../../ports/listener.ts";
import type { Language } from "../../time/format.ts";
import { localDateOf } from "../../time/zone.ts";
import type { BotDeps } from "../bot.ts";
import { Conversation } from "../conversation.ts";
import type { Desk } from "../desk.ts";
import { openTurn } from "../open-turn.ts";
import { hintCard, simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { InboxEntry } from "./inbox.ts";
import { countAnswer } from "./person-limit.ts";

const HOUR_MS = 60 * 60_000;

/**
 * Reads a message that was spoken to the bot. The gates, in order: outsiders get one fixed line; chats and people that
 * are not switched on one line an hour; an empty mention one line of help an hour; in a group, what is not for the bot
 * stays unanswered; a person's answers of a day are counted. What passes is a turn for a handler.
 * `undefined`: nothing is left to do.
 */
export async function readMessage(
  deps: BotDeps,
  desk: Desk,
  message: InboundMessage,
  entry: InboxEntry,
): Promise<Turn | undefined> {
  const { storage, office } = deps;
  const roomNames = await desk.search.directory.knownNames();
  const language = await languageFor(deps, desk, message, roomNames);
  const turn = openTurn(deps, {
    desk,
    entry,
    replyTo: message.replyTo,
    person: message.sender,
    chat: message.chat,
    mentions: message.mentions,
    command: { intent: "unknown" },
    language,
  });
  const { words } = turn;
  const isGroup = message.chat.kind === "group";
  const hourly = (what: string): Promise<boolean> => {
    const key = `hourly:${what}:${desk.platform.name}:${message.chat.id}`;
    return storage.write([{ key, value: true, ttlMs: HOUR_MS }], { key, is: undefined });
  };

  if (message.sender.kind === "outsider") {
    await turn.say(simpleCard(language, words.outsider), "once");
    return undefined;
  }
  if (!isAllowed(deps, message)) {
    if (await hourly("not-here")) await turn.say(simpleCard(language, words.notHere), "once");
    return undefined;
  }
  const isEmpty = message.content === "text" && message.text.trim() === "";
  if (isGroup && isEmpty) {
    if (await hourly("hint")) await turn.say(hintCard(language, words), "once");
    return undefined;
  }
  if (isGroup && message.content === "other") return undefined;

  const context = { now: turn.now, zone: office.zone, roomNames, workingMinutes: office.workingMinutes };
  const { command } = understand(message.text, context);
  if (isGroup && command.intent === "unknown") return undefined;

  const who = {
    platform: desk.platform.name,
    personId: message.sender.id,
    localDate: localDateOf(turn.now, office.zone),
  };
  const count = entry.isRepeat ? "within" : await countAnswer(storage, who, office.personDailyMessages);
  if (count === "over") return undefined;
  if (count === "last") {
    await turn.say(simpleCard(language, words.enoughForToday(office.personDailyMessages)), "once");
    return undefined;
  }
  if (message.content === "other") {
    await turn.say(simpleCard(language, words.textOnly), "once");
    return undefined;
  }
  return { ...turn, command: isEmpty ? { intent: "help" } : command };
}

/** The language of the message; where it has none ("1"), that of the open offer. */
async function languageFor(
  { office, storage }: BotDeps,
  desk: Desk,
  { text, chat, sender }: InboundMessage,
  roomNames: readonly string[],
): Promise<Language> {
  if (office.language !== "auto") return office.language;
  const conversation = new Conversation(storage, desk.platform.name, chat.id, sender.id);
  return languageOf(text, roomNames) ?? (await conversation.offer())?.language ?? "zh";
}

function isAllowed({ office }: BotDeps, { chat, sender }: InboundMessage): boolean {
  const chatIsAllowed = office.allowChats.length === 0 || office.allowChats.includes(chat.id);
  const personIsAllowed = office.allowUsers.length === 0 || office.allowUsers.includes(sender.id);
  return chatIsAllowed && personIsAllowed;
}
