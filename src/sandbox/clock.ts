import type { Clock } from "../core/clock.ts";

/**
 * A clock that runs like the machine's and can be moved: forward to next Tuesday, or set to a moment. Moving it
 * wakes every sleeper whose time has come, so nobody has to wait for a deadline to see what happens at it.
 */
export class MovableClock implements Clock {
  #offsetMs: number;
  readonly #sleepers = new Set<{ dueMs: number; wake: () => void; timer: NodeJS.Timeout | undefined }>();

  constructor(startMs: number = Date.now()) {
    this.#offsetMs = startMs - Date.now();
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves the clock forward by `ms` (not back: sleepers that were woken cannot be put to sleep again). */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError("A clock that people are waiting on cannot go back.");
    this.#offsetMs += ms;
    for (const sleeper of this.#sleepers) this.#arm(sleeper);
  }

  /** Moves the clock forward to `instantMs`. */
  set(instantMs: number): void {
    this.advance(instantMs - this.now());
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const finish = (settle: () => void) => () => {
        clearTimeout(sleeper.timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      const onAbort = finish(() => reject(signal?.reason));
      const sleeper = {
        dueMs: this.now() + ms,
        wake: finish(resolve),
        timer: undefined as NodeJS.Timeout | undefined,
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#sleepers.add(sleeper);
      this.#arm(sleeper);
    });
  }

  #arm(sleeper: { dueMs: number; wake: () => void; timer: NodeJS.Timeout | undefined }): void {
    clearTimeout(sleeper.timer);
    sleeper.timer = setTimeout(sleeper.wake, Math.max(0, Math.min(sleeper.dueMs - this.now(), 2 ** 31 - 1)));
  }
}
