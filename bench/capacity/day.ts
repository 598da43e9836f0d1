import type { Wish } from "../../src/availability/wish.ts";
import type { Person } from "../../src/core/model.ts";
import type { Budget } from "../../src/ports/budget.ts";
import { findRooms } from "../../src/search/find-rooms.ts";
import { type Calls, openDesk, SetClock, type VendorName } from "../office/desk.ts";
import { pick, type Random, seededRandom, weighted, zipf } from "../office/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, OfficeWorld, span } from "../office/world.ts";
import { HABITS } from "./model.ts";

/** Monday 9 March 2026, 00:00 in Shanghai: five working days lie ahead. */
const MONDAY = Date.parse("2026-03-09T00:00:00+08:00");
const OPENS = 8.5 * HOUR_MS;
const CLOSES = 17.5 * HOUR_MS;
const DAYS = [
  [0, 50],
  [1, 30],
  [2, 7],
  [3, 7],
  [4, 6],
] as const;
const SHOWN = 5;
const MOST_TRIES = 3;

const spent = (used: number): Budget => ({
  calls: () => ({ used, of: 5_000 }),
  messages: () => ({ used: 0 }),
});

/** What may be left of the month's calls on its ninth day, and so how long an answer is believed. */
const SUPPLIES = {
  "not counted": undefined,
  all: spent(0),
  /** Spent just as the month's days are, so that nothing may be wasted. */
  "just enough": spent(1_330),
  "1,000 of 5,000": spent(4_000),
} as const;
export type Supply = keyof typeof SUPPLIES;
export const ALL_SUPPLIES = Object.keys(SUPPLIES) as Supply[];

export interface Day {
  readonly questions: number;
  readonly calls: Calls;
  readonly chosen: number;
  /** Chosen offers that somebody else had by then. */
  readonly stale: number;
}

/** 50 % today, 30 % tomorrow, 20 % later this week; most name a time, some a stretch. */
function wishAt(now: number, random: Random): Wish {
  const day = weighted(DAYS, random);
  const midnight = MONDAY + day * DAY_MS;
  const first = day === 0 ? Math.max(9 * 60, Math.ceil((now - midnight) / MINUTE_MS / 30) * 30) : 9 * 60;
  const minutes = pick([30, 60, 60, 60, 90], random);
  const fromMinute = Math.min(first + 30 * Math.floor(random() * ((17 * 60 - first) / 30 + 1)), 17.5 * 60);
  const isStretch = random() < 0.25;
  return {
    when: isStretch
      ? {
          kind: "within",
          windows: [span(midnight, Math.min(fromMinute, 15 * 60), 180)],
          durationMs: minutes * MINUTE_MS,
        }
      : { kind: "at", interval: span(midnight, fromMinute, minutes) },
    equipment: random() < 0.2 ? [pick(["projector", "video", "whiteboard"] as const, random)] : [],
    ...(random() < 0.6 ? { minSeats: pick([2, 4, 4, 6, 8, 10], random) } : {}),
  };
}

/** Does what is planned in the order of its times, plans made meanwhile included. */
class Agenda {
  readonly #plans: { readonly atMs: number; readonly run: () => Promise<void> }[] = [];

  add(atMs: number, run: () => Promise<void>): void {
    this.#plans.push({ atMs, run });
  }

  async live(clock: SetClock): Promise<void> {
    for (;;) {
      const next = this.#plans.reduce((a, b) => (b.atMs < a.atMs ? b : a), this.#plans[0] ?? NOTHING);
      if (next === NOTHING) return;
      this.#plans.splice(this.#plans.indexOf(next), 1);
      clock.set(next.atMs);
      await next.run();
    }
  }
}
const NOTHING = { atMs: Number.POSITIVE_INFINITY, run: async () => {} };

/**
 * A working day at the ports, of an office of any size: people ask and book through the bot as `HABITS` say, and as
 * many bookings again are made in the vendor's client; who asks is drawn by Zipf's law, and takes 20 to 120 s to
 * choose. The list and the rules are known from the days before.
 */
export async function simulateDay(
  vendor: VendorName,
  rooms: number,
  seed: number,
  { supply = "just enough", roomsPerCall }: { supply?: Supply; roomsPerCall?: number } = {},
): Promise<Day> {
  const random = seededRandom(seed);
  const questions = Math.round(rooms * HABITS.questionsARoomAndDay);
  const bookings = Math.round(rooms * HABITS.bookingsARoomAndDay);
  const world = new OfficeWorld(rooms, random);
  for (const [day] of DAYS) world.fillDay(MONDAY + day * DAY_MS, random);
  const clock = new SetClock(MONDAY + OPENS);
  const { tools, calls, noteBooking } = openDesk(world, vendor, clock, {
    budget: SUPPLIES[supply],
    ...(roomsPerCall !== undefined && { roomsPerCall }),
  });
  const people = rooms * HABITS.peopleARoom;
  const anybody = (): Person => ({ id: `person-${zipf(people, random)}`, name: "" });
  const anyTime = (): number => MONDAY + OPENS + (CLOSES - OPENS) * random();
  const first = anybody();
  const listed = await tools.directory.rooms(first);
  await tools.directory.rules(
    listed.map(({ id }) => id),
    first,
  );
  Object.assign(calls, { list: 0, rules: 0, people: 0 });

  const agenda = new Agenda();
  let chosen = 0;
  let stale = 0;
  const ask = async (wish: Wish, asker: Person, triesLeft: number): Promise<void> => {
    const found = await findRooms(tools, { wish, asker, limit: SHOWN, nearMisses: true });
    const offers = found.offers.length > 0 ? found.offers : found.nearMisses;
    if (offers.length === 0) return;
    tools.recentOffers.note(asker.id, offers);
    if (triesLeft === 0) return;
    const { room, interval } = weighted(
      offers.map((one, index) => [one, 1 / (index + 1)] as const),
      random,
    );
    agenda.add(clock.now() + (20 + 100 * random()) * 1_000, async () => {
      chosen += 1;
      if (world.take(room.id, interval)) {
        tools.freeBusy.taken(room.id, interval);
        return noteBooking(asker.id, room.id);
      }
      stale += 1;
      tools.freeBusy.forget(room.id);
      await ask({ ...wish, excludeRoomIds: [room.id] }, asker, triesLeft - 1);
    });
  };
  for (let number = 0; number < questions; number += 1) {
    const tries = number < bookings ? MOST_TRIES : 0;
    agenda.add(anyTime(), () => ask(wishAt(clock.now(), random), anybody(), tries));
  }
  for (let number = 0; number < bookings; number += 1) {
    agenda.add(anyTime(), async () => {
      for (let tries = 0; tries < 50; tries += 1) {
        const { when } = wishAt(clock.now(), random);
        const interval = when.kind === "at" ? when.interval : undefined;
        const room = world.rooms[zipf(rooms, random)];
        if (interval && room && world.take(room.id, interval)) return;
      }
    });
  }
  await agenda.live(clock);
  return { questions, calls, chosen, stale };
}

/** Search calls of a day: free/busy, list, rules, people. */
export const searchCalls = ({ calls }: Day): number => calls.busy + calls.list + calls.rules + calls.people;
