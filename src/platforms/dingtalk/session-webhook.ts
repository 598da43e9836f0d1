import { errorOf } from "./errors.ts";
import { exchange } from "./http.ts";
import type { ReplyRoute } from "./reply-route.ts";

/** A webhook that is about to end is not tried: the message would be lost on the way. */
const MARGIN_MS = 10_000;
const VENDOR_HOST = /\.dingtalk\.(com|io)$/;
const WHAT = "answer in the conversation";

/**
 * Whether a webhook may be called: it comes with a message, and must not make us write to somebody else's server.
 * Its origin is that of a configured base, or it is https on port 443 of `*.dingtalk.com` or `*.dingtalk.io`.
 */
export function isTrustedWebhook(webhook: string, bases: readonly string[]): boolean {
  const url = parsed(webhook);
  if (!url || url.username || url.password) return false;
  if (bases.some((base) => parsed(base)?.origin === url.origin)) return true;
  return url.protocol === "https:" && url.port === "" && VENDOR_HOST.test(url.hostname);
}

/** Whether the webhook still takes messages. One without an end is tried: if it is refused, there is another way. */
export const isLive = ({ webhook, expiresAtMs }: ReplyRoute, nowMs: number): boolean =>
  webhook !== "" && (expiresAtMs === 0 || nowMs + MARGIN_MS < expiresAtMs);

/** Posts one message. Throws the platform's error; never names the webhook. */
export async function postToWebhook(
  webhook: string,
  message: unknown,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const got = await exchange({ method: "POST", url: webhook, body: message, what: WHAT, ...options });
  const error = errorOf(got, WHAT);
  if (error) throw error;
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
