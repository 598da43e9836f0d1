import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import type { Json } from "../../core/json.ts";
import type { EventId, PlatformName, RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Address } from "./address.ts";

const HOUR_MS = 60 * 60_000;
/** An approver may be late, and the platform's word of it too. */
const KEEP_AFTER_END_MS = 24 * HOUR_MS;

/** A room that was had, or asked for, and whom to tell when it says something else later on. */
export interface FollowUp extends Interval {
  readonly eventId: EventId;
  readonly room: { readonly id: RoomId; readonly name: string; readonly place: string };
  readonly title: string;
  /** Whether the bot made the event. */
  readonly ownsEvent: boolean;
  readonly address: Address;
  /** The list that it was taken from, for the next best. */
  readonly offer?: OpenOffer;
  /** Whether somebody has to approve it yet. */
  readonly isWaiting?: boolean;
  /** Epoch ms at which it began. */
  readonly sinceMs: number;
}

/** What the bot goes on watching, by event: at most one room each. */
export class FollowUps {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  /** Keeps it, in the place of what was kept of the event; `nextLookMs` (epoch) is when to look by itself. */
  async keep(followUp: FollowUp, nextLookMs?: number): Promise<void> {
    const { eventId, end } = followUp;
    const ttlMs = Math.max(0, end - this.clock.now()) + KEEP_AFTER_END_MS;
    await this.storage.write([
      { key: this.#key(eventId), value: followUp as unknown as Json, ttlMs },
      { key: this.#lookKey(eventId), value: nextLookMs, ttlMs },
    ]);
  }

  /** Looks at it by itself at that time (epoch ms), or not any more; what is kept of it stays as it is. */
  async lookNext(eventId: EventId, nextLookMs: number | undefined): Promise<void> {
    const ttlMs = Math.max(0, (nextLookMs ?? 0) - this.clock.now()) + KEEP_AFTER_END_MS;
    await this.storage.write([{ key: this.#lookKey(eventId), value: nextLookMs, ttlMs }]);
  }

  async find(eventId: EventId): Promise<FollowUp | undefined> {
    return (await this.storage.get(this.#key(eventId))) as unknown as FollowUp | undefined;
  }

  async drop(eventId: EventId): Promise<void> {
    await this.storage.write([
      { key: this.#key(eventId), value: undefined },
      { key: this.#lookKey(eventId), value: undefined },
    ]);
  }

  /** The events that are to be looked at by now. */
  async due(): Promise<EventId[]> {
    const prefix = this.#lookKey("");
    const looks = await this.storage.list(prefix);
    return looks
      .filter(({ value }) => typeof value === "number" && value <= this.clock.now())
      .map(({ key }) => key.slice(prefix.length));
  }

  #key(eventId: EventId): string {
    return `follow-up:${this.platform}:${eventId}`;
  }

  #lookKey(eventId: EventId): string {
    return `look:${this.platform}:${eventId}`;
  }
}
