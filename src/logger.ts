import pino from "pino";
import type { Logger } from "./core/logger.ts";
import { currentTrail } from "./core/trail.ts";
import { createRedaction } from "./redaction.ts";

/**
 * JSON lines on standard output, or to `to`. A line that is written while a message is worked on carries its id as
 * `message`. `secrets` (and whatever looks like one, and what people wrote) never gets into a line.
 */
export function createLogger(
  level: string,
  secrets: readonly (string | undefined)[] = [],
  to?: pino.DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return wrap(to ? pino(options, to) : pino(options), createRedaction(secrets), {});
}

type Fields = Readonly<Record<string, unknown>>;

function wrap(logger: pino.Logger, redact: ReturnType<typeof createRedaction>, own: Fields): Logger {
  const log = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: Fields) => {
    if (!logger.isLevelEnabled(level)) return;
    const trail = currentTrail();
    const all = { ...(trail && { message: trail.id }), ...own, ...fields };
    logger[level](redact.fields(all), redact.text(message));
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    with: (fields) => wrap(logger, redact, { ...own, ...fields }),
  };
}
