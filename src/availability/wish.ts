import type { Interval } from "../core/interval.ts";
import type { Equipment, RoomId } from "../core/model.ts";

/** When the room is wanted: at this very time (or one of the alternatives), or for so long somewhere in these windows. */
export type WishedTime =
  | { readonly kind: "at"; readonly interval: Interval; readonly alternatives?: readonly Interval[] }
  | { readonly kind: "within"; readonly windows: readonly Interval[]; readonly durationMs: number };

/** What somebody wants of a room. A field that is absent does not matter to them. */
export interface Wish {
  readonly when: WishedTime;
  readonly minSeats?: number;
  /** A room with more seats is too big. */
  readonly maxSeats?: number;
  /** All of it must be there. */
  readonly equipment: readonly Equipment[];
  readonly building?: string;
  readonly floor?: string;
  /** As the person wrote it. */
  readonly roomName?: string;
  readonly prefers?: "bigger" | "smaller";
  /** Neither offered nor named as a near miss. */
  readonly excludeRoomIds?: readonly RoomId[];
  /** Rooms wanted for the same time; absent is one. */
  readonly roomCount?: number;
}

/** The same wish for any room. */
export const withoutName = ({ roomName: _named, ...wish }: Wish): Wish => wish;

/** A stretch in which a meeting of this length may lie. Where its time is given, the stretch is the meeting. */
export interface Target {
  readonly window: Interval;
  readonly durationMs: number;
  readonly isFixed: boolean;
}

/** The wished times in one shape, in the order in which they were named. */
export function targetsOf(when: WishedTime): Target[] {
  if (when.kind === "within")
    return when.windows.map((window) => ({ window, durationMs: when.durationMs, isFixed: false }));
  return [when.interval, ...(when.alternatives ?? [])].map((window) => ({
    window,
    durationMs: window.end - window.start,
    isFixed: true,
  }));
}
