import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import type { Json } from "../../core/json.ts";
import type { EventId, PlatformName, RoomBusy, RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import { contains, gaps, overlaps } from "../../time/interval.ts";

/** What is read so soon after a booking may be from before it. */
const SETTLES_AFTER_MS = 60_000;
/** A booking that its room's day did not show is not missed there again before this: it has been looked at. */
const AGAIN_AFTER_MS = 24 * 60 * 60_000;
/** How often an entry that changes meanwhile is read again. */
const TRIES = 10;

/** A booking as its room's day has to show it. */
interface Held extends Interval {
  readonly eventId: EventId;
  /** Nobody has to approve it any more. */
  readonly isFirm: boolean;
  /** Epoch ms: a day that was asked for before then says nothing of it. */
  readonly shownFromMs: number;
}

/** Which room is had when, by room, to be compared with whatever is read of the room's days. */
export class HeldRooms {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  async put(roomId: RoomId, booking: Omit<Held, "shownFromMs">): Promise<void> {
    const { eventId, isFirm, start, end } = booking;
    const shownFromMs = this.clock.now() + SETTLES_AFTER_MS;
    const held = { eventId, isFirm, start, end, shownFromMs };
    await this.#change(roomId, (all) => [...without(all, eventId), held]);
  }

  async drop(roomId: RoomId, eventId: EventId): Promise<void> {
    await this.#change(roomId, (all) => without(all, eventId));
  }

  /**
   * The events whose bookings are still to come and are not in what was read of their rooms in the window, or wait there
   * for an approval that nobody spoke of; each is named once a day. What is busy there may be somebody else's by now:
   * that is not seen.
   */
  async missingIn(
    days: ReadonlyMap<RoomId, RoomBusy>,
    window: Interval,
    readAtMs: number,
  ): Promise<EventId[]> {
    const known = [...days].flatMap(([id, day]) => (day.known ? [{ id, day }] : []));
    const stored = await this.storage.getMany(known.map(({ id }) => this.#key(id)));
    const now = this.clock.now();
    const isDue = (held: Held): boolean =>
      held.shownFromMs <= readAtMs && held.start > now && contains(window, held);
    const missing: EventId[] = [];
    for (const [at, { id, day }] of known.entries()) {
      const lost = heldIn(stored[at]).filter((held) => isDue(held) && !isShown(held, day));
      if (lost.length === 0) continue;
      const ids = new Set(lost.map(({ eventId }) => eventId));
      missing.push(...ids);
      await this.#change(id, (all) =>
        all.map((held) => (ids.has(held.eventId) ? { ...held, shownFromMs: now + AGAIN_AFTER_MS } : held)),
      );
    }
    return missing;
  }

  /** What is over is forgotten on the way. */
  async #change(roomId: RoomId, change: (all: readonly Held[]) => readonly Held[]): Promise<void> {
    const key = this.#key(roomId);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await this.storage.get(key);
      const now = this.clock.now();
      const next = change(heldIn(stored)).filter(({ start }) => start > now);
      const value = next.length > 0 ? (next as unknown as Json) : undefined;
      const ttlMs = Math.max(0, ...next.map(({ start }) => start - now));
      if (await this.storage.write([{ key, value, ttlMs }], { key, is: stored })) return;
    }
  }

  #key(roomId: RoomId): string {
    return `held:${this.platform}:${roomId}`;
  }
}

function isShown(held: Held, { busy, tentative = [] }: Extract<RoomBusy, { known: true }>): boolean {
  const waits = held.isFirm && tentative.some((one) => overlaps(one, held));
  return gaps(held, busy).length === 0 && !waits;
}

const heldIn = (stored: Json | undefined): readonly Held[] => (stored ?? []) as unknown as readonly Held[];

const without = (all: readonly Held[], eventId: EventId): readonly Held[] =>
  all.filter((held) => held.eventId !== eventId);
