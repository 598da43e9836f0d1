import type { LimitWindow } from "./queue.ts";

/** Timers may fire a little early. */
const TIMER_SLACK_MS = 5;

/** One call's place in the windows of its key. Either of these must be told, once. */
export interface Place {
  /** The vendor has counted the call: the place is free again a window from now. */
  counted(): void;
  /** The call has not been made: the place is free again. */
  unused(): void;
}

/** Limits of a vendor to each of many: each chat, each message. They hold in this process, and are in order. */
export interface KeyedWindows {
  /** Waits for a place in every window of `key`, which are the same at each call; rejects with `leave`'s reason. */
  enter(key: string, windows: readonly LimitWindow[], leave: AbortSignal): Promise<Place>;
  /** How many keys are remembered: those with a call in a window, or waiting for one. */
  readonly size: number;
  /** Clears the timers; nothing may enter afterwards. */
  close(): void;
}

interface Key {
  /** Places that are taken, by window. */
  readonly taken: Map<LimitWindow, number>;
  readonly waiting: Set<() => void>;
}

/** A place is taken from before the call until a window after its answer: the vendor counts it somewhere between. */
export function createKeyedWindows(): KeyedWindows {
  const keys = new Map<string, Key>();
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;

  const hasRoom = ({ taken }: Key): boolean => [...taken].every(([{ calls }, count]) => count < calls);
  const add = ({ taken }: Key, window: LimitWindow, by: 1 | -1) =>
    void taken.set(window, (taken.get(window) ?? 0) + by);

  /** Lets in whoever waits, and forgets a key that nobody uses. */
  const settle = (name: string, key: Key): void => {
    for (const letIn of key.waiting) {
      if (!hasRoom(key)) return;
      key.waiting.delete(letIn);
      letIn();
    }
    if ([...key.taken.values()].every((count) => count === 0)) keys.delete(name);
  };

  const placeIn = (name: string, key: Key): Place => {
    const free = (window: LimitWindow) => {
      add(key, window, -1);
      settle(name, key);
    };
    for (const window of key.taken.keys()) add(key, window, 1);
    return {
      counted() {
        if (isClosed) return;
        for (const window of key.taken.keys()) {
          const timer = setTimeout(() => {
            timers.delete(timer);
            free(window);
          }, window.perMs + TIMER_SLACK_MS);
          timers.add(timer.unref());
        }
      },
      unused() {
        for (const window of key.taken.keys()) free(window);
      },
    };
  };

  return {
    async enter(name, windows, leave) {
      leave.throwIfAborted();
      const key: Key = keys.get(name) ?? {
        taken: new Map(windows.map((window) => [window, 0])),
        waiting: new Set(),
      };
      keys.set(name, key);
      if (key.waiting.size === 0 && hasRoom(key)) return placeIn(name, key);
      return await new Promise((resolve, reject) => {
        const onLeave = () => {
          key.waiting.delete(letIn);
          reject(leave.reason);
        };
        const letIn = () => {
          leave.removeEventListener("abort", onLeave);
          resolve(placeIn(name, key));
        };
        key.waiting.add(letIn);
        leave.addEventListener("abort", onLeave, { once: true });
      });
    },
    get size() {
      return keys.size;
    },
    close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
