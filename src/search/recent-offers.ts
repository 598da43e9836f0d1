import type { Offer } from "../availability/offer.ts";
import { targetsOf, type Wish } from "../availability/wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { PersonId, RoomId } from "../core/model.ts";
import { overlaps } from "../time/interval.ts";

/** Whoever has not taken a room by then is not about to. */
const RECENT_MS = 2 * 60_000;

/** A room at a time, and who was last offered it first: the last two people, for whoever asks may be one of them. */
interface Shown {
  readonly roomId: RoomId;
  readonly interval: Interval;
  readonly to: readonly { readonly personId: PersonId; readonly atMs: number }[];
}

/**
 * What this process has just offered to whom, so that two who ask for the same are not sent to the same room. Only
 * the first room of each time counts: it is what people take, and counting all of them would only move the crowd on.
 * However many people ask, no more is kept than there are rooms and times.
 */
export class RecentOffers {
  readonly #shown = new Map<string, Shown>();

  constructor(private readonly clock: Clock) {}

  /** `offers` in the order in which they were shown. */
  note(personId: PersonId, offers: readonly Offer[]): void {
    const atMs = this.clock.now();
    const firsts = new Map(
      offers.toReversed().map((offer) => [`${offer.interval.start} ${offer.interval.end}`, offer]),
    );
    for (const [time, { room, interval }] of firsts) {
      const key = `${room.id} ${time}`;
      const others = this.#shown.get(key)?.to.filter((one) => one.personId !== personId) ?? [];
      const to = [{ personId, atMs }, ...others.slice(0, 1)];
      // Put at the end again: whatever is first is what was shown longest ago.
      this.#shown.delete(key);
      this.#shown.set(key, { roomId: room.id, interval, to });
    }
    this.#forgetOld();
  }

  /** Rooms that others were just offered for times that overlap the wish's. */
  toOthersThan(personId: PersonId, wish: Wish): RoomId[] {
    this.#forgetOld();
    const since = this.#since();
    const windows = targetsOf(wish.when).map(({ window }) => window);
    const others = [...this.#shown.values()].filter(
      ({ interval, to }) =>
        windows.some((window) => overlaps(window, interval)) &&
        to.some((one) => one.personId !== personId && one.atMs > since),
    );
    return [...new Set(others.map(({ roomId }) => roomId))];
  }

  #forgetOld(): void {
    const since = this.#since();
    for (const [key, { to }] of this.#shown) {
      if (to.some(({ atMs }) => atMs > since)) break;
      this.#shown.delete(key);
    }
  }

  #since(): number {
    return this.clock.now() - RECENT_MS;
  }
}
