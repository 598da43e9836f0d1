import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { EventId, PersonId, PlatformName, RoomId } from "../core/model.ts";
import type { Storage } from "../ports/storage.ts";

/** Kept after the end so that "cancel" just after a meeting still finds it to say that it is over. */
const KEEP_AFTER_END_MS = 24 * 60 * 60_000;

/** A booking that this bot made: what the platform itself cannot tell us later, above all whether the event is ours to remove. */
export interface BookingRecord extends Interval {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly roomName: string;
  readonly title: string;
  /** Whether the bot made the event; an event that was there before is never removed. */
  readonly ownsEvent: boolean;
}

/** The bookings that the bot made, by person. */
export class BookingRecords {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  async add(personId: PersonId, record: BookingRecord): Promise<void> {
    const ttlMs = Math.max(record.end - this.clock.now(), 0) + KEEP_AFTER_END_MS;
    await this.storage.write([
      { key: this.#key(personId, record.eventId), value: record as unknown as Json, ttlMs },
    ]);
  }

  async remove(personId: PersonId, eventId: EventId): Promise<void> {
    await this.storage.write([{ key: this.#key(personId, eventId), value: undefined }]);
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
