import { takeBackLeftovers } from "../booking/book-room.ts";
import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { PlatformName } from "../core/model.ts";
import type { InboundMessage, InboundPress } from "../ports/listener.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";
import { createDesk, type Desk, type Office } from "./desk.ts";
import { HANDLERS } from "./handlers/index.ts";
import { InOrder } from "./intake/in-order.ts";
import { Inbox, type InboxEntry, type InboxItem } from "./intake/inbox.ts";
import { readMessage } from "./intake/read-message.ts";
import { hearPress, readPress } from "./intake/read-press.ts";
import { brokenCard } from "./replies/booking-card.ts";
import { UnsendableError } from "./send.ts";

const LEFTOVERS_EVERY_MS = 60_000;
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
    this.#inbox = new Inbox(deps.storage, deps.clock, deps.logger, (item, entry) =>
      this.#inTurn(item, entry),
    );
  }

  /** Takes up what an earlier process left, and begins to listen; the platforms connect by themselves. */
  start(): void {
    const { platforms, logger } = this.deps;
    this.#inbox.start();
    void this.#clearLeftovers();
    for (const { name, listener } of platforms) {
      const hearing = {
        message: (message: InboundMessage) => this.#hear(name, message),
        press: (press: InboundPress) => hearPress(this.deps, this.#inbox, name, press),
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
    this.#stopping.abort();
    await Promise.allSettled(platforms.map(({ listener }) => listener.stop()));
    await this.#inbox.stop(graceMs);
    await Promise.allSettled(platforms.map((platform) => platform.close()));
  }

  async #hear(platform: PlatformName, message: InboundMessage): Promise<void> {
    const isForUs = message.chat.kind === "direct" || message.mentionsBot;
    if (message.sender.kind === "bot" || !isForUs) return;
    await this.#inbox.record({ kind: "message", platform, message });
  }

  /** A person's messages in a chat are answered in the order in which they came. */
  #inTurn(item: InboxItem, entry: InboxEntry): Promise<void> {
    const { chat, person } = item.kind === "message" ? item.message.replyTo : item.press.replyTo;
    return this.#inOrder.run(`${item.platform}:${chat.id}:${person.id}`, () => this.#answer(item, entry));
  }

  async #answer(item: InboxItem, entry: InboxEntry): Promise<void> {
    const desk = this.#desks.get(item.platform);
    if (!desk) return;
    const turn = await (item.kind === "message"
      ? readMessage(this.deps, desk, item.message, entry)
      : readPress(this.deps, desk, item.press, entry));
    if (!turn) return;
    const { intent } = turn.command;
    try {
      await HANDLERS[intent](turn);
    } catch (error) {
      if (error instanceof UnsendableError) throw error;
      turn.logger.error("a message could not be handled", { intent, error: describeError(error) });
      await turn.say(brokenCard(turn.language, turn.words, error), "final");
    }
    turn.logger.info("answered", { intent, tookMs: this.deps.clock.now() - turn.now });
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
