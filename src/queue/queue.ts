/** A vendor's limit: at most `calls` in any `perMs` milliseconds, however they fall. */
export interface LimitWindow {
  readonly calls: number;
  readonly perMs: number;
}

/** How one API of a vendor may be called. */
export interface ApiLimit {
  readonly windows: readonly LimitWindow[];
  /** Who goes first when calls wait: booking before asking before housekeeping. */
  readonly priority: "booking" | "asking" | "housekeeping";
  /** What else holds for each chat or message that a call names (`RunOptions.within`), of all APIs together. */
  readonly perKey?: readonly LimitWindow[];
}

/** Calls to a vendor, kept under its limits. One queue per API; throttled calls queue again, with full jitter. */
export interface CallQueue {
  /**
   * Runs `call` when the limits of `api` allow it. `call` is tried again only when it throws a `throttled` (always)
   * or, with `repeatable`, an `unreachable` or `unknown` platform error; the last error is thrown in the end.
   * `signal` takes a waiting call out of the queue. `call` should send its request at once (have its access token
   * before): what it waits for inside is time in which the vendor has not counted it yet.
   */
  run<T>(api: string, call: (signal: AbortSignal) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Rejects what waits, lets what runs finish. */
  stop(): Promise<void>;
}

export interface RunOptions {
  /** Whether an unanswered call may simply be made again: reads, and writes with an idempotency key. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal;
  /** Names the chat or the message where the API has limits to each: `chat:oc_1`. */
  readonly within?: string | undefined;
}
