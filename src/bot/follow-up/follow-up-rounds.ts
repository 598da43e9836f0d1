import { underLease } from "../../booking/lease.ts";
import { type News, resumeOpen } from "../../booking/recovery.ts";
import type { EventId } from "../../core/model.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import type { Inbox } from "../intake/inbox.ts";
import { Rounds } from "../rounds.ts";
import type { Address } from "./address.ts";
import { lookAt } from "./look.ts";
import { tellNews } from "./news.ts";
import type { ToTell } from "./tell-of.ts";

/** How long a look waits for another at the same room. */
const PATIENCE_MS = 30_000;

/** Works on something for a person in a chat when nothing else is under way for them there. */
export type InTurn = (desk: Desk, address: Address, work: () => Promise<void>) => Promise<void>;

/**
 * What nobody waits for: once a minute, what an earlier process left open is brought to its end, and rooms that wait
 * for somebody's approval are looked at when it is time. Each is one instance's work alone.
 */
export class FollowUpRounds {
  /** Looks may take their time where the vendor does: what was left open does not wait for them. */
  readonly #rounds: readonly Rounds[];

  constructor(
    private readonly deps: BotDeps,
    desks: () => Iterable<Desk>,
    private readonly inbox: Inbox,
    private readonly inTurn: InTurn,
  ) {
    this.#rounds = [
      new Rounds(deps, "left open", async (signal) => {
        for (const desk of desks()) await this.#resume(desk, signal);
      }),
      new Rounds(deps, "follow-ups", async (signal) => {
        for (const desk of desks()) {
          for (const eventId of await desk.followUps.due()) {
            if (!signal.aborted) await this.look(desk, eventId, 0);
          }
        }
      }),
    ];
  }

  start(): void {
    for (const rounds of this.#rounds) rounds.start();
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all(this.#rounds.map((rounds) => rounds.stop(graceMs)));
  }

  /** Looks at one room now, because something was heard of it. What nobody follows is nobody's news. */
  async look(desk: Desk, eventId: EventId, waitMs = PATIENCE_MS): Promise<void> {
    const followUp = await desk.followUps.find(eventId);
    if (!followUp) return;
    const key = `follow-up-lease:${desk.platform.name}:${eventId}`;
    await underLease(this.deps, key, waitMs, () =>
      this.inTurn(desk, followUp.address, () => lookAt(this.deps, desk, eventId)),
    );
  }

  #resume(desk: Desk, signal: AbortSignal): Promise<void> {
    return resumeOpen(desk.booking, {
      signal,
      isAwaited: async ({ tell }) => {
        const told = tell as unknown as ToTell | undefined;
        return told !== undefined && this.inbox.isOpen(told.address.inboxId);
      },
      tellPerson: (news) => this.#tell(desk, news),
    });
  }

  async #tell(desk: Desk, news: News): Promise<void> {
    const told = news.tell as unknown as ToTell | undefined;
    if (told) return this.inTurn(desk, told.address, () => tellNews(this.deps, desk, told, news));
    this.deps.logger.warn("what came of something cannot be told: nobody knows to whom", { key: news.key });
  }
}
