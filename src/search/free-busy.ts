import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Interval } from "../core/interval.ts";
import type { Logger } from "../core/logger.ts";
import type { Person, RoomBusy, RoomId } from "../core/model.ts";
import { BUSY_BATCH, type Rooms } from "../ports/rooms.ts";

/** How long an answer of the vendor is believed. The claim of the room itself is the final check. */
const FRESH_MS = 60_000;

interface Known {
  readonly window: Interval;
  readonly busy: Promise<RoomBusy>;
  readonly atMs: number;
}

/** Busy times asked for, and why some are not known. */
export interface BusyAnswer {
  readonly busy: ReadonlyMap<RoomId, RoomBusy>;
  /** The first error of a batch that failed as a whole. */
  readonly error?: unknown;
}

/**
 * Asks for rooms' busy times in batches of at most `BUSY_BATCH`, all under way at once (the platform's queue keeps
 * the pace), and remembers the answers for a minute. A batch that fails makes its rooms unknown, never free.
 * Whoever asks for a room that is being asked about shares the question.
 */
export class FreeBusy {
  readonly #known = new Map<RoomId, Known>();

  constructor(
    private readonly rooms: Rooms,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** Is told how many rooms' busy times were wanted, and whence they come. */
    private readonly measure: (from: "memory" | "vendor", rooms: number) => void = () => {},
  ) {}

  async ask(roomIds: readonly RoomId[], window: Interval, asker: Person): Promise<BusyAnswer> {
    let error: unknown;
    const missing = roomIds.filter((id) => !this.#fresh(id, window));
    this.measure("memory", roomIds.length - missing.length);
    this.measure("vendor", missing.length);
    for (let at = 0; at < missing.length; at += BUSY_BATCH) {
      const batch = missing.slice(at, at + BUSY_BATCH);
      const answer = this.rooms.busy(batch, window, asker).catch((cause: unknown) => {
        error ??= cause;
        this.logger.warn("a batch of busy times could not be read", {
          rooms: batch.length,
          error: describeError(cause),
        });
        return undefined;
      });
      for (const id of batch) this.#remember(id, window, answer);
    }
    // Taken before the first wait: whoever forgets a room meanwhile does so for the questions after this one.
    const answers = roomIds.map((id) => [id, this.#known.get(id)?.busy] as const);
    const busy = new Map<RoomId, RoomBusy>();
    for (const [id, answer] of answers) {
      busy.set(id, (await answer) ?? { known: false, why: "not asked" });
    }
    return error === undefined ? { busy } : { busy, error };
  }

  /** What is known of a room without asking anybody; `undefined` where the window is not, or not any more. */
  async remembered(roomId: RoomId, window: Interval): Promise<RoomBusy | undefined> {
    return this.#fresh(roomId, window) ? this.#known.get(roomId)?.busy : undefined;
  }

  /** What is known of a room may be wrong from now on: we booked it, gave it back, or were refused. */
  forget(roomId: RoomId): void {
    this.#known.delete(roomId);
  }

  #fresh(roomId: RoomId, window: Interval): boolean {
    const known = this.#known.get(roomId);
    return (
      known !== undefined &&
      this.clock.now() - known.atMs < FRESH_MS &&
      known.window.start <= window.start &&
      known.window.end >= window.end
    );
  }

  #remember(
    roomId: RoomId,
    window: Interval,
    answer: Promise<ReadonlyMap<RoomId, RoomBusy> | undefined>,
  ): void {
    const busy = answer.then((rooms): RoomBusy => {
      const found = rooms?.get(roomId) ?? {
        known: false as const,
        why: rooms ? "left out of the answer" : "not read",
      };
      if (!found.known && this.#known.get(roomId)?.busy === busy) this.#known.delete(roomId);
      return found;
    });
    this.#known.set(roomId, { window, busy, atMs: this.clock.now() });
  }
}
