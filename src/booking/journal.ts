import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { EventId, Person, PlatformName, RoomId, RoomResponse } from "../core/model.ts";
import type { Storage } from "../ports/storage.ts";

/** How long the outcome of a booking is remembered, so that a message answered again does not book again. */
const KEEP_OUTCOME_MS = 24 * 60 * 60_000;

/** What is to be booked. Complete: a restart can go on from it alone. */
export interface BookingRequest extends Interval {
  readonly organiser: Person;
  readonly attendees: readonly Person[];
  /** `place` is where it is, as people say it. */
  readonly room: { readonly id: RoomId; readonly name: string; readonly place: string };
  readonly title: string;
  readonly zone: string;
  /** Which event takes the room: one the organiser has, a new one, or whichever fits (a question may come back). */
  readonly onto: { readonly eventId: EventId; readonly title: string } | "new" | "fitting";
  /** Whether the room's rules say that a person has to approve. */
  readonly needsApproval: boolean;
}

export type BookingOutcome =
  | {
      readonly kind: "booked";
      readonly eventId: EventId;
      readonly title: string;
      /** Whether the event was made for this booking. */
      readonly ownsEvent: boolean;
      readonly response: Extract<RoomResponse, "accepted" | "approval">;
    }
  /** The room said no, in the platform's words where it gave any. Nothing of ours is left behind unless `leftover` says so. */
  | { readonly kind: "refused"; readonly reason?: string; readonly leftover: boolean }
  /** The platform could not be asked, or gave no usable answer. */
  | { readonly kind: "failed"; readonly because: string; readonly leftover: boolean };

/** A room that is held: the event it is on, and whether somebody has to approve it yet. */
export type Booked = Extract<BookingOutcome, { kind: "booked" }>;
/** A booking that did not come about. */
export type NotBooked = Exclude<BookingOutcome, Booked>;

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
