import type { Clock } from "../core/clock.ts";
import { isPlatformError, type PlatformError } from "../core/errors.ts";
import type { CallQueue } from "../queue/queue.ts";
import type { Counted, MonthCount } from "./month-count.ts";

/** After the vendor said that the month is used up, so often is it tried whether that has changed. */
const TRIED_EVERY_MS = 60 * 60_000;

/**
 * The same queue, its calls counted against the month; `countedAs` says as what, if anything, an API is. Once the
 * vendor refuses for the month's quota, metered calls fail at once with its error, but for one try an hour: each call
 * more would only be refused. Our own count stops nothing, for it may be wrong.
 */
export function metered(
  queue: CallQueue,
  {
    countedAs,
    count,
    clock,
  }: {
    readonly countedAs: (api: string) => Counted | undefined;
    readonly count: Pick<MonthCount, "count">;
    readonly clock: Clock;
  },
): CallQueue {
  const refused = new Map<Counted, { error: PlatformError; triedAtMs: number }>();

  const throwIfUsedUp = (what: Counted): void => {
    const last = refused.get(what);
    if (last && clock.now() - last.triedAtMs < TRIED_EVERY_MS) throw last.error;
  };

  return {
    async run(api, call, options) {
      const what = countedAs(api);
      if (!what) return await queue.run(api, call, options);
      throwIfUsedUp(what);
      let isHourlyTry = false;
      return await queue.run(
        api,
        async (signal) => {
          // Again, for it may have been refused while this one waited for its turn.
          if (!isHourlyTry) throwIfUsedUp(what);
          const last = refused.get(what);
          if (last) {
            isHourlyTry = true;
            last.triedAtMs = clock.now();
          }
          try {
            const answer = await call(signal);
            count.count(what);
            refused.delete(what);
            return answer;
          } catch (error) {
            if (isPlatformError(error, "quota")) refused.set(what, { error, triedAtMs: clock.now() });
            else if (!isPlatformError(error, "throttled", "unreachable")) count.count(what);
            throw error;
          }
        },
        options,
      );
    },
    stop: () => queue.stop(),
  };
}
