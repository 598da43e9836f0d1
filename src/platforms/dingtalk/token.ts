import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { createTokens, type Tokens } from "../../outbound/held-token.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { errorOf, unreadable } from "./errors.ts";
import { exchange } from "./http.ts";

export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly timeoutMs: number;
  readonly queue: CallQueue;
  readonly clock: Clock;
}

const WHAT = "get the app's access token";
const answer = z.object({ accessToken: z.string().min(1), expireIn: z.coerce.number().positive() });

/** The app's access token, good for both hosts. */
export const createAppTokens = (options: TokenOptions): Tokens =>
  createTokens({
    clock: options.clock,
    fetch: async () => {
      const got = await options.queue.run("token", (signal) => requestToken(options, signal));
      return { token: got.accessToken, lifeMs: got.expireIn * 1000 };
    },
  });

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
