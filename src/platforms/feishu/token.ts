import type { Client } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { createTokens, type Tokens } from "../../outbound/held-token.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { unreadable } from "./errors.ts";

export interface TokenOptions {
  readonly sdk: Client;
  readonly appId: string;
  readonly appSecret: string;
  readonly queue: CallQueue;
  readonly clock: Clock;
}

const answer = z.object({ tenant_access_token: z.string().min(1), expire: z.coerce.number().positive() });

/**
 * The app's tenant access token. It lives for two hours, and a new one is given out in its last 30 minutes while the old
 * one stays good. The SDK's own cache sends a request per waiter, is shared by all clients of a process with the same
 * app id, and never drops a rejected token.
 */
export const createAppTokens = ({ sdk, appId, appSecret, queue, clock }: TokenOptions): Tokens =>
  createTokens({
    clock,
    fetch: async () => {
      const got = await queue.run(
        "token",
        () => sdk.auth.v3.tenantAccessToken.internal({ data: { app_id: appId, app_secret: appSecret } }),
        { repeatable: true },
      );
      const parsed = answer.safeParse(got);
      if (!parsed.success) throw unreadable("get the app's access token");
      return { token: parsed.data.tenant_access_token, lifeMs: parsed.data.expire * 1000 };
    },
  });
