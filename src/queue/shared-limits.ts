import type { LimitWindow } from "./queue.ts";

/** Permits that several processes take from one place, so that together they stay under a vendor's limits. */
export interface SharedLimits {
  /** Keeps an eye on the windows of `api`, so that `used` is known of them whoever calls it. */
  watch(api: string, windows: readonly LimitWindow[]): void;
  /**
   * Takes a permit for one call in every window of `api`, or none: answers 0, or how many ms later to ask again.
   * Rejects where it cannot be asked, or not in time; the permit may then be taken all the same, and lapses.
   */
  take(api: string, permit: string, windows: readonly LimitWindow[]): Promise<number>;
  /** Tells of a call that is made without having asked, so that others leave room for it. Never rejects. */
  note(api: string, permit: string, windows: readonly LimitWindow[]): Promise<void>;
  /** Tells that the vendor must have counted the call by now: its windows begin here. Never rejects. */
  counted(api: string, permit: string, windows: readonly LimitWindow[]): Promise<void>;
  /** How many permits were out in the window when that was last seen (epoch ms); undefined where it never was. */
  used(api: string, perMs: number): { readonly permits: number; readonly atMs: number } | undefined;
  /** Processes that share the limits, as last known; at least 1. */
  sharers(): number;
  /** Since when (epoch ms) it can be asked without a break; undefined while it cannot. */
  upSinceMs(): number | undefined;
  close(): Promise<void>;
}
