import { createHash } from "node:crypto";
import type { Command } from "../command/command.ts";
import type { Json } from "../core/json.ts";
import type { Chat, EventId, Person } from "../core/model.ts";
import type { ReplyTarget } from "../ports/listener.ts";
import type { SentMessage } from "../ports/messenger.ts";
import type { Language } from "../time/format.ts";
import type { BotDeps } from "./bot.ts";
import { Conversation } from "./conversation.ts";
import type { Desk } from "./desk.ts";
import type { Address } from "./follow-up/address.ts";
import type { InboxEntry } from "./intake/inbox.ts";
import { Progress } from "./progress.ts";
import { tellingIn } from "./replies/telling.ts";
import { sendPersistently } from "./send.ts";
import type { Turn } from "./turn.ts";

/** What a turn remembers for its repetition after a crash is kept this long. */
const MEMORY_MS = 24 * 60 * 60_000;

export interface TurnStart {
  readonly desk: Desk;
  readonly entry: InboxEntry;
  readonly replyTo: ReplyTarget;
  readonly person: Person;
  readonly chat: Chat;
  readonly mentions: readonly Person[];
  readonly command: Command;
  readonly namedZone?: string | undefined;
  readonly language: Language;
  /** The card that was pressed: the answer takes its place. */
  readonly pressed?: SentMessage | undefined;
  /** The booking beside which a button was pressed. */
  readonly about?: EventId;
  /** Where the message that all of this is about can be answered; absent: it is this one. */
  readonly address?: Address;
}

/** Makes the turn in which a message is answered: its way of speaking and its memory. */
export function openTurn({ storage, clock, office, logger: log }: BotDeps, start: TurnStart): Turn {
  const { desk, entry, replyTo, person, chat, mentions, command, namedZone, language } = start;
  const { messenger, name } = desk.platform;
  const logger = log.with({ message: entry.id });
  const now = clock.now();
  const progress = new Progress(
    { messenger, storage, clock, logger },
    { id: entry.id, to: replyTo, sinceMs: now, isRepeat: entry.isRepeat, shown: start.pressed },
  );
  return {
    id: createHash("sha256").update(entry.id).digest("hex"),
    desk,
    office,
    person,
    chat,
    address: start.address ?? { inboxId: entry.id, replyTo, person, chat, language },
    mentions,
    command,
    namedZone,
    replaces: start.pressed !== undefined,
    ...(start.about !== undefined && { about: start.about }),
    now,
    ...tellingIn(language, office.zone, now),
    typed: (text) => (chat.kind === "direct" ? text : `${language === "zh" ? "@机器人" : "@bot"} ${text}`),
    titleHere: (title) => (chat.kind === "direct" ? title : undefined),
    conversation: new Conversation(storage, name, chat.id, person.id),
    logger,
    say: async (card, how) => {
      if (how === "once" && !messenger.isIdempotent) await entry.sayOnce();
      const isRepeatable = how === "final" || messenger.isIdempotent;
      const what = { to: replyTo, card, key: `${entry.id}:answer`, shown: await progress.end() };
      await sendPersistently({ messenger, clock, logger, isRepeatable }, what);
    },
    progress: (card) => progress.showNow(card),
    progressIfLong: (card) => progress.show(card),
    remember: async <T extends Json>(what: string, compute: () => Promise<T>): Promise<T> => {
      const key = `memory:${entry.id}:${what}`;
      const known = await storage.get(key);
      if (known !== undefined) return known as T;
      const value = await compute();
      await storage.write([{ key, value, ttlMs: MEMORY_MS }]);
      return value;
    },
  };
}
