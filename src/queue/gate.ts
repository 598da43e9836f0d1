import { randomUUID } from "node:crypto";
import { systemClock } from "../core/clock.ts";
import type { LimitWindow } from "./queue.ts";
import type { SharedLimits } from "./shared-limits.ts";

/** Nobody sleeps longer than this before asking again: places are given up, and others may have gone. */
const LONGEST_SLEEP_MS = 1_000;

/** A window that is longer than this is not waited out when the others cannot be asked: people wait for answers. */
const LONG_MS = 5_000;
/** Of a long window, what may have been taken by all since it was last seen, where no shorter one says. */
const TAKEN_SINCE = 0.1;

/** A call that may be made now. */
export interface Pass {
  /** To be told when the vendor must have counted the call. */
  counted(): void;
}

/** The way from this process's own queue out to the vendor, where other processes call too. */
export interface Gate {
  /** Waits for a permit; in order, one after the other. Rejects with `leave`'s reason if that aborts first. */
  enter(leave: AbortSignal): Promise<Pass>;
}

/**
 * Asks the shared limits for each call. While they cannot be asked, and for two windows after they can be again, this
 * process keeps to its own share of the limit: of what was left of it when that was last seen, in the first window.
 */
export function createGate(api: string, windows: readonly LimitWindow[], shared: SharedLimits): Gate {
  const longestMs = Math.max(0, ...windows.map(({ perMs }) => perMs));
  const share = createShare(windows);
  let turn: Promise<unknown> = Promise.resolve();
  let wasUp = true;

  const isUp = (): boolean => {
    const since = shared.upSinceMs();
    const is = since !== undefined && Date.now() >= since + 2 * longestMs;
    if (wasUp && !is) share.begin((perMs) => shared.used(api, perMs));
    wasUp = is;
    return is;
  };
  /** Ms until a permit may be had; 0 when it was taken. */
  const take = async (permit: string): Promise<number> => {
    if (isUp()) {
      try {
        return await shared.take(api, permit, windows);
      } catch {
        isUp();
      }
    }
    const waitMs = share.take(permit, shared.sharers());
    // Others may be asking again already.
    if (waitMs === 0 && shared.upSinceMs() !== undefined) await shared.note(api, permit, windows);
    return waitMs;
  };
  const wait = async (leave: AbortSignal): Promise<Pass> => {
    const permit = randomUUID();
    for (;;) {
      leave.throwIfAborted();
      const waitMs = await take(permit);
      if (waitMs <= 0) break;
      await systemClock.sleep(Math.min(waitMs, LONGEST_SLEEP_MS), leave);
    }
    return {
      counted: () => {
        share.counted(permit);
        void shared.counted(api, permit, windows);
      },
    };
  };
  return {
    enter(leave) {
      const entered = turn.then(() => wait(leave));
      turn = entered.catch(() => {});
      return entered;
    },
  };
}

type Used = (perMs: number) => { readonly permits: number; readonly atMs: number } | undefined;

/** This process's part of a limit, kept here: a sliding window per limit. */
function createShare(windows: readonly LimitWindow[]) {
  const longestMs = Math.max(0, ...windows.map(({ perMs }) => perMs));
  const shortest = windows.toSorted((a, b) => a.perMs - b.perMs)[0];
  const starts = new Map<string, number>();
  let beganMs = Number.NEGATIVE_INFINITY;
  let used: Used = () => undefined;

  /** What may be out of a window already, taken by anybody before this process was alone: at most this many. */
  const outBefore = ({ calls, perMs }: LimitWindow, now: number): number => {
    if (now >= beganMs + perMs) return 0;
    const last = used(perMs);
    if (!last || !shortest) return calls;
    if (perMs === shortest.perMs)
      return perMs <= LONG_MS ? calls : Math.min(calls, last.permits + Math.ceil(calls * TAKEN_SINCE));
    const perMsSince = shortest.calls / shortest.perMs;
    return Math.min(calls, last.permits + Math.ceil((beganMs - last.atMs + shortest.perMs) * perMsSince));
  };
  return {
    begin(seen: Used) {
      beganMs = Date.now();
      used = seen;
      starts.clear();
    },
    take(permit: string, sharers: number): number {
      const now = Date.now();
      for (const [id, ms] of starts) if (ms <= now - longestMs) starts.delete(id);
      const waits = windows.map((window) => {
        const { calls, perMs } = window;
        const left = calls - outBefore(window, now);
        if (left <= 0) return beganMs + perMs - now;
        const mine = Math.max(1, Math.floor(left / sharers));
        const inWindow = [...starts.values()].filter((ms) => ms > now - perMs).sort((a, b) => a - b);
        const first = inWindow.at(-mine);
        return first === undefined ? 0 : first + perMs - now;
      });
      const waitMs = Math.max(0, ...waits);
      if (waitMs === 0) starts.set(permit, now);
      return waitMs;
    },
    counted(permit: string) {
      if (starts.has(permit)) starts.set(permit, Date.now());
    },
  };
}
