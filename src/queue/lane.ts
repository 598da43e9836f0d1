import Bottleneck from "bottleneck";
import { FairLine } from "./fair-line.ts";
import type { Gate, Pass } from "./gate.ts";
import type { ApiLimit, LimitWindow } from "./queue.ts";
import { QuickestAnswer } from "./quickest-answer.ts";

/** Timers may fire a little early and clocks are read in whole milliseconds. */
const TIMER_SLACK_MS = 5;

/**
 * The vendor counts a call when it arrives, somewhere between our start and its answer. A token's window begins with
 * what the answer took longer than the quickest, or this long after the start where it took longer still: a burst over
 * new connections arrives later than the next one over warm ones, and would otherwise share a window with it.
 */
const COUNTED_WITHIN_MS = 100;
/** The same before it is known how long an answer takes: the first calls may have far to go. */
const FIRST_COUNTED_WITHIN_MS = 500;

/** bottleneck's: 0 goes first, 9 last. */
const PRIORITY = { booking: 1, asking: 5, housekeeping: 9 } as const;

/** The way to one API: at most as many tasks start in any window as its limit allows. */
export interface Lane {
  /**
   * Runs `task`, which must not throw, when every window has room; rejects with `leave`'s reason if that aborts first.
   * Where many wait, each person has one turn after the other; `whose` it is may be nobody's.
   */
  run<T>(task: () => Promise<T>, leave: AbortSignal, whose?: string): Promise<T>;
  /** Clears the timers; nothing may be run afterwards. */
  close(): void;
}

interface Waiting {
  readonly leave: AbortSignal;
  go(pass?: Pass): Promise<void>;
}

/**
 * A chain of bottleneck limiters with timed tokens: a reservoir of `calls`, to which a token returns just over a
 * window after its call. bottleneck's own ways are not exact: a refreshed reservoir lets two bursts meet at the
 * refresh, `minTime` drifts over the limit when the event loop stalls, and its retries pass by every limit.
 * The longest window is outermost; every token is timed from the innermost start, so that a call which still waits
 * for one window has spent nothing of another.
 */
export function createLane({ windows, priority }: ApiLimit, gate?: Gate): Lane {
  const limiters = windows.toSorted((a, b) => b.perMs - a.perMs).map(limiterOf);
  const quickest = new QuickestAnswer(Math.min(...windows.map(({ calls }) => calls)));
  const timers = new Set<NodeJS.Timeout>();
  limiters.forEach(({ limiter }, index) => {
    const inner = limiters[index + 1];
    if (inner) limiter.chain(inner.limiter);
  });

  const after = (ms: number, then: () => void): NodeJS.Timeout => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        then();
      },
      Math.max(0, ms),
    );
    timers.add(timer.unref());
    return timer;
  };

  /** `false` where it has gone off. */
  const cancel = (timer: NodeJS.Timeout): boolean => {
    clearTimeout(timer);
    return timers.delete(timer);
  };

  const giveBack = (limiter: Bottleneck) => void limiter.incrementReservoir(1);

  /** Runs the task and returns its tokens, each a window after the vendor must have counted it. */
  const spendTokens = async <T>(task: () => Promise<T>, pass?: Pass): Promise<T> => {
    const startMs = performance.now();
    const quickestMs = quickest.ms;
    const countedWithinMs = quickestMs > 0 ? COUNTED_WITHIN_MS : FIRST_COUNTED_WITHIN_MS;
    const counted = pass && after(countedWithinMs, () => pass.counted());
    const returns = limiters.map(({ limiter, perMs }) => {
      const giveLater = (ms: number) => after(perMs + TIMER_SLACK_MS + ms, () => giveBack(limiter));
      return { giveLater, timer: giveLater(countedWithinMs) };
    });
    try {
      return await task();
    } finally {
      const tookMs = performance.now() - startMs;
      quickest.note(tookMs);
      if (counted && cancel(counted)) pass.counted();
      const laterMs = Math.min(countedWithinMs, Math.max(0, tookMs - quickestMs));
      for (const { giveLater, timer } of returns) if (cancel(timer)) giveLater(laterMs - tookMs);
    }
  };

  const outermost = limiters[0]?.limiter;
  const line = new FairLine<Waiting>();
  // bottleneck cannot take a job out of its queue: the turn of one that has left passes without a call.
  const leaveTurn = () => {
    for (const { limiter } of limiters) giveBack(limiter);
  };
  /** A job of bottleneck's is but a turn: whose it is, the line says when it comes. */
  const takeTurn = async (): Promise<void> => {
    const next = line.next();
    if (!next) return leaveTurn();
    let pass: Pass | undefined;
    try {
      pass = await gate?.enter(next.leave);
    } catch {
      return leaveTurn();
    }
    await next.go(pass);
  };
  return {
    async run(task, leave, whose) {
      leave.throwIfAborted();
      if (!outermost) return await task();
      return await new Promise((resolve, reject) => {
        const waiting: Waiting = {
          leave,
          go: async (pass) => await spendTokens(task, pass).then(resolve, reject),
        };
        const giveUp = () => {
          line.remove(waiting, whose);
          reject(leave.reason);
        };
        leave.addEventListener("abort", giveUp, { once: true });
        line.add(waiting, whose);
        outermost.schedule({ priority: PRIORITY[priority] }, takeTurn).catch(reject);
      });
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function limiterOf({ calls, perMs }: LimitWindow): { limiter: Bottleneck; perMs: number } {
  // bottleneck starts no job before the time of day at which the last one started, plus `minTime`: with an ordinary
  // one, a machine's clock that is set back by an hour would hold every call for an hour.
  return { limiter: new Bottleneck({ reservoir: calls, minTime: Number.NEGATIVE_INFINITY }), perMs };
}
