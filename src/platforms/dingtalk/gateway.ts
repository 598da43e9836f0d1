import { z } from "zod";
import { errorOf, unreadable } from "./errors.ts";
import { exchange } from "./http.ts";

export interface GatewayOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly timeoutMs: number;
}

const WHAT = "open a stream connection";
const answer = z.object({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) });

/**
 * Asks for one connection (`POST /v1.0/gateway/connections/open`): the address to connect to, with a ticket in it
 * that is good for 90 s and one connection. Throws the platform's error.
 */
export async function openGateway(
  { clientId, clientSecret, apiBase, timeoutMs }: GatewayOptions,
  subscriptions: readonly { type: string; topic: string }[],
  signal?: AbortSignal,
): Promise<string> {
  const got = await exchange({
    method: "POST",
    url: `${apiBase}/v1.0/gateway/connections/open`,
    body: { clientId, clientSecret, subscriptions, ua: "freeroom" },
    what: WHAT,
    timeoutMs,
    signal,
  });
  const error = errorOf(got, WHAT);
  if (error) throw error;
  const parsed = answer.safeParse(got.body);
  if (!parsed.success) throw unreadable(WHAT);
  const url = new URL(parsed.data.endpoint);
  // Who asks by HTTPS is not led to where the ticket, and what people write, could be read on the way.
  if (apiBase.startsWith("https:") && url.protocol !== "wss:") throw unreadable(WHAT);
  url.searchParams.set("ticket", parsed.data.ticket);
  return url.href;
}
