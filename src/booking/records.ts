import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { EventId, PersonId, PlatformName, Recurrence, RoomId } from "../core/model.ts";
import type { Change, Storage } from "../ports/storage.ts";

/** Kept after the end so that "cancel" just after a meeting still finds it to say that it is over. */
const KEEP_AFTER_END_MS = 24 * 60 * 60_000;

/** What somebody booked of late: for how long it is known, and how many bookings. */
const HABIT_MS = 90 * 24 * 60 * 60_000;
const HABIT_BOOKINGS = 20;

interface Booked {
  readonly eventId: EventId;
  readonly roomId: RoomId;
}

/**
 * A booking that this bot made: what the platform itself cannot tell us later, above all whether the event is ours to
 * remove. Of a series the interval is the first meeting.
 */
export interface BookingRecord extends Interval {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly roomName: string;
  readonly title: string;
  /** Whether the bot made the event; an event that was there before is never removed. */
  readonly ownsEvent: boolean;
  /** How it repeats, and in which zone; absent is a single meeting. */
  readonly series?: Recurrence & { readonly zone: string };
}

/** When the booking is over: a series after the day of its last meeting. */
export const overAt = ({ end, series }: BookingRecord): number =>
  series ? afterDay(series.untilLocalDate) : end;

/** Epoch ms at which a meeting that began on that day is over, wherever on earth. */
export const afterDay = (localDate: string): number => Date.parse(localDate) + 3 * 24 * 60 * 60_000;

/** The bookings that the bot made, by person. */
export class BookingRecords {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  async add(personId: PersonId, record: BookingRecord): Promise<void> {
    const ttlMs = Math.max(overAt(record) - this.clock.now(), 0) + KEEP_AFTER_END_MS;
    const { eventId, roomId } = record;
    const earlier = (await this.#booked(personId)).filter((booked) => booked.eventId !== eventId);
    await this.storage.write([
      { key: this.#key(personId, eventId), value: record as unknown as Json, ttlMs },
      this.#habit(personId, [...earlier, { eventId, roomId }]),
    ]);
  }

  async remove(personId: PersonId, eventId: EventId): Promise<void> {
    const others = (await this.#booked(personId)).filter((booked) => booked.eventId !== eventId);
    await this.storage.write([
      { key: this.#key(personId, eventId), value: undefined },
      this.#habit(personId, others),
    ]);
  }

  async find(personId: PersonId, eventId: EventId): Promise<BookingRecord | undefined> {
    return (await this.storage.get(this.#key(personId, eventId))) as unknown as BookingRecord | undefined;
  }

  /** The rooms of the person's last bookings, cancelled ones left out, one entry a booking. */
  async roomsBooked(personId: PersonId): Promise<RoomId[]> {
    return (await this.#booked(personId)).map(({ roomId }) => roomId);
  }

  async #booked(personId: PersonId): Promise<readonly Booked[]> {
    const stored = await this.storage.get(this.#habitKey(personId));
    return (stored as unknown as readonly Booked[] | undefined) ?? [];
  }

  #habit(personId: PersonId, booked: readonly Booked[]): Change {
    const value = booked.slice(-HABIT_BOOKINGS) as unknown as Json;
    return { key: this.#habitKey(personId), value: booked.length > 0 ? value : undefined, ttlMs: HABIT_MS };
  }

  #habitKey(personId: PersonId): string {
    return `usual:${this.platform}:${personId}`;
  }

  /** In order of start. */
  async of(personId: PersonId): Promise<BookingRecord[]> {
    const entries = await this.storage.list(this.#key(personId, ""));
    return entries
      .map(({ value }) => value as unknown as BookingRecord)
      .sort((a, b) => a.start - b.start || a.eventId.localeCompare(b.eventId));
  }

  #key(personId: PersonId, eventId: EventId): string {
    return `booking:${this.platform}:${personId}:${eventId}`;
  }
}
