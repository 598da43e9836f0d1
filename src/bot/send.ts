import type { Card } from "../card/elements.ts";
import type { Clock } from "../core/clock.ts";
import { describeError, isPlatformError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { ReplyTarget } from "../ports/listener.ts";
import type { Messenger, SentMessage } from "../ports/messenger.ts";

/** An answer could not be sent: nothing that is said instead would arrive either. */
export class UnsendableError extends Error {
  override readonly name = "UnsendableError";
}

const AGAIN_AFTER_MS = [500, 2_000, 5_000];

/**
 * Says something and does not give up at the first failure. What may be repeated is tried again whatever happened;
 * what must not be said twice only where it certainly was not said.
 * @throws {UnsendableError} when it could not be said
 */
export async function sendPersistently(
  how: { messenger: Messenger; clock: Clock; logger: Logger; isRepeatable: boolean },
  what: { to: ReplyTarget; card: Card; key: string; shown?: SentMessage | undefined },
): Promise<void> {
  const { messenger, clock, logger, isRepeatable } = how;
  if (what.shown !== undefined && messenger.update) {
    try {
      return await messenger.update(what.shown, what.card);
    } catch (error) {
      logger.warn("a message could not be changed; a new one is sent", { error: describeError(error) });
    }
  }
  for (const waitMs of [...AGAIN_AFTER_MS, undefined]) {
    try {
      await messenger.send(what.to, what.card, what.key);
      return;
    } catch (error) {
      const certainlyNotSaid = isPlatformError(error, "unreachable", "throttled");
      const mayHelp = certainlyNotSaid || (isRepeatable && isPlatformError(error, "unknown"));
      if (waitMs === undefined || !mayHelp) throw new UnsendableError(describeError(error), { cause: error });
      logger.warn("an answer could not be sent; it is tried again", { error: describeError(error) });
      await clock.sleep(waitMs);
    }
  }
}
