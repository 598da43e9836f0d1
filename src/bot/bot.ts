import type { Clock } from "../core/clock.ts";
import { describeError, StorageAway } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { Chat, Person, PlatformName } from "../core/model.ts";
import type { Hearing, InboundMessage, PressAnswer } from "../ports/listener.ts";
import { type Metrics, noMetrics } from "../ports/metrics.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";
import { createDesk, type Desk, type Office } from "./desk.ts";
import { comparingDays } from "./follow-up/compare-days.ts";
import { FollowUpRounds } from "./follow-up/follow-up-rounds.ts";
import { lateTurn } from "./follow-up/late-turn.ts";
import { HANDLERS } from "./handlers/index.ts";
import { InOrder } from "./intake/in-order.ts";
import { Inbox, type InboxEntry, type InboxItem, TakenUpElsewhere } from "./intake/inbox.ts";
import { readMessage } from "./intake/read-message.ts";
import { hearPress, readPress } from "./intake/read-press.ts";
import { ended } from "./intake/tell-end.ts";
import { LinkRounds } from "./link/link-rounds.ts";
import { brokenCard } from "./replies/booking-card.ts";
import { simpleCard } from "./replies/simple-card.ts";
import { WORDS } from "./replies/words.ts";
import { UnsendableError } from "./send.ts";
import type { Turn } from "./turn.ts";
import { WatchRounds } from "./watch/watch-rounds.ts";

export interface BotDeps {
  readonly platforms: readonly Platform[];
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly office: Office;
  /** Absent: nothing is measured. */
  readonly metrics?: Metrics;
}

/** Hears, understands, answers. Knows no vendor. */
export class Bot {
  readonly #desks: ReadonlyMap<PlatformName, Desk>;
  readonly #inbox: Inbox;
  readonly #inOrder = new InOrder();
  readonly #followUps: FollowUpRounds;
  readonly #watches: WatchRounds;
  readonly #links: LinkRounds;

  constructor(private readonly deps: BotDeps) {
    this.#desks = new Map(
      deps.platforms.map((platform) => [platform.name, createDesk(comparingDays(platform, deps), deps)]),
    );
    this.#inbox = new Inbox(
      deps.storage,
      deps.clock,
      deps.logger,
      (item, entry) => this.#workOn(item, entry),
      deps.metrics ?? noMetrics,
    );
    this.#followUps = new FollowUpRounds(
      deps,
      () => this.#desks.values(),
      this.#inbox,
      (desk, address, work) => this.#inTurn(desk.platform.name, address, work),
    );
    this.#watches = new WatchRounds(
      deps,
      () => this.#desks.values(),
      (desk, address, work) => this.#inTurn(desk.platform.name, address, work),
    );
    this.#links = new LinkRounds(
      deps,
      () => this.#desks.values(),
      (desk, address, work) => this.#inTurn(desk.platform.name, address, work),
    );
  }

  /** Takes up what an earlier process left, and begins to listen; the platforms connect by themselves. */
  start(): void {
    const { platforms, logger } = this.deps;
    this.#inbox.start();
    this.#followUps.start();
    this.#watches.start();
    this.#links.start();
    for (const { name, listener } of platforms) {
      const hearing: Hearing = {
        message: (message) => this.#hear(name, message),
        press: (press) => hearPress(this.deps, this.#inbox, name, press).catch(this.#pressWhileAway),
        roomAnswered: async (answer) => {
          await this.#inbox.record({ kind: "room-answer", platform: name, answer });
        },
        roomsChanged: async ({ roomId, what }) => {
          const search = this.#desks.get(name)?.search;
          if (what === "bookings") search?.freeBusy.forget(roomId);
          else await search?.directory.changed(roomId);
        },
      };
      listener.start(hearing).then(
        () => logger.info("connected", { platform: name }),
        (error) => logger.info("not connected", { platform: name, error: describeError(error) }),
      );
    }
  }

  /** Hears nothing more, finishes what is under way within `graceMs`; the rest is answered after the next start. */
  async stop(graceMs: number): Promise<void> {
    const { platforms } = this.deps;
    await Promise.allSettled(platforms.map(({ listener }) => listener.stop()));
    await Promise.all(
      [this.#inbox, this.#followUps, this.#watches, this.#links].map((part) => part.stop(graceMs)),
    );
    await Promise.allSettled(platforms.map((platform) => platform.close()));
  }

  async #hear(platform: PlatformName, message: InboundMessage): Promise<void> {
    const isForUs = message.chat.kind === "direct" || message.mentionsBot;
    if (message.sender.kind === "bot" || !isForUs) return;
    await this.#inbox.record({ kind: "message", platform, message });
  }

  async #workOn(item: InboxItem, entry: InboxEntry): Promise<void> {
    const desk = this.#desks.get(item.platform);
    if (!desk) return;
    if (item.kind === "room-answer") return this.#followUps.look(desk, item.answer.eventId);
    const [chatId, personId] =
      item.kind === "message"
        ? [item.message.chat.id, item.message.sender.id]
        : [item.press.chatId, item.press.personId];
    const whose = { chat: { id: chatId }, person: { id: personId } };
    await this.#inTurn(item.platform, whose, () => this.#answer(desk, item, entry));
  }

  /** A person's messages in a chat are answered in the order in which they came; so is what is told besides. */
  #inTurn(
    platform: PlatformName,
    { chat, person }: { readonly chat: Pick<Chat, "id">; readonly person: Pick<Person, "id"> },
    work: () => Promise<void>,
  ): Promise<void> {
    return this.#inOrder.run(`${platform}:${chat.id}:${person.id}`, work);
  }

  async #answer(
    desk: Desk,
    item: Exclude<InboxItem, { kind: "room-answer" }>,
    entry: InboxEntry,
  ): Promise<void> {
    const turn = await (item.kind === "message"
      ? readMessage(this.deps, desk, item.message, entry)
      : readPress(this.deps, desk, item.press, entry));
    const told = { ...this.deps, platform: item.platform };
    if (!turn) {
      ended(told, "none");
      return;
    }
    const { intent } = turn.command;
    let outcome: "said" | "broken" = "said";
    try {
      await HANDLERS[intent](turn);
    } catch (error) {
      if (error instanceof TakenUpElsewhere) throw error;
      if (error instanceof UnsendableError) {
        ended(told, "unsent", intent);
        throw error;
      }
      if (error instanceof StorageAway) {
        await this.#tellAway(turn, entry, error);
        return ended(told, "broken", intent);
      }
      outcome = "broken";
      turn.logger.error("a message could not be handled", { intent, error: describeError(error) });
      await turn.say(brokenCard(turn.language, turn.words, error), "final");
    }
    ended(told, outcome, intent);
  }

  /**
   * Nothing may be begun that cannot be recorded, and the person is told so. What was heard before is gone on with once
   * the storage is there again, whatever was begun: its answer comes then, as a message of its own.
   * @throws {StorageAway} where it is gone on with
   */
  async #tellAway(turn: Turn, entry: InboxEntry, error: StorageAway): Promise<void> {
    const { language, words, logger } = turn;
    logger.error("a message cannot be acted on: the storage is away", { error: describeError(error) });
    if (entry.isUnrecorded) {
      await turn.say(simpleCard(language, words.storageAway, { tone: "bad" }), "final");
      return;
    }
    const meanwhile = lateTurn(this.deps, turn.desk, turn.address, "away");
    await meanwhile.say(simpleCard(language, words.storageAwayLater, { tone: "bad" }), "final");
    throw error;
  }

  readonly #pressWhileAway = (error: unknown): PressAnswer => {
    if (!(error instanceof StorageAway)) throw error;
    const words = WORDS[this.deps.office.language === "en" ? "en" : "zh"];
    return { tone: "warning", text: words.storageAway };
  };
}
