import type { Clock } from "../core/clock.ts";
import type { Json } from "../core/json.ts";
import type { EventId, PlatformName, RoomId } from "../core/model.ts";
import { type Metrics, noMetrics } from "../ports/metrics.ts";
import type { Storage } from "../ports/storage.ts";
import type { Failure } from "./failure.ts";
import { underLease } from "./lease.ts";

/** How long it is known who changed an event last: longer than anything is left open. */
const KEEP_LAST_WORD_MS = 100 * 24 * 60 * 60_000;
/** How long the end of something is remembered, so that a message answered again does not do it again. */
const KEEP_END_MS = 24 * 60 * 60_000;

const PHASES = ["doing", "done", "undoing", "undone"] as const;

/** How far something has come. Written before each step; complete: a restart can go on from it alone. */
export interface JournalEntry {
  readonly key: string;
  /** The name of the recipe. */
  readonly recipe: string;
  readonly input: Json;
  /** Whom to tell of the end, and how: only the caller knows what it means. */
  readonly tell?: Json;
  readonly phase: (typeof PHASES)[number];
  /** The step that was begun, and of which it is not known what became. */
  readonly begun?: string;
  /** What each step that is done found out. */
  readonly done: Readonly<Record<string, Json>>;
  /** Steps that failed and that nothing else suffers from. */
  readonly missed: Readonly<Record<string, Failure>>;
  /** What taking each step back found out. */
  readonly undone: Readonly<Record<string, Json>>;
  /** The first error: why it is taken back, or could not be finished yet. */
  readonly why?: Failure & { readonly step: string };
  /** It could not be brought to an end yet, and the person knows; it is tried again. */
  readonly openEnd?: {
    readonly tries: number;
    readonly notBefore: number;
    /** The steps that are still to be done, or taken back. */
    readonly left: readonly string[];
  };
  /** Nobody waits for it: the person has to be told yet, of the end or (`follow-up`) of what became of the rest. */
  readonly untold?: "end" | "follow-up";
  /** Epoch ms. */
  readonly begunAt: number;
  /** Counts who took it over, so that nothing an earlier holder writes afterwards matches. */
  readonly holder: number;
}

/** Somebody else has taken the entry over: whoever gets this must not do anything more. */
export class TakenOver extends Error {
  override readonly name = "TakenOver";
}

export const hasEnded = ({ phase }: JournalEntry): boolean => phase === "done" || phase === "undone";

/** Whether there is nothing to do for it now: it has ended, or waits to be tried again. */
export const isAtRest = (entry: JournalEntry): boolean => hasEnded(entry) || entry.openEnd !== undefined;

/** What is under way, and for a day what ended, each by the key of the message that asked for it. */
export class Journal {
  readonly #unreadable = new Set<string>();

  constructor(
    private readonly storage: Storage,
    private readonly platform: PlatformName,
    private readonly metrics: Metrics = noMetrics,
  ) {}

  /** @throws where another version wrote something that this one cannot read: it must not be begun anew. */
  async find(key: string): Promise<JournalEntry | undefined> {
    const stored = await this.storage.get(this.#key(key));
    if (stored === undefined) return undefined;
    const entry = readEntry(stored);
    if (!entry)
      throw new Error(`The journal's entry ${key} was written by another version; it is left alone.`);
    return entry;
  }

  /**
   * Replaces `before` by `after`: an open entry lives until it has ended, an ended one is forgotten after a day.
   * @throws {TakenOver} where the stored entry is not `before` any more
   */
  async write(before: JournalEntry | undefined, after: JournalEntry): Promise<void> {
    const key = this.#key(after.key);
    const change = { key, value: after as unknown as Json };
    const limited = hasEnded(after) ? { ...change, ttlMs: KEEP_END_MS } : change;
    const isWritten = await this.storage.write([limited], { key, is: before as unknown as Json | undefined });
    if (!isWritten) throw new TakenOver(`${after.key} was taken over by another process.`);
    if (!hasEnded(after) || (before && hasEnded(before))) return;
    const { recipe, phase, why } = after;
    const outcome = phase === "done" ? "done" : why?.kind === "refused" ? "refused" : "failed";
    this.metrics.count("bookings", { platform: this.platform, recipe, outcome });
  }

  /** Everything that has not ended, or of which somebody has to be told yet. What cannot be read is named once. */
  async open(nameUnreadable: (key: string) => void): Promise<JournalEntry[]> {
    const stored = await this.storage.list(this.#key(""));
    return stored.flatMap(({ key, value }) => {
      const entry = readEntry(value);
      if (!entry && !this.#unreadable.has(key)) {
        this.#unreadable.add(key);
        nameUnreadable(key);
      }
      return entry && (!hasEnded(entry) || entry.untold) ? [entry] : [];
    });
  }

  /** Notes that what has this key changes the event: what was begun before must not have the last word. */
  async noteChange(key: string, eventId: EventId): Promise<void> {
    await this.storage.write([{ key: this.#changed(eventId), value: key, ttlMs: KEEP_LAST_WORD_MS }]);
  }

  /** Whether anything that was begun after what has this key changes the event. */
  async isChangedSince(key: string, eventId: EventId): Promise<boolean> {
    const last = await this.storage.get(this.#changed(eventId));
    return last !== undefined && last !== key;
  }

  /** Notes that these rooms of the event are by now as they are wanted. */
  async noteRooms(eventId: EventId, roomIds: readonly RoomId[], nowMs: number): Promise<void> {
    await this.storage.write(
      roomIds.map((id) => ({ key: this.#changed(eventId, id), value: nowMs, ttlMs: KEEP_LAST_WORD_MS })),
    );
  }

  /** Whether something else was wanted of any of these rooms after that time (epoch ms). */
  async areRoomsChangedSince(
    eventId: EventId,
    roomIds: readonly RoomId[],
    sinceMs: number,
  ): Promise<boolean> {
    const times = await Promise.all(roomIds.map((id) => this.storage.get(this.#changed(eventId, id))));
    return times.some((time) => typeof time === "number" && time > sinceMs);
  }

  /** Works on the entry of that key while nobody else does; see `underLease`. */
  alone<T>(
    clock: Clock,
    key: string,
    waitMs: number,
    work: () => Promise<T>,
  ): Promise<{ readonly result: T } | undefined> {
    return underLease({ storage: this.storage, clock }, `lease:${this.#key(key)}`, waitMs, work);
  }

  #changed(eventId: EventId, roomId?: RoomId): string {
    return `changed:${this.platform}:${eventId}${roomId === undefined ? "" : `:${roomId}`}`;
  }

  #key(key: string): string {
    return `journal:${this.platform}:${key}`;
  }
}

function readEntry(stored: Json): JournalEntry | undefined {
  const entry = stored as Partial<JournalEntry> | null;
  if (typeof entry !== "object" || entry === null) return undefined;
  const isNamed = typeof entry.key === "string" && typeof entry.recipe === "string";
  const isWhole = isNamed && entry.done && entry.undone && entry.missed;
  return isWhole && PHASES.some((phase) => phase === entry.phase) ? (entry as JournalEntry) : undefined;
}
