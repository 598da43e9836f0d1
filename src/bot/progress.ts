import type { Card } from "../card/elements.ts";
import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { ReplyTarget } from "../ports/listener.ts";
import type { Messenger, SentMessage } from "../ports/messenger.ts";
import type { Storage } from "../ports/storage.ts";

/** An answer that comes sooner than this needs no announcing, which would cost a message. */
const SHOWN_AFTER_MS = 2_000;
/** Nobody reads faster, and each change of a message is a call. */
const CHANGED_EVERY_MS = 1_500;
/** How long a message that was only to be replaced is known: as long as the question may be answered once more. */
const KEPT_MS = 24 * 60 * 60_000;

export interface ProgressDeps {
  readonly messenger: Messenger;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where progress is shown, and from when on it is waited for. */
export interface ProgressOf {
  /** Unique for the message that is answered, the same at every try. */
  readonly id: string;
  readonly to: ReplyTarget;
  /** Epoch ms. */
  readonly sinceMs: number;
  /** An earlier try broke off, and may have left its progress standing. */
  readonly isRepeat: boolean;
  /** The card that was pressed, which the answer takes the place of. */
  readonly shown: SentMessage | undefined;
}

/**
 * Shows that an answer is being worked on where it takes long and the platform can replace the message by the answer;
 * elsewhere nothing, for there each message would stay. It never fails.
 */
export class Progress {
  readonly #ended = new AbortController();
  #next: Card | undefined;
  #showing: Promise<void> | undefined;
  #shown: SentMessage | undefined;
  #changedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: ProgressDeps,
    private readonly of: ProgressOf,
  ) {
    this.#shown = of.shown;
  }

  /** Something was begun that changes things: whoever asked for it sees that at once. Never fails. */
  async showNow(card: Card): Promise<void> {
    if (!this.#isShown) return;
    try {
      await this.#put(card);
    } catch (error) {
      this.deps.logger.warn("progress could not be shown", { error: describeError(error) });
    }
  }

  /** From now on this is what is under way, shown if it takes long; of what comes too quickly only the last is. */
  show(card: Card): void {
    if (!this.#isShown) return;
    this.#next = card;
    this.#showing ??= this.#showAll().finally(() => {
      this.#showing = undefined;
    });
  }

  /** Nothing more is under way: the message that the answer takes the place of, where there is one. */
  async end(): Promise<SentMessage | undefined> {
    this.#ended.abort();
    await this.#showing;
    return this.#left();
  }

  get #isShown(): boolean {
    const { messenger } = this.deps;
    return messenger.update !== undefined && !messenger.isMetered && !this.#ended.signal.aborted;
  }

  async #showAll(): Promise<void> {
    const { clock, logger } = this.deps;
    try {
      while (this.#next) {
        const dueMs = Math.max(this.of.sinceMs + SHOWN_AFTER_MS, this.#changedAtMs + CHANGED_EVERY_MS);
        await clock.sleep(Math.max(0, dueMs - clock.now()), this.#ended.signal);
        const card = this.#next;
        this.#next = undefined;
        await this.#put(card);
      }
    } catch (error) {
      if (!this.#ended.signal.aborted)
        logger.warn("progress could not be shown", { error: describeError(error) });
    }
  }

  async #put(card: Card): Promise<void> {
    const { messenger, storage, clock } = this.deps;
    this.#changedAtMs = clock.now();
    const shown = await this.#left();
    if (shown !== undefined) return messenger.update?.(shown, card);
    this.#shown = await messenger.send(this.of.to, card, `${this.of.id}:progress`);
    // Whose it is, for whoever forgets that person.
    const value = { personId: this.of.to.person.id, message: this.#shown };
    await storage.write([{ key: this.#key, value, ttlMs: KEPT_MS }]);
  }

  /** What this try has shown, or the one that broke off. */
  async #left(): Promise<SentMessage | undefined> {
    if (this.#shown === undefined && this.of.isRepeat && this.deps.messenger.update) {
      const kept = await this.deps.storage.get(this.#key).catch(() => undefined);
      this.#shown = (kept as { readonly message: SentMessage } | undefined)?.message;
    }
    return this.#shown;
  }

  get #key(): string {
    return `progress:${this.of.id}`;
  }
}
