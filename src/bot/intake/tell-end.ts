import type { Logger } from "../../core/logger.ts";
import type { PlatformName } from "../../core/model.ts";
import { currentTrail } from "../../core/trail.ts";
import { type Counts, type Metrics, noMetrics } from "../../ports/metrics.ts";

/** An answer that took longer says in the log where the time went, as a warning. */
const SLOW_MS = 5_000;

/** Counts and logs what became of the message that is being worked on, and what it took. */
export function ended(
  {
    metrics = noMetrics,
    logger,
    platform,
  }: { readonly metrics?: Metrics; readonly logger: Logger; readonly platform: PlatformName },
  outcome: Counts["answers"]["outcome"],
  intent = "none",
): void {
  metrics.count("answers", { platform, intent, outcome });
  const spent = currentTrail()?.breakdown();
  if (spent && outcome !== "none") metrics.time("answer", { platform }, spent.tookMs);
  const fields = { platform, intent, ...(outcome === "broken" && { outcome }), ...spent };
  if (outcome === "none") logger.info("nothing to answer", { platform, ...spent });
  else if (outcome === "unsent") logger.error("unanswered", fields);
  else if (spent && spent.tookMs > SLOW_MS) logger.warn("answered", { ...fields, isSlow: true });
  else logger.info("answered", fields);
}
