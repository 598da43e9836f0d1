import type { Clock } from "../core/clock.ts";
import { isPlatformError } from "../core/errors.ts";

const AGAIN_AFTER_MS = [300, 1_500];
/** A call that was itself tried for so long is not tried again while somebody waits. */
const PATIENCE_MS = 5_000;

/**
 * Does something that may be done twice (taking off what is off already is a success) until it is known to be done:
 * a few times where no usable answer came.
 */
export async function insist<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  const givesUpAt = clock.now() + PATIENCE_MS;
  for (const waitMs of AGAIN_AFTER_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isPlatformError(error, "unknown", "unreachable") || clock.now() > givesUpAt) throw error;
      await clock.sleep(waitMs);
    }
  }
  return call();
}
