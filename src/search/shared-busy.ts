import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Interval } from "../core/interval.ts";
import type { Logger } from "../core/logger.ts";
import type { RoomBusy, RoomId } from "../core/model.ts";
import type { Change, Storage } from "../ports/storage.ts";
import { AskLeases } from "./ask-leases.ts";
import { type BusyChange, BusyLog, type BusyNote, type BusyRead, type Heard } from "./busy-log.ts";
import { type BusyMemory, changed } from "./busy-memory.ts";

/** A question waits no longer than this for what the others know: then it goes by what is known here. */
const PATIENCE_MS = 300;
/** Another instance's question is waited for so long, and looked at so often; then the vendor is asked again. */
const WAIT_MS = 1_500;
const LOOK_MS = 40;
/** Others may be faster with a note that often. */
const TRIES = 5;
/** Changes remembered for answers that were asked for before them. */
const MOST_CHANGES = 1_000;

/** A note that the others have to be told, and what ends with it. */
interface Telling {
  readonly note: BusyNote;
  readonly ttlMs?: number;
  readonly ends?: readonly Change[];
  /** A question that was begun before something was missed may not know what happened since. */
  readonly era?: number;
}

/** A question to the vendor that is under way. */
export interface Asking {
  /** What was told, or nothing; others may believe it for `ttlMs` at most. */
  end(rooms: ReadonlyMap<RoomId, RoomBusy> | undefined, ttlMs: number): void;
}

export interface SharedBusyDeps {
  readonly storage: Storage;
  /** The storage's. */
  readonly sharedClock: Pick<Clock, "now">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: string;
  readonly memory: BusyMemory;
}

/**
 * Keeps this instance's memory as if all instances had one: what any of them read or did is noted in a log which all
 * of them write into their memories in the same order. An answer that was asked for before a change has the change
 * written over it, so that an old one never hides what has been booked since. While the storage is away or slow, this
 * instance goes by what it knows itself; nothing here rejects.
 */
export class SharedBusy {
  readonly #log: BusyLog;
  readonly #leases: AskLeases;
  #telling: readonly Telling[] = [];
  #changes: { readonly place: number; readonly change: BusyChange }[] = [];
  /** Every change after this place is among them. */
  #completeFrom = 0;
  #era = 0;
  #canTell = true;
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<boolean> | undefined;

  constructor(private readonly deps: SharedBusyDeps) {
    this.#log = new BusyLog(deps.storage, deps.platform);
    this.#leases = new AskLeases(deps.storage, deps.platform);
  }

  /** Knows what any instance had noted before, and has told what is known here; `false` where that takes too long. */
  async catchUp(): Promise<boolean> {
    return await this.#soon(this.#exchange(), false);
  }

  /** We did something to a room; it is in the memory already. */
  tell(change: BusyChange): void {
    this.#telling = [...this.#telling, { note: change }];
    void this.#exchange();
  }

  /** Those of the rooms that nobody else is asking about now: they are ours to ask. */
  async claim(roomIds: readonly RoomId[], window: Interval): Promise<readonly RoomId[]> {
    if (!this.#canTell || roomIds.length === 0) return roomIds;
    const won = this.#leases.claim(roomIds, window).catch(() => roomIds);
    return await this.#soon(won, roomIds);
  }

  /** Waits until `isKnown` of each room, or nobody asks about it any more; not for long. */
  async waitFor(
    roomIds: readonly RoomId[],
    window: Interval,
    isKnown: (roomId: RoomId) => boolean,
  ): Promise<void> {
    const { clock } = this.deps;
    const untilMs = clock.now() + WAIT_MS;
    let open = roomIds.filter((id) => !isKnown(id));
    while (open.length > 0 && clock.now() < untilMs) {
      await clock.sleep(LOOK_MS);
      // Before the notes are read: whoever is through by now has told.
      const held = this.#leases.held(open, window).catch(() => []);
      const stillAsked = await this.#soon<readonly RoomId[]>(held, []);
      await this.catchUp();
      open = stillAsked.filter((id) => !isKnown(id));
    }
  }

  /** The vendor is going to be asked about these rooms, all of what is known so far being known to it as well. */
  asking(roomIds: readonly RoomId[], window: Interval): Asking {
    const [since, era, atMs] = [this.#log.place, this.#era, this.deps.sharedClock.now()];
    return {
      end: (answer, ttlMs) => {
        const rooms = Object.fromEntries(
          [...(answer ?? [])].flatMap(([id, busy]) => (busy.known ? [[id, busy.busy] as const] : [])),
        );
        if (Object.keys(rooms).length === 0) {
          void this.#leases.giveUp(roomIds, window);
          return;
        }
        const ends = this.#leases.ends(roomIds, window);
        const note: BusyRead = { kind: "read", since, atMs, window, rooms };
        this.#telling = [...this.#telling, { note, ttlMs, ends, era }];
        void this.#exchange();
      },
    };
  }

  /** One after the other; whoever comes while one is under way is in the next, which begins after they came. */
  #exchange(): Promise<boolean> {
    this.#next ??= this.#last.then(() => {
      this.#next = undefined;
      return this.#hearAndTell();
    });
    this.#last = this.#next;
    return this.#next;
  }

  async #hearAndTell(): Promise<boolean> {
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        this.#hear(await this.#log.read());
        const telling = this.#telling.filter(({ era }) => era === undefined || era === this.#era);
        this.#telling = telling;
        if (telling.length === 0) return true;
        const ended = telling.flatMap(({ ends = [] }) => ends);
        if (!(await this.#log.append(telling, ended))) continue;
        this.#telling = this.#telling.slice(telling.length);
        const first = this.#log.place - telling.length + 1;
        // Once more, for others may have changed the same rooms before.
        for (const [at, { note }] of telling.entries()) this.#note(first + at, note);
        if (!this.#canTell) this.deps.logger.info("busy times are shared with the other instances again");
        this.#canTell = true;
        break;
      }
      return true;
    } catch (error) {
      this.#lose(error);
      return false;
    }
  }

  /** What could not be told in time may not be so any more when it can: then the others are to ask. */
  #lose(error: unknown): void {
    const rooms = new Set(this.#telling.flatMap(({ note }) => (note.kind === "read" ? [] : [note.roomId])));
    this.#telling = [...rooms].map((roomId) => ({ note: { kind: "forgotten", roomId } }));
    if (this.#canTell)
      this.deps.logger.warn("busy times are not shared with the other instances for now", {
        error: describeError(error),
      });
    this.#canTell = false;
  }

  #hear({ notes, first, isBroken }: Heard): void {
    if (isBroken) {
      this.deps.memory.clear();
      this.#changes = [];
      this.#completeFrom = first - 1;
      this.#era += 1;
    }
    for (const { place, note } of notes) this.#note(place, note);
  }

  /** Writes a note into the memory, as every instance does in the same order. */
  #note(place: number, note: BusyNote): void {
    const { memory, clock } = this.deps;
    if (note.kind === "read") {
      this.#noteRead(note);
      return;
    }
    if (note.kind === "forgotten") memory.forget(note.roomId, clock.now());
    else memory[note.kind](note.roomId, note.interval);
    this.#changes.push({ place, change: note });
    if (this.#changes.length <= MOST_CHANGES) return;
    const dropped = this.#changes.splice(0, MOST_CHANGES / 2).at(-1);
    this.#completeFrom = dropped?.place ?? this.#completeFrom;
  }

  #noteRead({ since, atMs, window, rooms }: BusyRead): void {
    if (since < this.#completeFrom) return;
    const { memory, clock, sharedClock } = this.deps;
    const ageMs = Math.max(0, sharedClock.now() - atMs);
    const later = this.#changes.filter(({ place }) => place > since).map(({ change }) => change);
    for (const [roomId, busy] of Object.entries(rooms)) {
      const changes = later.filter((change) => change.roomId === roomId);
      if (changes.some(({ kind }) => kind === "forgotten")) continue;
      const now = changes.reduce(
        (soFar, change) => (change.kind === "forgotten" ? soFar : changed(soFar, window, change)),
        busy,
      );
      const answer: RoomBusy = { known: true, busy: now };
      memory.put(roomId, { window, busy: Promise.resolve(answer), atMs: clock.now() - ageMs });
    }
  }

  /** What `work` comes to, or `otherwise` where that takes too long. */
  async #soon<T>(work: Promise<T>, otherwise: T): Promise<T> {
    const isOver = new AbortController();
    const half = () => this.deps.clock.sleep(PATIENCE_MS / 2, isOver.signal);
    // In halves, between which answers are heard: where this process itself was held up, the storage is not to blame.
    const late = half()
      .then(half)
      .then(
        () => otherwise,
        () => otherwise,
      );
    try {
      return await Promise.race([work, late]);
    } finally {
      isOver.abort();
    }
  }
}
