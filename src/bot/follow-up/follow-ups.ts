import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import type { Json } from "../../core/json.ts";
import type { EventId, PlatformName, RoomBusy, RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Address } from "./address.ts";
import { HeldRooms } from "./held-rooms.ts";

const HOUR_MS = 60 * 60_000;
/** An approver may be late, and the platform's word of it too. */
const KEEP_AFTER_END_MS = 24 * HOUR_MS;
/** A look that broke is taken again after this, and after twice as long each time: each may cost a call of the month's. */
const AFTER_FAILURE_MS = 10 * 60_000;
const LONGEST_AFTER_FAILURE_MS = 24 * HOUR_MS;

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
  /** The person was told that nobody has answered yet, and that it begins soon. */
  readonly isReminded?: true;
  /** Epoch ms at which it began. */
  readonly sinceMs: number;
}

/** When to look next (epoch ms); after looks that broke, with how many of them there were. */
type Look = number | { readonly atMs: number; readonly broken: number };

const lookIn = (stored: Json | undefined): Exclude<Look, number> | undefined => {
  const look = stored as Look | undefined;
  return typeof look === "number" ? { atMs: look, broken: 0 } : look;
};

/** What the bot goes on watching, by event: at most one room each. */
export class FollowUps {
  readonly #held: HeldRooms;

  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {
    this.#held = new HeldRooms(storage, clock, platform);
  }

  /** Keeps it, in the place of what was kept of the event; `nextLookMs` (epoch) is when to look by itself. */
  async keep(followUp: FollowUp, nextLookMs?: number): Promise<void> {
    const { eventId, room, end } = followUp;
    const before = await this.find(eventId);
    const ttlMs = Math.max(0, end - this.clock.now()) + KEEP_AFTER_END_MS;
    await this.storage.write([
      { key: this.#key(eventId), value: followUp as unknown as Json, ttlMs },
      { key: this.#lookKey(eventId), value: nextLookMs, ttlMs },
    ]);
    if (before && before.room.id !== room.id) await this.#held.drop(before.room.id, eventId);
    await this.#held.put(room.id, { ...followUp, isFirm: !followUp.isWaiting });
  }

  /** Looks at it by itself at that time (epoch ms), or not any more; what is kept of it stays as it is. */
  async lookNext(eventId: EventId, nextLookMs: number | undefined): Promise<void> {
    const ttlMs = Math.max(0, (nextLookMs ?? 0) - this.clock.now()) + KEEP_AFTER_END_MS;
    await this.storage.write([{ key: this.#lookKey(eventId), value: nextLookMs, ttlMs }]);
  }

  /** Looks again after a look that broke: soon, and later each time. */
  async lookAfterFailure(eventId: EventId): Promise<void> {
    const before = lookIn(await this.storage.get(this.#lookKey(eventId)));
    const broken = (before?.broken ?? 0) + 1;
    const waitMs = Math.min(AFTER_FAILURE_MS * 2 ** (broken - 1), LONGEST_AFTER_FAILURE_MS);
    const look = { atMs: this.clock.now() + waitMs, broken };
    const ttlMs = waitMs + KEEP_AFTER_END_MS;
    await this.storage.write([{ key: this.#lookKey(eventId), value: look, ttlMs }]);
  }

  async find(eventId: EventId): Promise<FollowUp | undefined> {
    return (await this.storage.get(this.#key(eventId))) as unknown as FollowUp | undefined;
  }

  async drop(eventId: EventId): Promise<void> {
    const before = await this.find(eventId);
    await this.storage.write([
      { key: this.#key(eventId), value: undefined },
      { key: this.#lookKey(eventId), value: undefined },
    ]);
    if (before) await this.#held.drop(before.room.id, eventId);
  }

  /**
   * Has those looked at soon whose rooms' days, as they were read in the window, do not show them. `readAtMs` (epoch) is
   * when they were asked for.
   */
  async compare(days: ReadonlyMap<RoomId, RoomBusy>, window: Interval, readAtMs: number): Promise<void> {
    for (const eventId of await this.#held.missingIn(days, window, readAtMs))
      if (await this.find(eventId)) await this.lookNext(eventId, this.clock.now());
  }

  /** The events that are to be looked at by now. */
  async due(): Promise<EventId[]> {
    const prefix = this.#lookKey("");
    const looks = await this.storage.list(prefix);
    return looks
      .filter(({ value }) => (lookIn(value)?.atMs ?? Number.POSITIVE_INFINITY) <= this.clock.now())
      .map(({ key }) => key.slice(prefix.length));
  }

  #key(eventId: EventId): string {
    return `follow-up:${this.platform}:${eventId}`;
  }

  #lookKey(eventId: EventId): string {
    return `look:${this.platform}:${eventId}`;
  }
}
