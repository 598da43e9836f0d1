import type { Client } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { unreadable } from "./errors.ts";

export interface Tokens {
  /** The app's tenant access token. Throws the platform's error. */
  get(): Promise<string>;
  /** Forgets `token` because the vendor did not accept it; one that was fetched since stays. */
  drop(token: string): void;
}

export interface TokenOptions {
  readonly sdk: Client;
  readonly appId: string;
  readonly appSecret: string;
  readonly queue: CallQueue;
  readonly clock: Clock;
}

interface Held {
  readonly token: string;
  readonly freshUntilMs: number;
  readonly endsAtMs: number;
}

/**
 * A token lives for two hours, and a new one is given out in its last 30 minutes while the old one stays good; asked
 * for earlier, the same one comes back. One that lives shorter is renewed at half of its life.
 */
const EARLY_MS = 5 * 60_000;
const answer = z.object({ tenant_access_token: z.string().min(1), expire: z.coerce.number().positive() });

/**
 * One token for everybody: kept, renewed early, and fetched once however many wait for it. The SDK's own cache sends
 * a request per waiter, is shared by all clients of a process with the same app id, and never drops a rejected token.
 */
export function createTokens({ sdk, appId, appSecret, queue, clock }: TokenOptions): Tokens {
  let held: Held | undefined;
  let fetching: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const got = await queue.run(
      "token",
      () => sdk.auth.v3.tenantAccessToken.internal({ data: { app_id: appId, app_secret: appSecret } }),
      { repeatable: true },
    );
    const parsed = answer.safeParse(got);
    if (!parsed.success) throw unreadable("get the app's access token");
    const lifeMs = parsed.data.expire * 1000;
    const now = clock.now();
    held = {
      token: parsed.data.tenant_access_token,
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
