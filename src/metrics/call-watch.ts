import { isPlatformError } from "../core/errors.ts";
import type { PlatformName } from "../core/model.ts";
import type { Counts, Metrics } from "../ports/metrics.ts";

/** Counts and times a platform's calls, as the queue tells of them. */
export function callWatch(metrics: Metrics, platform: PlatformName) {
  return {
    waiting(api: string, by: 1 | -1): void {
      metrics.change("callsWaiting", { platform, api }, by);
    },
    called(api: string, call: { waitedMs: number; tookMs: number; error?: unknown }): void {
      metrics.count("calls", { platform, api, result: resultOf(call) });
      metrics.time("call", { platform, api }, call.tookMs);
      metrics.time("callWait", { platform, api }, call.waitedMs);
    },
  };
}

function resultOf(call: { error?: unknown }): Counts["calls"]["result"] {
  if (!("error" in call)) return "ok";
  return isPlatformError(call.error) ? call.error.kind : "error";
}
