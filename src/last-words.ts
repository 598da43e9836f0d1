import { describeError } from "./core/errors.ts";
import type { Logger } from "./core/logger.ts";

/** Where it was thrown: as much of the stack as helps. */
const FRAMES = 8;

/**
 * What nobody caught is said in one line of the log, without secrets, and ends the process: whoever watches over it
 * starts it again, and what was under way is taken up. Node itself would print the whole error, which may hold a
 * request with its token.
 */
export function sayLastWords(logger: Logger): void {
  const end = (error: unknown): never => {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const where = stack.split("\n").filter((line) => /^\s+at /.test(line));
    logger.error("something broke that nobody caught; the process ends", {
      error: describeError(error),
      where: where.slice(0, FRAMES).map((line) => line.trim()),
    });
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
