import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Interval } from "../core/interval.ts";
import type { Logger } from "../core/logger.ts";
import type { Person, RoomBusy, RoomId } from "../core/model.ts";
import type { Budget } from "../ports/budget.ts";
import { BUSY_BATCH, type Rooms } from "../ports/rooms.ts";
import { BusyMemory } from "./busy-memory.ts";
import { ChangePace } from "./change-pace.ts";
import { freshForMs, monthLeft } from "./freshness.ts";
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
}

/**
 * Asks for rooms' busy times in batches of as many as the platform takes, all under way at once (its queue keeps the
 * pace). A week is asked about and remembered, for as long as the month's budget makes it worth while. A batch that
 * fails makes its rooms unknown, never free. Whoever asks for a room that is being asked about shares the question.
 */
export class FreeBusy {
  readonly #pace = new ChangePace();
  readonly #memory = new BusyMemory((...seen) => this.#pace.note(...seen));

  constructor(
    private readonly rooms: Rooms,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: FreeBusyOptions,
  ) {}

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
    let error: unknown;
    const { measure } = this.options;
    const known = this.#believed(window, mostMs);
    const missing = roomIds.filter((id) => !known(id));
    measure?.("memory", roomIds.length - missing.length);
    measure?.("vendor", missing.length);
    const week = windowToKnow(window, this.clock.now(), this.options.zone);
    for (let at = 0; at < missing.length; at += this.batch) {
      const batch = missing.slice(at, at + this.batch);
      const answer = this.rooms.busy(batch, week, asker).catch((cause: unknown) => {
        error ??= cause;
        this.logger.warn("a batch of busy times could not be read", {
          rooms: batch.length,
          error: describeError(cause),
        });
        return undefined;
      });
      for (const id of batch) {
        const busy = answer.then(
          (rooms): RoomBusy =>
            rooms?.get(id) ?? { known: false, why: rooms ? "left out of the answer" : "not read" },
        );
        this.#memory.put(id, { window: week, busy, atMs: this.clock.now() });
      }
    }
    // Taken before the first wait: whoever forgets a room meanwhile does so for the questions after this one.
    const answers = roomIds.map((id) => [id, known(id)] as const);
    const busy = new Map<RoomId, RoomBusy>();
    for (const [id, answer] of answers) {
      busy.set(id, (await answer) ?? { known: false, why: "not asked" });
    }
    return error === undefined ? { busy } : { busy, error };
  }

  /** Whether it is known, or being asked about already, how the room is in the window. */
  knows(roomId: RoomId, window: Interval, mostMs = Number.POSITIVE_INFINITY): boolean {
    return this.#believed(window, mostMs)(roomId) !== undefined;
  }

  /** What is known of a room without asking anybody; `undefined` where the window is not, or not any more. */
  async remembered(roomId: RoomId, window: Interval): Promise<RoomBusy | undefined> {
    return this.#believed(window)(roomId);
  }

  /** What is known of a room may be wrong from now on: a claim of it was refused, or it is not known what became of it. */
  forget(roomId: RoomId): void {
    this.#memory.forget(roomId, this.clock.now());
  }

  /** We have just taken the room; what else is known of it stays. */
  taken(roomId: RoomId, interval: Interval): void {
    this.#memory.taken(roomId, interval);
  }

  /** We have just given the room back. */
  freed(roomId: RoomId, interval: Interval): void {
    this.#memory.freed(roomId, interval);
  }

  /** What is known of a room in the window, as far as it is believed. */
  #believed(
    window: Interval,
    mostMs = Number.POSITIVE_INFINITY,
  ): (roomId: RoomId) => Promise<RoomBusy> | undefined {
    const now = this.clock.now();
    const { budget, zone } = this.options;
    const freshMs = freshForMs(budget?.calls(), monthLeft(now, zone));
    return (roomId) =>
      this.#memory.find(roomId, window, now - Math.min(freshMs * this.#pace.stretch(roomId), mostMs));
  }
}
