import type { Json } from "../core/json.ts";
import type { EventId, PlatformName } from "../core/model.ts";
import type { Storage } from "../ports/storage.ts";
import type { BookingOutcome } from "./outcomes.ts";
import type { BookingRequest } from "./requests.ts";

export type { Booked, BookingOutcome, NotBooked } from "./outcomes.ts";
export type { BookingRequest } from "./requests.ts";

/** How long the outcome of a booking is remembered, so that a message answered again does not book again. */
const KEEP_OUTCOME_MS = 24 * 60 * 60_000;

/** How far a booking has come. Written before each step that changes something at the vendor. */
export interface JournalEntry {
  readonly key: string;
  readonly request: BookingRequest;
  readonly phase: "creating" | "adding-room" | "undoing" | "done";
  readonly eventId?: EventId;
  readonly ownsEvent?: boolean;
  /** Why it is being undone: told to the person in the end. */
  readonly undoing?: BookingOutcome;
  readonly outcome?: BookingOutcome;
  /** The person was told that something of ours may be left; it is taken back by `takeBackLeftovers`. */
  readonly isLeftover?: true;
}

/** The bookings under way, and for a day those that ended, each by the key of the message that asked for it. */
export class Journal {
  constructor(
    private readonly storage: Storage,
    private readonly platform: PlatformName,
  ) {}

  async find(key: string): Promise<JournalEntry | undefined> {
    return (await this.storage.get(this.#key(key))) as unknown as JournalEntry | undefined;
  }

  /** An open entry lives until it is finished; a finished one is forgotten after a day. */
  async write(entry: JournalEntry): Promise<JournalEntry> {
    const change = { key: this.#key(entry.key), value: entry as unknown as Json };
    await this.storage.write([entry.phase === "done" ? { ...change, ttlMs: KEEP_OUTCOME_MS } : change]);
    return entry;
  }

  /** Every booking whose taking back failed, and of which something may be left at the vendor. */
  async leftovers(): Promise<JournalEntry[]> {
    const entries = await this.storage.list(this.#key(""));
    return entries
      .map(({ value }) => value as unknown as JournalEntry)
      .filter((entry) => entry.phase !== "done" && entry.isLeftover);
  }

  #key(key: string): string {
    return `journal:${this.platform}:${key}`;
  }
}
