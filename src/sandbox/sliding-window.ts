/** A limit as the vendors count it: at most `calls` in any `perMs` milliseconds of real time; `Infinity` is none. */
export interface WindowLimit {
  readonly calls: number;
  readonly perMs: number;
}

/** Counts calls against limits in sliding windows. Limits are about traffic, so they run on real time even where the office's clock is moved. */
export class SlidingWindows {
  readonly #starts = new Map<string, number[]>();

  /** Counts a call to `key`, or says how long until one more fits. A refused call is not counted. */
  admit(
    key: string,
    limits: readonly WindowLimit[],
    nowMs: number = performance.now(),
  ): { waitMs: number } | undefined {
    const finite = limits.filter(({ calls }) => Number.isFinite(calls));
    if (finite.length === 0) return undefined;
    const longestMs = Math.max(...finite.map((limit) => limit.perMs), 0);
    const starts = (this.#starts.get(key) ?? []).filter((start) => start > nowMs - longestMs);
    const waits = finite.map(({ calls, perMs }) => {
      const within = starts.filter((start) => start > nowMs - perMs);
      const oldest = within[within.length - calls];
      return oldest === undefined ? 0 : oldest + perMs - nowMs;
    });
    const waitMs = Math.max(...waits, 0);
    if (waitMs <= 0) starts.push(nowMs);
    this.#starts.set(key, starts);
    return waitMs > 0 ? { waitMs } : undefined;
  }
}
