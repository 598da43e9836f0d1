import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Interval } from "../core/interval.ts";
import type { Logger } from "../core/logger.ts";
import type { Person, RoomBusy, RoomId } from "../core/model.ts";
import type { Budget } from "../ports/budget.ts";
import { BUSY_BATCH, type Rooms } from "../ports/rooms.ts";
import type { Storage } from "../ports/storage.ts";
import { BusyMemory } from "./busy-memory.ts";
import { ChangePace, MOST_STRETCH } from "./change-pace.ts";
import { freshForMs, monthLeft } from "./freshness.ts";
import { SharedBusy } from "./shared-busy.ts";
import { windowToKnow } from "./window-to-ask.ts";

/** Busy times asked for, and why some are not known. */
export interface BusyAnswer {
  readonly busy: ReadonlyMap<RoomId, RoomBusy>;
  /** The first error of a batch that failed as a whole. */
  readonly error?: unknown;
}

export interface FreeBusyOptions {
  /** The office's zone: its days are asked about whole. */
  readonly zone: string;
  /** What the month allows; absent where calls are not counted. */
  readonly budget?: Budget | undefined;
  /** Is told how many rooms' busy times were wanted, and whence they come. */
  readonly measure?: (from: "memory" | "vendor", rooms: number) => void;
  /** Where busy times of this platform are shared with other instances, if the storage is. */
  readonly shared?: { readonly storage: Storage; readonly platform: string };
}

/** What one question has cost so far. */
interface Asked {
  rooms: number;
  error?: unknown;
}

/**
 * Asks for rooms' busy times in batches of as many as the platform takes, all under way at once (its queue keeps the
 * pace). A week is asked about and remembered, for as long as the month's budget makes it worth while. A batch that
 * fails makes its rooms unknown, never free. Whoever asks for a room that is being asked about shares the question, in
 * this instance or in another one that shares the storage.
 */
export class FreeBusy {
  readonly #pace = new ChangePace();
  readonly #memory = new BusyMemory((...seen) => this.#pace.note(...seen));
  readonly #shared: SharedBusy | undefined;

  constructor(
    private readonly rooms: Rooms,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: FreeBusyOptions,
  ) {
    const sharedClock = options.shared?.storage.sharedClock;
    if (options.shared && sharedClock)
      this.#shared = new SharedBusy({
        ...options.shared,
        sharedClock,
        clock,
        logger,
        memory: this.#memory,
      });
  }

  /** Rooms that one call may name. */
  get batch(): number {
    return this.rooms.busyBatch ?? BUSY_BATCH;
  }

  /** `mostMs`: how old an answer may be at most, where that is less than the month's budget would have it. */
  async ask(
    roomIds: readonly RoomId[],
    window: Interval,
    asker: Person,
    mostMs = Number.POSITIVE_INFINITY,
  ): Promise<BusyAnswer> {
    // Where there is but one instance nothing is waited for, and whoever asks at the same moment shares the question.
    const isShared = this.#shared !== undefined && (await this.#shared.catchUp());
    const known = this.#believed(window, mostMs);
    const missing = roomIds.filter((id) => !known(id));
    const week = windowToKnow(window, this.clock.now(), this.options.zone);
    const asked: Asked = { rooms: 0 };
    if (this.#shared && isShared && missing.length > 0) {
      const ours = await this.#shared.claim(missing, week);
      this.#askVendor(
        asked,
        ours.filter((id) => !known(id)),
        week,
        asker,
      );
      const theirs = missing.filter((id) => !ours.includes(id));
      await this.#shared.waitFor(theirs, week, (id) => known(id) !== undefined);
    }
    this.#askVendor(
      asked,
      roomIds.filter((id) => !known(id)),
      week,
      asker,
    );
    // Taken before the answers are waited for: whoever forgets a room meanwhile does so for the questions after this one.
    const answers = roomIds.map((id) => [id, known(id)] as const);
    const { measure } = this.options;
    measure?.("memory", roomIds.length - asked.rooms);
    measure?.("vendor", asked.rooms);
    const busy = new Map<RoomId, RoomBusy>();
    for (const [id, answer] of answers) {
      busy.set(id, (await answer) ?? { known: false, why: "not asked" });
    }
    return asked.error === undefined ? { busy } : { busy, error: asked.error };
  }

  #askVendor(asked: Asked, roomIds: readonly RoomId[], week: Interval, asker: Person): void {
    asked.rooms += roomIds.length;
    for (let at = 0; at < roomIds.length; at += this.batch) {
      const batch = roomIds.slice(at, at + this.batch);
      const asking = this.#shared?.asking(batch, week);
      const answer = this.rooms.busy(batch, week, asker).catch((cause: unknown) => {
        asked.error ??= cause;
        this.logger.warn("a batch of busy times could not be read", {
          rooms: batch.length,
          error: describeError(cause),
        });
        return undefined;
      });
      if (asking) void answer.then((rooms) => asking.end(rooms, this.#freshMs() * MOST_STRETCH));
      for (const id of batch) {
        const busy = answer.then(
          (rooms): RoomBusy =>
            rooms?.get(id) ?? { known: false, why: rooms ? "left out of the answer" : "not read" },
        );
        this.#memory.put(id, { window: week, busy, atMs: this.clock.now() });
      }
    }
  }

  /** Knows what other instances have read and done up to now, where there are any. */
  async catchUp(): Promise<void> {
    await this.#shared?.catchUp();
  }

  /** Of which rooms it is known, or being asked about already, how they are in the window. */
  knownIn(window: Interval, mostMs = Number.POSITIVE_INFINITY): (roomId: RoomId) => boolean {
    const known = this.#believed(window, mostMs);
    return (roomId) => known(roomId) !== undefined;
  }

  /** What is known of a room without asking anybody; `undefined` where the window is not, or not any more. */
  async remembered(roomId: RoomId, window: Interval): Promise<RoomBusy | undefined> {
    return this.#believed(window)(roomId);
  }

  /** What is known of a room may be wrong from now on: a claim of it was refused, or it is not known what became of it. */
  forget(roomId: RoomId): void {
    this.#memory.forget(roomId, this.clock.now());
    this.#shared?.tell({ kind: "forgotten", roomId });
  }

  /** We have just taken the room; what else is known of it stays. */
  taken(roomId: RoomId, { start, end }: Interval): void {
    this.#memory.taken(roomId, { start, end });
    this.#shared?.tell({ kind: "taken", roomId, interval: { start, end } });
  }

  /** We have just given the room back. */
  freed(roomId: RoomId, { start, end }: Interval): void {
    this.#memory.freed(roomId, { start, end });
    this.#shared?.tell({ kind: "freed", roomId, interval: { start, end } });
  }

  /** What is known of a room in the window, as far as it is believed. */
  #believed(
    window: Interval,
    mostMs = Number.POSITIVE_INFINITY,
  ): (roomId: RoomId) => Promise<RoomBusy> | undefined {
    const now = this.clock.now();
    const freshMs = this.#freshMs();
    return (roomId) =>
      this.#memory.find(roomId, window, now - Math.min(freshMs * this.#pace.stretch(roomId), mostMs));
  }

  /** How long an answer about the average room is believed. */
  #freshMs(): number {
    const { budget, zone } = this.options;
    return freshForMs(budget?.calls(), monthLeft(this.clock.now(), zone));
  }
}
