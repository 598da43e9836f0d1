import { systemClock } from "../core/clock.ts";
import { describeError, PlatformError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import { currentTrail } from "../core/trail.ts";
import { createGate } from "./gate.ts";
import { createKeyedWindows, type Place } from "./keyed-windows.ts";
import { createLane, type Lane } from "./lane.ts";
import type { ApiLimit, CallQueue, RunOptions } from "./queue.ts";
import { retryDelayMs } from "./retry.ts";
import type { SharedLimits } from "./shared-limits.ts";
import { createWaiters } from "./waiters.ts";

export interface CallQueueOptions {
  /** By the name of the API, as `run` is told it. */
  readonly limits: Readonly<Record<string, ApiLimit>>;
  readonly logger: Logger;
  /** Draws from [0, 1) for the jitter. */
  readonly random?: () => number;
  /** How often one call is made at most, the first time included. */
  readonly maxAttempts?: number;
  /** How long a call may wait for its turn, each time that it queues. */
  readonly maxWaitMs?: number;
  /** Where other processes call the same APIs of the same app: what they share the limits by. */
  readonly shared?: SharedLimits | undefined;
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/**
 * A queue per API over bottleneck, in this process; people who wait for the same API take turns. A call that waits too long for its turn fails with `throttled`,
 * one that still waits when the queue stops with `unreachable`: neither has been made.
 * @throws {RangeError} (from `run`) for an API without a limit, which is a mistake in the program
 */
export function createCallQueue({
  limits,
  logger,
  random = Math.random,
  maxAttempts = 5,
  maxWaitMs = 30_000,
  shared,
}: CallQueueOptions): CallQueue {
  const lanes = new Map<string, Lane>();
  const keyed = createKeyedWindows();
  const waiters = createWaiters();
  const running = new Set<Promise<unknown>>();
  let isStopped = false;

  for (const [api, { windows }] of Object.entries(limits)) shared?.watch(api, windows);

  const laneOf = (api: string): Lane => {
    const limit = Object.hasOwn(limits, api) ? limits[api] : undefined;
    if (!limit)
      throw new RangeError(`No limit is listed for the API "${api}": add it to the platform's table.`);
    const lane = lanes.get(api) ?? createLane(limit, shared && createGate(api, limit.windows, shared));
    lanes.set(api, lane);
    return lane;
  };

  /** One attempt, queued. Throws only when the call was not made. */
  const attempt = async <T>(
    api: string,
    call: () => Promise<T>,
    { signal, within }: RunOptions,
  ): Promise<Outcome<T>> => {
    const wait = waiters.enter(signal, { ms: maxWaitMs, error: () => waitedTooLong(api, maxWaitMs) });
    const start = () => {
      wait.end();
      const outcome = outcomeOf(call);
      running.add(outcome);
      return outcome.finally(() => running.delete(outcome));
    };
    let place: Place | undefined;
    try {
      const perKey = limits[api]?.perKey;
      // First of all, so that what waits for one chat takes no turn from the others.
      if (within !== undefined && perKey) place = await keyed.enter(within, perKey, wait.signal);
      const outcome = await laneOf(api).run(start, wait.signal, currentTrail()?.whose);
      place?.counted();
      return outcome;
    } catch (error) {
      place?.unused();
      throw error;
    } finally {
      wait.end();
    }
  };

  const backOff = async (ms: number, signal?: AbortSignal): Promise<void> => {
    const wait = waiters.enter(signal);
    await systemClock.sleep(ms, wait.signal).finally(wait.end);
  };

  return {
    async run(api, call, options = {}) {
      const { repeatable = false, signal } = options;
      laneOf(api);
      const callSignal = signal ?? new AbortController().signal;
      for (let number = 1; ; number += 1) {
        if (isStopped) throw stopped();
        const outcome = await attempt(api, async () => await call(callSignal), options);
        if (outcome.ok) return outcome.value;
        const delayMs = retryDelayMs(outcome.error, { number, maxAttempts, repeatable }, random);
        if (delayMs === undefined || isStopped || signal?.aborted) throw outcome.error;
        logger.info("A call failed and is tried again", {
          api,
          attempt: number,
          delayMs: Math.round(delayMs),
          error: describeError(outcome.error),
        });
        await backOff(delayMs, signal);
      }
    },
    async stop() {
      isStopped = true;
      waiters.dismiss(stopped());
      await Promise.all(running);
      for (const lane of lanes.values()) lane.close();
      keyed.close();
    },
  };
}

const outcomeOf = async <T>(call: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, error };
  }
};

const waitedTooLong = (api: string, maxWaitMs: number) =>
  new PlatformError(
    "throttled",
    `"${api}" waited ${Math.round(maxWaitMs / 1000)} s for its turn under the vendor's limit and was not called; try again later.`,
  );

const stopped = () =>
  new PlatformError(
    "unreachable",
    "The queue has been stopped: the call was not made. Make it after the restart.",
  );
