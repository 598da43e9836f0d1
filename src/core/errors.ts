/**
 * One error family for everything that can go wrong at a vendor. `kind` says whose turn it is:
 *
 * - `refused`      the platform understood and said no (policy, taken, not found): tell the person, in `reason`'s words
 * - `throttled`    a limit; wait `retryAfterMs` and try again
 * - `quota`        the month's quota is used up: no point in trying soon
 * - `unauthorised` the app lacks a permission or its credentials are wrong: an administrator's turn, see `hint`
 * - `unreachable`  it certainly did not happen (no connection): may be tried again
 * - `unknown`      no usable answer: a write may or may not have happened, so it must be read back, never repeated blindly
 */
export type PlatformErrorKind =
  | "refused"
  | "throttled"
  | "quota"
  | "unauthorised"
  | "unreachable"
  | "unknown";

/** `one-room-at-a-time`: nobody may hold two rooms in one slot, so the old one has to go before the new one is had. */
export type RefusalRule = "one-room-at-a-time";

/** The code of an `unauthorised` error that is the person's own turn: the bot may not act in their name (any more). */
export const NOT_LINKED = "not-linked";

export interface PlatformErrorDetails {
  /** The vendor's code, for logs. */
  readonly code?: string;
  /** The platform's own words, fit to be shown to a person. */
  readonly reason?: string;
  /** Which rule said no, where there is another way then. */
  readonly rule?: RefusalRule;
  /** What an administrator should do, with the vendor's link where it gives one. */
  readonly hint?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

export class PlatformError extends Error {
  override readonly name = "PlatformError";
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly rule: RefusalRule | undefined;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly kind: PlatformErrorKind,
    message: string,
    details: PlatformErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.reason = details.reason;
    this.rule = details.rule;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whether `error` is a platform's error, of one of `kinds` where any are named. */
export function isPlatformError(error: unknown, ...kinds: PlatformErrorKind[]): error is PlatformError {
  return error instanceof PlatformError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** Wrong configuration: printed as it is, without a stack, and the process ends. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** The storage cannot be read or written for now: what would have to be recorded first must not be begun. */
export class StorageAway extends Error {
  override readonly name = "StorageAway";
}

/** A one-line account of anything thrown, safe to log: no request objects, hence no tokens. */
export function describeError(error: unknown): string {
  if (error instanceof PlatformError)
    return `${error.kind}${error.code ? ` (${error.code})` : ""}: ${error.message}`;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return String(error);
}
