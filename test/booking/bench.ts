import type { Booking } from "../../src/booking/bookings.ts";
import { Journal } from "../../src/booking/journal.ts";
import type { BookingTools } from "../../src/booking/recipe.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import { type News, resumeOpen } from "../../src/booking/recovery.ts";
import type { BookingRequest } from "../../src/booking/requests.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { Crash, FakeCalendar } from "./fake-calendar.ts";

export const START = Date.parse("2026-03-11T15:00:00+08:00");
export const HOUR_MS = 3_600_000;
export const me = { id: "me", name: "me" };

export const request: BookingRequest = {
  organiser: me,
  attendees: [],
  room: { id: "everest", name: "Everest", place: "8F" },
  title: "Meeting",
  start: START,
  end: START + HOUR_MS,
  zone: "Asia/Shanghai",
  onto: "fitting",
  needsApproval: false,
};

export const everest = { id: "everest", name: "Everest", isTentative: false };
export const k2 = { id: "k2", name: "K2", place: "8F" };
export const booking: Booking = {
  eventId: "event",
  title: "Meeting",
  start: START,
  end: START + HOUR_MS,
  rooms: [everest],
  ownsEvent: true,
  isOrganiser: true,
};

/** Has `booking` on the calendar, with these rooms, and in our records. */
export const haveBooking =
  (rooms: readonly string[], ownsEvent: boolean) =>
  async ({ calendar, tools }: Bench): Promise<void> => {
    const { eventId, title, start, end } = booking;
    calendar.seed(eventId, { title, start, end, organiser: me, zone: request.zone }, rooms);
    const record = { eventId, title, start, end, ownsEvent, roomId: "everest", roomName: "Everest" };
    await tools.records.add(me.id, record);
  };

const STEP_MS = 5_000;

/**
 * A clock whose sleeps are over at once, in steps between which whatever else is under way goes on. Sleeps that can be
 * called off (the renewing of leases) take no time of their own: they wait for that which the others take.
 */
export class HastyClock extends MovableClock {
  readonly #waiting = new Set<{ dueMs: number; wake: () => void }>();

  override advance(ms: number): void {
    super.advance(ms);
    for (const sleeper of this.#waiting) if (sleeper.dueMs <= this.now()) sleeper.wake();
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal) return this.#wait(ms, signal);
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.advance(Math.min(left, STEP_MS));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { dueMs: this.now() + ms, wake: () => end(resolve) };
      const onAbort = () => end(() => reject(signal.reason));
      const end = (settle: () => void) => {
        this.#waiting.delete(sleeper);
        signal.removeEventListener("abort", onAbort);
        settle();
      };
      this.#waiting.add(sleeper);
      signal.addEventListener("abort", onAbort);
    });
  }
}

/** One process after the other on the same storage and the same calendar. */
export interface Bench {
  readonly clock: HastyClock;
  readonly calendar: FakeCalendar;
  readonly storage: Storage;
  readonly tools: BookingTools;
  /** What persons were told by recovery. */
  readonly news: News[];
  /** What a message turn does: tried again with the same key after the process died. */
  turn<T>(act: () => Promise<T>): Promise<T>;
  /** Recovery once, as every process does it every minute. */
  look(): Promise<void>;
  /** Recovery, over and over until nothing is open any more. */
  recover(): Promise<void>;
}

export function createBench(showsCalendars = true): Bench {
  const clock = new HastyClock(START - HOUR_MS);
  const calendar = new FakeCalendar(showsCalendars);
  const storage = createMemoryStorage(clock);
  const mortal = dyingWith(calendar, storage);
  const news: News[] = [];
  const tools: BookingTools = {
    calendar,
    journal: new Journal(mortal, "fake"),
    records: new BookingRecords(mortal, clock, "fake"),
    clock,
    logger: silentLogger,
  };
  const bench: Bench = {
    clock,
    calendar,
    storage,
    tools,
    news,
    turn: async (act) => {
      for (;;) {
        try {
          return await act();
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          calendar.isDead = false;
        }
      }
    },
    look: () =>
      resumeOpen(tools, {
        isAwaited: async () => false,
        tellPerson: async (one) => {
          if (calendar.isDead) throw new Crash();
          news.push(one);
        },
      }),
    recover: async () => {
      for (let rounds = 0; rounds < 40; rounds += 1) {
        await bench.look();
        calendar.isDead = false;
        clock.advance(61_000);
        const open = await new Journal(storage, "fake").open(() => {});
        if (open.length === 0) return;
      }
    },
  };
  return bench;
}

/** A storage that a dead process cannot reach. */
function dyingWith(calendar: FakeCalendar, storage: Storage): Storage {
  const alive =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (calendar.isDead) throw new Crash();
      return call(...args);
    };
  return {
    get: alive((key) => storage.get(key)),
    getMany: alive((keys) => storage.getMany(keys)),
    list: alive((prefix) => storage.list(prefix)),
    write: alive((changes, onlyIf) => storage.write(changes, onlyIf)),
    increment: alive((key, ttlMs) => storage.increment(key, ttlMs)),
    close: () => storage.close(),
  };
}
