import { setImmediate as nextTick } from "node:timers/promises";
import type { Clock } from "../../src/core/clock.ts";
import { StorageAway } from "../../src/core/errors.ts";
import type { Interval } from "../../src/core/interval.ts";
import { type Logger, silentLogger } from "../../src/core/logger.ts";
import type { RoomBusy, RoomId } from "../../src/core/model.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

/** A clock that stands until it is moved, and wakes whoever's time has come. */
export function stepClock(): Clock & { advance(ms: number): void } {
  let now = Date.parse("2026-03-11T02:00:00Z");
  const sleepers = new Set<{ dueMs: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { dueMs: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance(ms) {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.dueMs > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let tick = 0; tick < 100; tick += 1) await nextTick();
}

/** A question to the vendor, with what it is going to say. */
interface VendorCall {
  readonly by: number;
  readonly rooms: readonly RoomId[];
  answer(): void;
  fail(): void;
}

export interface InstancesOptions {
  readonly count: number;
  /** What the vendor says now of a room. */
  readonly busyOf: (roomId: RoomId, window: Interval) => readonly Interval[];
  /** How many turns of the event loop the storage takes, before and after. */
  readonly ticks?: () => number;
  readonly logger?: Logger;
}

/** Several instances' busy times over one storage, and a vendor whose calls are answered when the test says so. */
export function openInstances({ count, busyOf, ticks = () => 0, logger = silentLogger }: InstancesOptions) {
  const clock = stepClock();
  const beneath = createMemoryStorage(clock);
  const state = { isAway: false, isSlow: false, calls: 0 };
  const behind =
    <Given extends unknown[], T>(work: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      state.calls += 1;
      for (let left = ticks(); left > 0; left -= 1) await nextTick();
      if (state.isSlow) await new Promise(() => {});
      if (state.isAway) throw new StorageAway("It is away.");
      const answer = await work(...given);
      for (let left = ticks(); left > 0; left -= 1) await nextTick();
      return answer;
    };
  const storage: Storage = {
    get: behind(beneath.get),
    getMany: behind(beneath.getMany),
    list: behind(beneath.list),
    write: behind(beneath.write),
    increment: behind(beneath.increment),
    close: beneath.close,
    sharedClock: clock,
  };
  const pending: VendorCall[] = [];
  const asked: { readonly by: number; readonly rooms: readonly RoomId[] }[] = [];
  const roomsFor = (by: number): Rooms => ({
    list: async () => [],
    rules: () => Promise.reject(new Error("not asked here")),
    busy: (rooms, window) =>
      new Promise((resolve, reject) => {
        asked.push({ by, rooms });
        const told = new Map(
          rooms.map((id): [RoomId, RoomBusy] => [id, { known: true, busy: busyOf(id, window) }]),
        );
        const call: VendorCall = {
          by,
          rooms,
          answer: () => {
            pending.splice(pending.indexOf(call), 1);
            resolve(told);
          },
          fail: () => {
            pending.splice(pending.indexOf(call), 1);
            reject(new Error("the vendor fails"));
          },
        };
        pending.push(call);
      }),
  });
  const shared = { storage, platform: "fake" };
  const start = (by: number) => new FreeBusy(roomsFor(by), clock, logger, { zone: "UTC", shared });
  return {
    clock,
    /** What all instances see of it, without a test standing between. */
    beneath,
    storage,
    state,
    instances: Array.from({ length: count }, (_, by) => start(by)),
    /** Another one, that knows nothing yet. */
    start,
    asked,
    pending,
    /** Answers all that is asked, now and while it is settled. */
    async answerAll(): Promise<void> {
      await settle();
      for (let call = pending[0]; call; call = pending[0]) {
        call.answer();
        await settle();
      }
    },
  };
}
