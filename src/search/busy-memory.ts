import type { Interval } from "../core/interval.ts";
import type { RoomBusy, RoomId } from "../core/model.ts";
import { clip, contains, gaps, merge } from "../time/interval.ts";

/** Answers kept of one room: this week's, and of a few weeks further on. */
const MOST_PER_ROOM = 4;

/** What the vendor said of a room, or is about to say. */
interface Known {
  readonly window: Interval;
  readonly busy: Promise<RoomBusy>;
  readonly atMs: number;
}

/** The answers that were had of each room, the latest first; our own changes are written into them. */
export class BusyMemory {
  readonly #known = new Map<RoomId, Known[]>();

  /** `onSeenAgain` is told how many stretches of a room others have taken or given back since it was last read. */
  constructor(
    private readonly onSeenAgain: (roomId: RoomId, changes: number, afterMs: number) => void = () => {},
  ) {}

  /** The answer that covers the window, had at `sinceMs` or later. */
  find(roomId: RoomId, window: Interval, sinceMs: number): Promise<RoomBusy> | undefined {
    return this.#known.get(roomId)?.find((known) => known.atMs >= sinceMs && contains(known.window, window))
      ?.busy;
  }

  /** Keeps an answer that is under way; one that turns out to tell nothing is not kept. */
  put(roomId: RoomId, known: Known): void {
    const before = this.#known.get(roomId) ?? [];
    const [last] = before;
    if (last) void this.#compare(roomId, last, known);
    const older = before.filter((one) => !contains(known.window, one.window));
    this.#known.set(roomId, [known, ...older].slice(0, MOST_PER_ROOM));
    void known.busy.then((busy) => {
      if (!busy.known) this.#drop(roomId, known);
    });
  }

  /** Nothing that was said of the room is believed any more: somebody has changed it since. */
  forget(roomId: RoomId, nowMs?: number): void {
    const [last] = this.#known.get(roomId) ?? [];
    if (last && nowMs !== undefined) this.onSeenAgain(roomId, 1, nowMs - last.atMs);
    this.#known.delete(roomId);
  }

  /** The room was taken by us. */
  taken(roomId: RoomId, interval: Interval): void {
    this.#change(roomId, interval, (busy, part) => merge([...busy, part]));
  }

  /** The room was given back by us: whoever else had it could not have had it then. */
  freed(roomId: RoomId, { start, end }: Interval): void {
    this.#change(roomId, { start, end }, (busy) =>
      busy.flatMap((one) =>
        [
          { start: one.start, end: Math.min(one.end, start) },
          { start: Math.max(one.start, end), end: one.end },
        ].filter((rest) => rest.start < rest.end),
      ),
    );
  }

  #change(
    roomId: RoomId,
    interval: Interval,
    change: (busy: readonly Interval[], part: Interval) => readonly Interval[],
  ): void {
    const known = this.#known.get(roomId) ?? [];
    this.#known.set(
      roomId,
      known.map((one) => {
        const part = clip(interval, one.window);
        if (!part) return one;
        return {
          ...one,
          busy: one.busy.then((busy) => (busy.known ? { known: true, busy: change(busy.busy, part) } : busy)),
        };
      }),
    );
  }

  async #compare(roomId: RoomId, before: Known, after: Known): Promise<void> {
    const window = clip(before.window, after.window);
    const [was, is] = await Promise.all([before.busy, after.busy]);
    if (window && was.known && is.known)
      this.onSeenAgain(roomId, differences(was.busy, is.busy, window), after.atMs - before.atMs);
  }

  #drop(roomId: RoomId, known: Known): void {
    const rest = (this.#known.get(roomId) ?? []).filter(
      (one) => one.atMs !== known.atMs || one.window !== known.window,
    );
    if (rest.length > 0) this.#known.set(roomId, rest);
    else this.#known.delete(roomId);
  }
}

/** Stretches of the window that are busy in one of the two only. */
function differences(a: readonly Interval[], b: readonly Interval[], window: Interval): number {
  const [freeThen, freeNow] = [gaps(window, a), gaps(window, b)];
  const taken = freeThen.flatMap((gap) => gaps(gap, freeNow));
  const given = freeNow.flatMap((gap) => gaps(gap, freeThen));
  return taken.length + given.length;
}
