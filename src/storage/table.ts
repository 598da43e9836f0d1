/** One entry as an engine keeps it. */
export interface Row {
  readonly key: string;
  /** The value as canonical JSON. */
  readonly json: string;
  /** Null is for ever. */
  readonly expiresAtMs: number | null;
}

/** What an engine must be able to do; what an entry's life and a guard mean is said once, in `key-value.ts`. */
export interface Table {
  get(key: string): Row | undefined;
  /** In the order of the keys' UTF-8 bytes. */
  startingWith(prefix: string): Row[];
  put(row: Row): void;
  remove(key: string): void;
  /** Removes what expired at `nowMs` or before. */
  removeExpired(nowMs: number): void;
  /** Does all of `work` or, where it throws, nothing of it; durable once it resolves. In the order of the calls. */
  atomically<T>(work: () => T): Promise<T>;
  /** After all that was asked for before. */
  close(): void;
}
