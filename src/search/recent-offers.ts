import type { Offer } from "../availability/offer.ts";
import { targetsOf, type Wish } from "../availability/wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { PersonId, RoomId } from "../core/model.ts";
import { overlaps } from "../time/interval.ts";

/** Whoever has not taken a room by then is not about to. */
const RECENT_MS = 2 * 60_000;

interface Shown {
  readonly personId: PersonId;
  readonly roomId: RoomId;
  readonly interval: Interval;
  readonly atMs: number;
}

/**
 * What this process has just offered to whom, so that two who ask for the same are not sent to the same room. Only
 * the first room of each time counts: it is what people take, and counting all of them would only move the crowd on.
 */
export class RecentOffers {
  #shown: Shown[] = [];

  constructor(private readonly clock: Clock) {}

  /** `offers` in the order in which they were shown. */
  note(personId: PersonId, offers: readonly Offer[]): void {
    const atMs = this.clock.now();
    const firsts = new Map(
      offers.toReversed().map((offer) => [`${offer.interval.start} ${offer.interval.end}`, offer]),
    );
    this.#shown = [
      ...this.#recent(),
      ...[...firsts.values()].map(({ room, interval }) => ({ personId, roomId: room.id, interval, atMs })),
    ];
  }

  /** Rooms that others were just offered for times that overlap the wish's. */
  toOthersThan(personId: PersonId, wish: Wish): RoomId[] {
    const windows = targetsOf(wish.when).map(({ window }) => window);
    const others = this.#recent().filter(
      (shown) => shown.personId !== personId && windows.some((window) => overlaps(window, shown.interval)),
    );
    return [...new Set(others.map(({ roomId }) => roomId))];
  }

  #recent(): Shown[] {
    const since = this.clock.now() - RECENT_MS;
    return this.#shown.filter(({ atMs }) => atMs > since);
  }
}
