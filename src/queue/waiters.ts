import { setMaxListeners } from "node:events";

/** One wait: `signal` aborts when it must be given up, with the reason; `end` when it is over. */
export interface Wait {
  readonly signal: AbortSignal;
  end(): void;
}

/** Whoever waits, in the queue or between two attempts. Each may give up alone, and all are sent away by `dismiss`. */
export interface Waiters {
  /** `signal` is the caller's own; `deadline` bounds the wait. */
  enter(signal?: AbortSignal, deadline?: { readonly ms: number; readonly error: () => Error }): Wait;
  /** Ends every wait with `reason`, now. */
  dismiss(reason: Error): void;
}

export function createWaiters(): Waiters {
  const waiting = new Set<AbortController>();
  return {
    enter(signal, deadline) {
      // Not AbortSignal.any: Node 20 keeps every signal it ever made of a long-lived one.
      const giveUp = new AbortController();
      const onAbort = () => giveUp.abort(signal?.reason);
      const timer = deadline && setTimeout(() => giveUp.abort(deadline.error()), deadline.ms);
      waiting.add(giveUp);
      if (signal?.aborted) onAbort();
      if (signal) {
        // One question is many calls under one signal: more listeners than Node takes for a leak.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", onAbort, { once: true });
      }
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        waiting.delete(giveUp);
      };
      return { signal: giveUp.signal, end };
    },
    dismiss(reason) {
      for (const giveUp of waiting) giveUp.abort(reason);
    },
  };
}
