import { randomUUID } from "node:crypto";
import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { RoomId } from "../core/model.ts";
import type { Change, Storage } from "../ports/storage.ts";

/** Longer than any answer is believed: whoever has not looked for so long believes nothing that came before. */
const LIFE_MS = 5 * 60 * 60_000;
/** Who has missed more than this reads the latest alone. */
const MOST_MISSED = 300;

/** What we ourselves did to a room; `forgotten`: nothing that was said of it before is believed any more. */
export type BusyChange =
  | { readonly kind: "taken" | "freed"; readonly roomId: RoomId; readonly interval: Interval }
  | { readonly kind: "forgotten"; readonly roomId: RoomId };

/** What a vendor said of rooms in a window. */
export interface BusyRead {
  readonly kind: "read";
  /** The place of the latest note that was known before the vendor was asked. */
  readonly since: number;
  /** When the vendor was asked, in epoch ms of the storage's clock. */
  readonly atMs: number;
  readonly window: Interval;
  readonly rooms: Readonly<Record<RoomId, readonly Interval[]>>;
}

export type BusyNote = BusyChange | BusyRead;

/** What was noted since it was last looked, in the order that it has for everybody. */
export interface Heard {
  readonly notes: readonly { readonly place: number; readonly note: BusyNote }[];
  /** The place of the first note that was looked for. */
  readonly first: number;
  /** Something may be missing between what was known before and these. */
  readonly isBroken: boolean;
}

/** The last note's place, and a mark that tells it from another one that once had the same place. */
interface Head {
  readonly place: number;
  readonly mark: string;
}

interface Entry {
  /** The mark of the head that it was written after. */
  readonly after: string;
  readonly note: BusyNote;
}

/** Notes about one platform's rooms, which all instances read in the same order. Everything rejects as the storage does. */
export class BusyLog {
  #head: Head | undefined;

  constructor(
    private readonly storage: Storage,
    private readonly platform: string,
  ) {}

  /** The place of the latest note that was read or written. */
  get place(): number {
    return this.#head?.place ?? 0;
  }

  /** Costs one round trip where nothing is new, else two. */
  async read(): Promise<Heard> {
    const known = this.#head;
    const head = (await this.storage.get(this.#headKey)) as Head | undefined;
    const next = this.place + 1;
    if (head?.mark === known?.mark) return { notes: [], first: next, isBroken: false };
    const last = head?.place ?? 0;
    const first = Math.max(next, last - MOST_MISSED + 1);
    const entries = await this.#entries(first, last);
    this.#head = head;
    // A storage that lost its last second counts the same places again: nobody knows what was noted in that second.
    const isLost = last < next || (entries[0] && first === next && entries[0].after !== (known?.mark ?? ""));
    if (isLost) return { notes: [], first: last + 1, isBroken: true };
    return {
      notes: entries.flatMap((entry, at) => (entry ? [{ place: first + at, note: entry.note }] : [])),
      first,
      isBroken: first > next || entries[0] === undefined,
    };
  }

  /** Adds notes with their lives (ms; absent is the longest), and does `besides`; `false` where others were faster. */
  async append(
    notes: readonly { readonly note: BusyNote; readonly ttlMs?: number }[],
    besides: readonly Change[],
  ): Promise<boolean> {
    const known = this.#head;
    const head: Head = { place: this.place + notes.length, mark: randomUUID() };
    const entries = notes.map(({ note, ttlMs = LIFE_MS }, at): Change => {
      const entry: Entry = { after: at === 0 ? (known?.mark ?? "") : head.mark, note };
      return { key: this.#keyOf(this.place + 1 + at), value: entry as unknown as Json, ttlMs };
    });
    const isDone = await this.storage.write(
      [{ key: this.#headKey, value: asJson(head), ttlMs: LIFE_MS }, ...entries, ...besides],
      { key: this.#headKey, is: known && asJson(known) },
    );
    if (isDone) this.#head = head;
    return isDone;
  }

  async #entries(first: number, last: number): Promise<(Entry | undefined)[]> {
    if (last < first) return [];
    const keys = Array.from({ length: last - first + 1 }, (_, at) => this.#keyOf(first + at));
    return (await this.storage.getMany(keys)) as unknown as (Entry | undefined)[];
  }

  get #headKey(): string {
    return `busy-head:${this.platform}`;
  }

  #keyOf(place: number): string {
    return `busy:${this.platform}:${place}`;
  }
}

const asJson = (head: Head): Json => ({ ...head });
