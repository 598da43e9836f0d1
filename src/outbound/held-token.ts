import type { Clock } from "../core/clock.ts";
import { isPlatformError } from "../core/errors.ts";

/** An application's access token, for everybody who calls. */
export interface Tokens {
  /** The token. Throws the platform's error. */
  get(): Promise<string>;
  /** Forgets `token` because the vendor did not accept it; one that was fetched since stays. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  readonly freshUntilMs: number;
  readonly endsAtMs: number;
}

/** A token is renewed this early; one that lives shorter at half of its life. */
const EARLY_MS = 5 * 60_000;

/** One token for everybody: kept, renewed early, and fetched once however many wait for it. */
export function createTokens({
  fetch,
  clock,
}: {
  readonly fetch: () => Promise<{ readonly token: string; readonly lifeMs: number }>;
  readonly clock: Clock;
}): Tokens {
  let held: Held | undefined;
  let fetching: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const { token, lifeMs } = await fetch();
    const now = clock.now();
    held = { token, freshUntilMs: now + lifeMs - Math.min(EARLY_MS, lifeMs / 2), endsAtMs: now + lifeMs };
    return token;
  };

  /** While the old token still lives, a renewal that fails for a passing reason does no harm. */
  const renew = async (): Promise<string> => {
    try {
      return await fetchToken();
    } catch (error) {
      const isPassing = isPlatformError(error, "unreachable", "unknown", "throttled");
      if (isPassing && held && clock.now() < held.endsAtMs) return held.token;
      throw error;
    }
  };

  return {
    async get() {
      if (held && clock.now() < held.freshUntilMs) return held.token;
      fetching ??= renew().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    drop(token) {
      if (held?.token === token) held = undefined;
    },
  };
}
