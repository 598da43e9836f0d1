import { createHash } from "node:crypto";
import { takeBackLeftovers } from "../booking/book-room.ts";
import type { Card } from "../card/elements.ts";
import type { Command, Understanding } from "../command/command.ts";
import { languageOf } from "../command/language.ts";
import { understand } from "../command/understand.ts";
import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Chat, Person, PlatformName } from "../core/model.ts";
import type { InboundMessage, InboundPress, PressAnswer, ReplyTarget } from "../ports/listener.ts";
import type { SentMessage } from "../ports/messenger.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";
import { localDateOf } from "../time/zone.ts";
import { Conversation, findAction } from "./conversation.ts";
import { createDesk, type Desk, type Office } from "./desk.ts";
import { HANDLERS } from "./handlers/index.ts";
import { InOrder } from "./intake/in-order.ts";
import { Inbox, type InboxEntry, type InboxItem } from "./intake/inbox.ts";
import { countAnswer } from "./intake/person-limit.ts";
import { hintCard, simpleCard } from "./replies/simple-card.ts";
import { type Language, WORDS } from "./replies/words.ts";
import { sendPersistently, UnsendableError } from "./send.ts";
import type { Turn } from "./turn.ts";

const HOUR_MS = 60 * 60_000;
/** What a turn remembers for its repetition after a crash. */
const MEMORY_MS = 24 * HOUR_MS;
const LEFTOVERS_EVERY_MS = 60_000;
/** A request that reaches us this late (an outage, a redelivery) is about a moment that is gone. */
const STALE_MS = 2 * HOUR_MS;

export interface BotDeps {
  readonly platforms: readonly Platform[];
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly office: Office;
}

/** Hears, understands, answers. Knows no vendor. */
export class Bot {
  readonly #desks: ReadonlyMap<PlatformName, Desk>;
  readonly #inbox: Inbox;
  readonly #inOrder = new InOrder();
  readonly #stopping = new AbortController();

  constructor(private readonly deps: BotDeps) {
    this.#desks = new Map(deps.platforms.map((platform) => [platform.name, createDesk(platform, deps)]));
    this.#inbox = new Inbox(deps.storage, deps.clock, deps.logger, (item, entry) => this.#work(item, entry));
  }

  /** Takes up what an earlier process left, and begins to listen. Resolves at once; the platforms connect by themselves. */
  start(): void {
    this.#inbox.start();
    void this.#clearLeftovers();
    for (const { name, listener } of this.deps.platforms) {
      const hearing = {
        message: (message: InboundMessage) => this.#hear(name, message),
        press: (press: InboundPress) => this.#press(name, press),
      };
      listener.start(hearing).then(
        () => this.deps.logger.info("connected", { platform: name }),
        (error) => this.deps.logger.info("not connected", { platform: name, error: describeError(error) }),
      );
    }
  }

  /** Hears nothing more, finishes what is under way within `graceMs`; the rest is answered after the next start. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.deps.platforms.map(({ listener }) => listener.stop()));
    await this.#inbox.stop(graceMs);
    await Promise.allSettled(this.deps.platforms.map((platform) => platform.close()));
  }

  async #hear(platform: PlatformName, message: InboundMessage): Promise<void> {
    const isForUs = message.chat.kind === "direct" || message.mentionsBot;
    if (message.sender.kind === "bot" || !isForUs) return;
    if (this.deps.clock.now() - message.sentAtMs > STALE_MS) {
      this.deps.logger.warn("a message came too late to be answered", { platform, messageId: message.id });
      return;
    }
    await this.#inbox.record({ kind: "message", platform, message });
  }

  /** Everything that decides about a press is looked up here: the button brought only a random id. */
  async #press(platform: PlatformName, press: InboundPress): Promise<PressAnswer> {
    const action = await findAction(this.deps.storage, press.actionId);
    const words = WORDS[action?.language ?? (this.deps.office.language === "en" ? "en" : "zh")];
    if (!action) return { tone: "warning", text: words.pressExpired };
    if (action.ownerId !== press.personId) return { tone: "warning", text: words.pressOther };
    const conversation = new Conversation(this.deps.storage, platform, action.chatId, action.ownerId);
    const offer = await conversation.offer();
    if (offer?.id !== action.offerId && !offer?.options.some(({ number }) => number === action.number)) {
      return { tone: "warning", text: words.pressExpired };
    }
    if (offer?.taken) return { tone: "warning", text: words.pressExpired };
    const isNew = await this.#inbox.record({
      kind: "press",
      platform,
      press: { ...press, id: `press:${press.actionId}` },
    });
    return isNew
      ? { tone: "info", text: words.booking(action.room) }
      : { tone: "info", text: words.pressAgain };
  }

  #work(item: InboxItem, entry: InboxEntry): Promise<void> {
    const replyTo = item.kind === "message" ? item.message.replyTo : item.press.replyTo;
    return this.#inOrder.run(`${item.platform}:${replyTo.chat.id}:${replyTo.person.id}`, () =>
      this.#answer(item, entry),
    );
  }

  async #answer(item: InboxItem, entry: InboxEntry): Promise<void> {
    const desk = this.#desks.get(item.platform);
    if (!desk) return;
    const logger = this.deps.logger.with({ message: entry.id });
    const startedMs = this.deps.clock.now();
    const turn =
      item.kind === "message"
        ? await this.#read(desk, item.message, entry)
        : await this.#readPress(desk, item.press, entry);
    if (!turn) return;
    try {
      await HANDLERS[turn.command.intent](turn);
    } catch (error) {
      if (error instanceof UnsendableError) throw error;
      logger.error("a message broke its handler", {
        intent: turn.command.intent,
        error: describeError(error),
      });
      await turn.say(simpleCard(turn.language, turn.words.broken, { tone: "bad" }), "final");
    }
    logger.info("answered", { intent: turn.command.intent, tookMs: this.deps.clock.now() - startedMs });
  }

  /** A message as a turn; `undefined` where nothing is to be said, or the little there was has been. */
  async #read(desk: Desk, message: InboundMessage, entry: InboxEntry): Promise<Turn | undefined> {
    const { office, clock } = this.deps;
    const now = clock.now();
    const roomNames = await desk.search.directory.knownNames();
    const conversation = new Conversation(
      this.deps.storage,
      desk.platform.name,
      message.chat.id,
      message.sender.id,
    );
    const language = await this.#languageFor(message.text, roomNames, conversation);
    const words = WORDS[language];
    const turn = this.#turn(desk, entry, {
      replyTo: message.replyTo,
      person: message.sender,
      chat: message.chat,
      mentions: message.mentions,
      command: { intent: "unknown" },
      language,
      now,
      conversation,
    });
    const sayOnly = async (card: Card) => {
      await turn.say(card, "once");
      return undefined;
    };

    if (message.sender.kind === "outsider") return sayOnly(simpleCard(language, words.outsider));
    const isGroup = message.chat.kind === "group";
    if (!this.#isAllowed(message.chat, message.sender)) {
      return (await this.#atMostHourly(`not-here:${message.chat.id}`))
        ? sayOnly(simpleCard(language, words.notHere))
        : undefined;
    }
    const isEmpty = message.content === "text" && message.text.trim() === "";
    if (isEmpty && isGroup) {
      return (await this.#atMostHourly(`hint:${message.chat.id}`))
        ? sayOnly(hintCard(language, words))
        : undefined;
    }
    if (message.content === "other" && isGroup) return undefined;

    const { command }: Understanding = understand(message.text, {
      now,
      zone: office.zone,
      roomNames,
      workingMinutes: office.workingMinutes,
    });
    if (command.intent === "unknown" && isGroup) return undefined;

    const personLimit = entry.isRepeat
      ? "within"
      : await countAnswer(
          this.deps.storage,
          {
            platform: desk.platform.name,
            personId: message.sender.id,
            localDate: localDateOf(now, office.zone),
          },
          office.personDailyMessages,
        );
    if (personLimit === "over") return undefined;
    if (personLimit === "last")
      return sayOnly(simpleCard(language, words.enoughForToday(office.personDailyMessages)));

    if (message.content === "other") return sayOnly(simpleCard(language, words.textOnly));
    if (isEmpty) return { ...turn, command: { intent: "help" } };
    return { ...turn, command };
  }

  async #readPress(desk: Desk, press: InboundPress, entry: InboxEntry): Promise<Turn | undefined> {
    const action = await findAction(this.deps.storage, press.actionId);
    if (!action) return undefined;
    const { replyTo } = press;
    return this.#turn(desk, entry, {
      replyTo,
      person: replyTo.person,
      chat: { ...press.chat, id: action.chatId },
      mentions: [],
      command: { intent: "book", choice: action.number },
      language: action.language,
      now: this.deps.clock.now(),
      conversation: new Conversation(this.deps.storage, desk.platform.name, action.chatId, action.ownerId),
    });
  }

  #turn(
    desk: Desk,
    entry: InboxEntry,
    given: {
      replyTo: ReplyTarget;
      person: Person;
      chat: Chat;
      mentions: readonly Person[];
      command: Command;
      language: Language;
      now: number;
      conversation: Conversation;
    },
  ): Turn {
    const { storage, clock, office } = this.deps;
    const { replyTo, ...rest } = given;
    const { messenger } = desk.platform;
    const logger = this.deps.logger.with({ message: entry.id });
    let shown: SentMessage | undefined;
    return {
      ...rest,
      id: createHash("sha256").update(entry.id).digest("hex"),
      desk,
      office,
      words: WORDS[given.language],
      logger,
      say: async (card, how) => {
        if (how === "once" && !messenger.isIdempotent) await entry.sayOnce();
        const isRepeatable = how === "final" || messenger.isIdempotent;
        const key = `${entry.id}:answer`;
        await sendPersistently({ messenger, clock, logger, isRepeatable }, { to: replyTo, card, key, shown });
      },
      progress: async (card) => {
        if (!messenger.update) return;
        shown = await messenger.send(replyTo, card, `${entry.id}:progress`).catch((error) => {
          logger.warn("progress could not be shown", { error: describeError(error) });
          return undefined;
        });
      },
      remember: async <T extends Json>(name: string, compute: () => Promise<T>): Promise<T> => {
        const key = `memory:${entry.id}:${name}`;
        const known = await storage.get(key);
        if (known !== undefined) return known as T;
        const value = await compute();
        await storage.write([{ key, value, ttlMs: MEMORY_MS }]);
        return value;
      },
    };
  }

  async #languageFor(text: string, names: readonly string[], conversation: Conversation): Promise<Language> {
    const { language } = this.deps.office;
    if (language !== "auto") return language;
    return languageOf(text, names) ?? (await conversation.offer())?.language ?? "zh";
  }

  #isAllowed(chat: Chat, person: Person): boolean {
    const { allowChats, allowUsers } = this.deps.office;
    const chatIsAllowed = allowChats.length === 0 || allowChats.includes(chat.id);
    const personIsAllowed = allowUsers.length === 0 || allowUsers.includes(person.id);
    return chatIsAllowed && personIsAllowed;
  }

  #atMostHourly(what: string): Promise<boolean> {
    const key = `hourly:${what}`;
    return this.deps.storage.write([{ key, value: true, ttlMs: HOUR_MS }], { key, is: undefined });
  }

  async #clearLeftovers(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      for (const { booking } of this.#desks.values()) {
        await takeBackLeftovers(booking).catch((error) =>
          this.deps.logger.error("leftovers could not be looked for", { error: describeError(error) }),
        );
      }
      await this.deps.clock.sleep(LEFTOVERS_EVERY_MS, this.#stopping.signal).catch(() => {});
    }
  }
}
