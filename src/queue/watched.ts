import { AsyncResource } from "node:async_hooks";
import { currentTrail } from "../core/trail.ts";
import type { CallQueue } from "./queue.ts";

/** Is told of every call, for measuring. */
export interface CallWatch {
  /** One more call (`by` 1) waits for its turn, or one fewer. */
  waiting(api: string, by: 1 | -1): void;
  /** A call was made: what it waited for its turn, what the vendor took, and the error if it was one. */
  called(api: string, call: { waitedMs: number; tookMs: number; error?: unknown }): void;
}

/** The same queue, watched: each try is told of, and put on the account of the message that it is made for. */
export function watched(queue: CallQueue, watch: CallWatch): CallQueue {
  return {
    async run(api, call, options) {
      const trail = currentTrail();
      const wait = () => {
        const sinceMs = performance.now();
        const leave = trail?.enter("queue");
        watch.waiting(api, 1);
        let isWaiting = true;
        return () => {
          if (isWaiting) watch.waiting(api, -1);
          isWaiting = false;
          leave?.();
          return performance.now() - sinceMs;
        };
      };
      let stopWaiting = wait();
      const attempt = async (signal: AbortSignal) => {
        const waitedMs = stopWaiting();
        const leave = trail?.enter("vendor");
        const sinceMs = performance.now();
        let error: unknown;
        try {
          return await call(signal);
        } catch (thrown) {
          error = thrown;
          throw thrown;
        } finally {
          leave?.();
          const made = { waitedMs, tookMs: performance.now() - sinceMs };
          watch.called(api, error === undefined ? made : { ...made, error });
          // Should it fail, it waits to be tried again; otherwise this ends at once.
          stopWaiting = wait();
        }
      };
      try {
        // A queue starts a call from wherever the one before it ended.
        return await queue.run(api, AsyncResource.bind(attempt), options);
      } finally {
        stopWaiting();
      }
    },
    stop: () => queue.stop(),
  };
}
