import type { Logger as SdkLogger } from "@larksuiteoapi/node-sdk";
import type { Logger } from "../../core/logger.ts";

/**
 * The SDK's log, at our debug level and without secrets. As it comes it prints whole requests with their token, the
 * app's secret when the token request fails, and the connection's address with its access key; so only plain words
 * are let through, objects and errors by their name or message.
 */
export function createSdkLogger(logger: Logger, secrets: readonly string[]): SdkLogger {
  const log = (...parts: unknown[]) => {
    const text = parts.flat(3).map(plain).filter(Boolean).join(" ");
    logger.debug(`SDK: ${redacted(text, secrets)}`);
  };
  return { error: log, warn: log, info: log, debug: log, trace: log };
}

const LONGEST = 300;

function plain(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  return typeof part === "object" ? "" : String(part);
}

function redacted(text: string, secrets: readonly string[]): string {
  const known = secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
  return known
    .replace(/(wss?:\/\/[^\s?]+)\?\S*/g, "$1?***")
    .replace(/Bearer\s+\S+/gi, "Bearer ***")
    .replace(/\b[tu]-[\w.-]{10,}/g, "***")
    .slice(0, LONGEST);
}
