import type { Clock } from "../core/clock.ts";
import type { Json } from "../core/json.ts";

/** One change of a `write`: a value with or without an end of life, or a removal (`value` undefined). */
export interface Change {
  readonly key: string;
  readonly value: Json | undefined;
  /** Life from now, in milliseconds of the storage's clock; absent is for ever. */
  readonly ttlMs?: number;
  /** Only what is there is changed, and its end of life stays as it was; `ttlMs` says nothing then. */
  readonly keepsLife?: true;
}

/** `key` must hold exactly this value (as JSON) for the write to happen; `undefined`: it must not exist. */
export interface Guard {
  readonly key: string;
  readonly is: Json | undefined;
}

/**
 * What must survive a restart. Small on purpose: atomic writes under a guard are enough for deduplication
 * (set if absent), leases (compare and set) and one-time actions (take).
 */
export interface Storage {
  get(key: string): Promise<Json | undefined>;
  /** What each of the keys holds at one moment, in their order; a shared storage is asked once for all of them. */
  getMany(keys: readonly string[]): Promise<(Json | undefined)[]>;
  /** Every live entry whose key starts with `prefix`, in key order. */
  list(prefix: string): Promise<{ key: string; value: Json }[]>;
  /** All changes or none; `false` when the guard does not hold. Durable once it resolves. */
  write(changes: readonly Change[], onlyIf?: Guard): Promise<boolean>;
  /** Adds one and returns the new count. The life runs from the first count and is not renewed. */
  increment(key: string, ttlMs: number): Promise<number>;
  close(): Promise<void>;
  /** The storage's own clock, where several instances share it: all of them see it alike. Absent where there is but one. */
  readonly sharedClock?: Pick<Clock, "now">;
}
