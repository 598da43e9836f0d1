import { isPlatformError } from "../core/errors.ts";

/** The first back-off is at most this long, and each further one at most twice the one before. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;
/** Nobody waits in a chat for longer than this: a vendor that asks for more gets no second try from here. */
const LONGEST_HINT_MS = 60_000;

export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  readonly maxAttempts: number;
  /** Whether the call may be made again although the last one may have had its effect. */
  readonly repeatable: boolean;
}

/**
 * How long to wait before trying again what failed with `error`, in ms; undefined: do not.
 * Full jitter (a uniform draw from zero to the back-off), so that calls refused together do not come back together;
 * it is added to the vendor's own hint where there is one. `random` draws from [0, 1).
 */
export function retryDelayMs(error: unknown, attempt: Attempt, random: () => number): number | undefined {
  if (attempt.number >= attempt.maxAttempts || !mayRetry(error, attempt.repeatable)) return undefined;
  const hintMs = (isPlatformError(error) && error.retryAfterMs) || 0;
  if (hintMs > LONGEST_HINT_MS) return undefined;
  return Math.max(0, hintMs) + random() * backoffMs(attempt.number);
}

function mayRetry(error: unknown, repeatable: boolean): boolean {
  return (
    isPlatformError(error, "throttled") || (repeatable && isPlatformError(error, "unreachable", "unknown"))
  );
}

const backoffMs = (attempt: number): number =>
  Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
