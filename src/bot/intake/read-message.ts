import type { Command } from "../../command/command.ts";
import { languageOf } from "../../command/language.ts";
import type { InboundMessage } from "../../ports/listener.ts";
import type { Language } from "../../time/format.ts";
import { localDateOf } from "../../time/zone.ts";
import { listCode, readLinkText } from "../actions/list-code.ts";
import type { BotDeps } from "../bot.ts";
import { Conversation } from "../conversation.ts";
import type { Desk } from "../desk.ts";
import { meantWithReasonWanted } from "../handlers/approval-reason.ts";
import { openTurn } from "../open-turn.ts";
import { hintCard, simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { InboxEntry } from "./inbox.ts";
import { countAnswer } from "./person-limit.ts";
import { readCommand } from "./read-command.ts";

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
  const { storage, office, clock, logger } = deps;
  const isGroup = message.chat.kind === "group";
  const isOutsider = message.sender.kind === "outsider";
  const isWelcome = !isOutsider && isAllowed(deps, message);
  const roomNames = isWelcome ? await roomNamesFor(desk, message) : [];
  const { zone, workingMinutes } = office;
  const context = { now: clock.now(), zone, roomNames, workingMinutes };
  const link = isGroup ? undefined : readLinkText(message.text);
  const said = link?.text ?? message.text;
  const { command, namedZone } = readCommand(said, context, logger.with({ message: entry.id }));
  const question = isWelcome ? await conversationOf(deps, desk, message).question() : undefined;
  const language =
    question?.reasonFor === undefined
      ? await languageFor(deps, desk, message, [...roomNames, ...namesIn(command, message)])
      : question.language;
  const turn = openTurn(deps, {
    desk,
    entry,
    replyTo: message.replyTo,
    person: message.sender,
    chat: message.chat,
    mentions: message.mentions,
    command,
    namedZone,
    language,
  });
  const { words } = turn;
  const hourly = (what: string): Promise<boolean> => {
    const key = `hourly:${what}:${desk.platform.name}:${message.chat.id}`;
    return storage.write([{ key, value: true, ttlMs: HOUR_MS }], { key, is: undefined });
  };
  const count = async () => {
    const platform = desk.platform.name;
    const who = { platform, personId: message.sender.id, localDate: localDateOf(turn.now, zone) };
    return entry.isRepeat ? "within" : countAnswer(storage, who, office.personDailyMessages);
  };

  // Known again when the message is answered once more, although the question is closed by then.
  const isReasonWanted = question?.reasonFor !== undefined && message.content === "text";
  const meant =
    isReasonWanted || entry.isRepeat
      ? await turn.remember("meant", async () =>
          isReasonWanted ? meantWithReasonWanted(message.text, command) : "command",
        )
      : "command";

  if (isOutsider) {
    if ((await count()) === "within") await turn.say(simpleCard(language, words.outsider), "once");
    return undefined;
  }
  if (!isWelcome) {
    if (await hourly("not-here")) {
      // What an administrator copies into ALLOW_CHATS or ALLOW_USERS.
      deps.logger.info("not switched on here", { chat: message.chat.id, person: message.sender.id });
      await turn.say(simpleCard(language, words.notHere), "once");
    }
    return undefined;
  }
  const isEmpty = message.content === "text" && message.text.trim() === "";
  if (isGroup && isEmpty) {
    if (await hourly("hint")) await turn.say(hintCard(language, words), "once");
    return undefined;
  }
  if (isGroup && message.content === "other") return undefined;
  if (isGroup && command.intent === "unknown" && meant === "command") return undefined;

  const counted = await count();
  if (counted === "over") return undefined;
  if (counted === "last") {
    await turn.say(simpleCard(language, words.enoughForToday(office.personDailyMessages)), "once");
    return undefined;
  }
  if (message.content === "other") {
    await turn.say(simpleCard(language, words.textOnly), "once");
    return undefined;
  }
  if (link && !(await turn.remember("link", () => isStillOpen(turn, link.code)))) {
    await turn.say(simpleCard(language, words.pressExpired, { tone: "warning" }), "once");
    return undefined;
  }
  if (isEmpty) return { ...turn, command: { intent: "help" } };
  if (meant === "drop") return { ...turn, command: { intent: "decline" } };
  return meant === "reason" ? { ...turn, command: { intent: "book" }, reason: message.text } : turn;
}

/** Whether a link's list or question is the one that is open; a question beside the list is done with then. */
async function isStillOpen({ conversation }: Turn, code: string): Promise<boolean> {
  const question = await conversation.question();
  if (question?.id !== undefined && listCode(question.id) === code) return true;
  const offer = await conversation.offer();
  if (!offer || listCode(offer.id) !== code) return false;
  await conversation.drop("question");
  return true;
}

/** What the rooms are called; asked for where no list is known yet, so that the very first message can name one. */
async function roomNamesFor(
  { search: { directory } }: Desk,
  { sender, content, text }: InboundMessage,
): Promise<readonly string[]> {
  const known = await directory.knownNames();
  if (known.length > 0 || content === "other" || text.trim() === "") return known;
  // Where the list cannot be had, whoever needs the rooms says so.
  const rooms = await directory.rooms(sender).catch(() => []);
  return rooms.map(({ name }) => name);
}

/** What a message calls people and things by: it tells nothing of the language that it is written in. */
const namesIn = ({ people = [], room, title }: Command, { mentions }: InboundMessage): string[] =>
  [...mentions.map(({ name }) => name), ...people, room ?? "", title ?? ""].filter(Boolean);

/** The language of the message; where it has none ("1"), that of what is open, or of the message before. */
async function languageFor(
  deps: BotDeps,
  desk: Desk,
  message: InboundMessage,
  names: readonly string[],
): Promise<Language> {
  if (deps.office.language !== "auto") return deps.office.language;
  // A mention's name tells nothing of the language either, and not every platform tells the name.
  const said = (readLinkText(message.text)?.text ?? message.text).replace(/@\S+/g, " ");
  const conversation = conversationOf(deps, desk, message);
  const spoken = languageOf(said, names);
  if (spoken === undefined) return (await conversation.language()) ?? "zh";
  if (message.sender.kind === "person") await conversation.spoke(spoken);
  return spoken;
}

const conversationOf = ({ storage }: BotDeps, { platform }: Desk, { chat, sender }: InboundMessage) =>
  new Conversation(storage, platform.name, chat.id, sender.id);

function isAllowed({ office }: BotDeps, { chat, sender }: InboundMessage): boolean {
  const chatIsAllowed = office.allowChats.length === 0 || office.allowChats.includes(chat.id);
  const personIsAllowed = office.allowUsers.length === 0 || office.allowUsers.includes(sender.id);
  return chatIsAllowed && personIsAllowed;
}
