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

/** A stretch of a room's time that we took, or gave back: whoever else had it could not have had it then. */
interface TimeChange {
  readonly kind: "taken" | "freed";
  readonly interval: Interval;
}

/** The busy times of the window, the change written over them. */
export function changed(
  busy: readonly Interval[],
  window: Interval,
  { kind, interval }: TimeChange,
): readonly Interval[] {
  const part = clip(interval, window);
  if (!part) return busy;
  if (kind === "taken") return merge([...busy, part]);
  return busy.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, part.start) },
      { start: Math.max(start, part.end), end },
    ].filter((rest) => rest.start < rest.end),
  );
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
    // What another instance had read may come after what was read later.
    if (before.some((one) => one.atMs > known.atMs && contains(one.window, known.window))) return;
    const others = before.filter((one) => one.atMs > known.atMs || !contains(known.window, one.window));
    const all = [known, ...others].sort((a, b) => b.atMs - a.atMs);
    this.#known.set(roomId, all.slice(0, MOST_PER_ROOM));
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

  /** Nothing is believed any more. */
  clear(): void {
    this.#known.clear();
  }

  /** The room was taken by us. */
  taken(roomId: RoomId, interval: Interval): void {
    this.#change(roomId, { kind: "taken", interval });
  }

  /** The room was given back by us. */
  freed(roomId: RoomId, interval: Interval): void {
    this.#change(roomId, { kind: "freed", interval });
  }

  #change(roomId: RoomId, change: TimeChange): void {
    const known = this.#known.get(roomId) ?? [];
    this.#known.set(
      roomId,
      known.map((one) => ({
        ...one,
        busy: one.busy.then((busy) =>
          busy.known ? { known: true, busy: changed(busy.busy, one.window, change) } : busy,
        ),
      })),
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
