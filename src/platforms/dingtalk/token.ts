import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { errorOf, unreadable } from "./errors.ts";
import { exchange } from "./http.ts";

export interface Tokens {
  /** The app's access token, good for both hosts. Throws the platform's error. */
  get(): Promise<string>;
  /** Forgets `token` because the vendor did not accept it; one that was fetched since stays. */
  drop(token: string): void;
}

export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly timeoutMs: number;
  readonly queue: CallQueue;
  readonly clock: Clock;
}

interface Held {
  readonly token: string;
  readonly freshUntilMs: number;
  readonly endsAtMs: number;
}

/** The vendor advises to renew some minutes early; a token that lives shorter is renewed at half of its life. */
const EARLY_MS = 5 * 60_000;
const WHAT = "get the app's access token";
const answer = z.object({ accessToken: z.string().min(1), expireIn: z.coerce.number().positive() });

/** One token for everybody: kept, renewed early, and fetched once however many wait for it. */
export function createTokens(options: TokenOptions): Tokens {
  const { queue, clock } = options;
  let held: Held | undefined;
  let fetching: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const got = await queue.run("token", (signal) => requestToken(options, signal));
    const lifeMs = got.expireIn * 1000;
    const now = clock.now();
    held = {
      token: got.accessToken,
      freshUntilMs: now + lifeMs - Math.min(EARLY_MS, lifeMs / 2),
      endsAtMs: now + lifeMs,
    };
    return held.token;
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

async function requestToken(options: TokenOptions, signal: AbortSignal): Promise<z.infer<typeof answer>> {
  const { clientId, clientSecret, apiBase, timeoutMs } = options;
  const got = await exchange({
    method: "POST",
    url: `${apiBase}/v1.0/oauth2/accessToken`,
    body: { appKey: clientId, appSecret: clientSecret },
    what: WHAT,
    timeoutMs,
    signal,
  });
  const error = errorOf(got, WHAT);
  if (error) throw error;
  const parsed = answer.safeParse(got.body);
  if (!parsed.success) throw unreadable(WHAT);
  return parsed.data;
}
