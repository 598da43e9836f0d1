import type { RoomId } from "../core/model.ts";

const HOUR_MS = 60 * 60_000;
/** A room nobody has watched yet is taken for an average one, as if it had been watched for so long. */
const TAKEN_FOR_AVERAGE_MS = HOUR_MS;
/** Of what was seen, this much is kept: an office's habits change. */
const REMEMBERED_MS = 40 * HOUR_MS;
/** An answer about a room is believed at most so many times longer, or shorter, than one about the average room. */
export const MOST_STRETCH = 4;

interface Seen {
  readonly changes: number;
  readonly watchedMs: number;
}
const NOTHING: Seen = { changes: 0, watchedMs: 0 };
/** Before anything was seen: some change an hour; only what rooms have beside each other counts. */
const AT_FIRST: Seen = { changes: 1, watchedMs: HOUR_MS };

const plus = (a: Seen, b: Seen): Seen => ({
  changes: a.changes + b.changes,
  watchedMs: a.watchedMs + b.watchedMs,
});
const paceOf = ({ changes, watchedMs }: Seen): number => changes / watchedMs;

/**
 * How fast other people change each room's day, learnt from what was different when it was read again. Few rooms get
 * most of an office's bookings: those are worth reading often, and the quiet ones seldom.
 */
export class ChangePace {
  readonly #rooms = new Map<RoomId, Seen>();
  #all = AT_FIRST;

  /** The room was seen again after `watchedMs`, and so many stretches of it had been taken or given back by others. */
  note(roomId: RoomId, changes: number, watchedMs: number): void {
    if (watchedMs <= 0) return;
    const seen = { changes, watchedMs };
    this.#all = plus(this.#all, seen);
    const room = plus(this.#rooms.get(roomId) ?? NOTHING, seen);
    const kept = Math.min(1, REMEMBERED_MS / room.watchedMs);
    this.#rooms.set(roomId, { changes: room.changes * kept, watchedMs: room.watchedMs * kept });
  }

  /**
   * By what an answer about the room is believed longer than one about the average room. The root spends calls best:
   * a room that changes four times as fast is read twice as often, and is wrong twice as often.
   */
  stretch(roomId: RoomId): number {
    const average = paceOf(this.#all);
    const prior = { changes: average * TAKEN_FOR_AVERAGE_MS, watchedMs: TAKEN_FOR_AVERAGE_MS };
    const own = paceOf(plus(this.#rooms.get(roomId) ?? NOTHING, prior));
    return Math.min(MOST_STRETCH, Math.max(1 / MOST_STRETCH, Math.sqrt(average / own)));
  }
}
