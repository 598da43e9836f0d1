/**
 * A day of an office of 200 rooms, simulated at the ports: 300 questions, 120 bookings through the bot, 120 by people
 * in the vendor's client. How many search calls a question costs, and how often a chosen offer turned out to be gone.
 * Arguments: number of seeds (30).
 */
import { pathToFileURL } from "node:url";
import type { Wish } from "../src/availability/wish.ts";
import type { Budget } from "../src/ports/budget.ts";
import { findRooms } from "../src/search/find-rooms.ts";
import { type Calls, openDesk, SetClock, VENDORS, type VendorName } from "./office/desk.ts";
import { pick, type Random, seededRandom, weighted, zipf } from "./office/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, OfficeWorld, span } from "./office/world.ts";
import { half95, mean } from "./statistics.ts";

const ROOMS = 200;
const QUESTIONS = 300;
const BOOKINGS = 120;
const CLIENT_BOOKINGS = 120;
const PEOPLE = 400;
/** Monday 9 March 2026, 00:00 in Shanghai: five working days lie ahead. */
const MONDAY = Date.parse("2026-03-09T00:00:00+08:00");
const OPENS = 8.5 * HOUR_MS;
const CLOSES = 17.5 * HOUR_MS;

const spent = (used: number): Budget => ({
  calls: () => ({ used, of: 5_000 }),
  messages: () => ({ used: 0, of: 3_000 }),
});
/** What may be left of the month's calls on its ninth day, and so how long an answer is believed. */
const SUPPLIES = {
  uncounted: undefined,
  untouched: spent(0),
  /** Spent just as the month's days are, so that nothing may be wasted. */
  "on pace": spent(1_330),
  overspent: spent(4_000),
} as const;
export type Supply = keyof typeof SUPPLIES;

interface DayResult {
  readonly calls: Calls;
  readonly chosen: number;
  readonly stale: number;
  readonly nothing: number;
}

/** 50 % today, 30 % tomorrow, 20 % later this week; most name a time, some a stretch. */
function wishAt(now: number, random: Random): Wish {
  const day = weighted(
    [
      [0, 50],
      [1, 30],
      [2, 7],
      [3, 7],
      [4, 6],
    ] as const,
    random,
  );
  const midnight = MONDAY + day * DAY_MS;
  const first = day === 0 ? Math.max(9 * 60, Math.ceil((now - midnight) / MINUTE_MS / 30) * 30) : 9 * 60;
  const minutes = pick([30, 60, 60, 60, 90], random);
  const fromMinute = Math.min(first + 30 * Math.floor(random() * ((17 * 60 - first) / 30 + 1)), 17.5 * 60);
  const when: Wish["when"] =
    random() < 0.25
      ? {
          kind: "within",
          windows: [span(midnight, Math.min(fromMinute, 15 * 60), 180)],
          durationMs: minutes * MINUTE_MS,
        }
      : { kind: "at", interval: span(midnight, fromMinute, minutes) };
  return {
    when,
    equipment: random() < 0.2 ? [pick(["projector", "video", "whiteboard"] as const, random)] : [],
    ...(random() < 0.6 ? { minSeats: pick([2, 4, 4, 6, 8, 10], random) } : {}),
  };
}

async function simulate(
  vendor: VendorName,
  seed: number,
  { isFirstDay, supply }: { isFirstDay: boolean; supply: Supply },
): Promise<DayResult> {
  const random = seededRandom(seed);
  const world = new OfficeWorld(ROOMS, random);
  for (let day = 0; day < 5; day += 1) world.fillDay(MONDAY + day * DAY_MS, random);
  const clock = new SetClock(MONDAY + OPENS);
  const budget = SUPPLIES[supply];
  const { tools, calls, noteBooking } = openDesk(world, vendor, clock, budget ? { budget } : {});

  const personOf = () => ({ id: `person-${zipf(PEOPLE, random)}`, name: "" });
  if (!isFirstDay) {
    const asker = personOf();
    const rooms = await tools.directory.rooms(asker);
    await tools.directory.rules(
      rooms.map(({ id }) => id),
      asker,
    );
    Object.assign(calls, { list: 0, rules: 0 });
  }

  let chosen = 0;
  let stale = 0;
  let nothing = 0;
  type Happening = { readonly atMs: number; readonly run: () => Promise<void> };
  const agenda: Happening[] = [];
  const at = (atMs: number, run: () => Promise<void>) => agenda.push({ atMs, run });

  const take = async (wish: Wish, asker: { id: string; name: string }, tries = 0): Promise<void> => {
    const found = await findRooms(tools, { wish, asker, limit: 5, nearMisses: true });
    const offers = found.offers.length > 0 ? found.offers : found.nearMisses;
    if (offers.length === 0) nothing += 1;
    else tools.recentOffers.note(asker.id, offers);
    if (offers.length === 0 || tries < 0) return;
    const offer = weighted(
      offers.map((one, index) => [one, 1 / (index + 1)] as const),
      random,
    );
    at(clock.now() + (20 + 100 * random()) * 1000, async () => {
      chosen += 1;
      if (world.take(offer.room.id, offer.interval)) {
        noteBooking(asker.id, offer.room.id);
        tools.freeBusy.taken(offer.room.id, offer.interval);
        return;
      }
      stale += 1;
      tools.freeBusy.forget(offer.room.id);
      if (tries < 3) await take({ ...wish, excludeRoomIds: [offer.room.id] }, asker, tries + 1);
    });
  };
  for (let number = 0; number < QUESTIONS; number += 1) {
    const wantsIt = number < BOOKINGS;
    at(MONDAY + OPENS + (CLOSES - OPENS) * random(), () =>
      take(wishAt(clock.now(), random), personOf(), wantsIt ? 0 : -1),
    );
  }
  for (let number = 0; number < CLIENT_BOOKINGS; number += 1) {
    at(MONDAY + OPENS + (CLOSES - OPENS) * random(), async () => {
      for (let tries = 0; tries < 50; tries += 1) {
        const { when } = wishAt(clock.now(), random);
        const interval =
          when.kind === "at" ? when.interval : when.kind === "within" ? when.windows[0] : undefined;
        const room = world.rooms[zipf(ROOMS, random)];
        if (interval && room && world.take(room.id, interval)) return;
      }
    });
  }
  while (agenda.length > 0) {
    agenda.sort((a, b) => b.atMs - a.atMs);
    const next = agenda.pop();
    if (!next) break;
    clock.set(next.atMs);
    await next.run();
  }
  return { calls, chosen, stale, nothing };
}

/** A mean and half of its 95 % interval. */
export interface Measured {
  readonly mean: number;
  readonly half95: number;
}

export interface OfficeDay {
  readonly searchCallsAQuestion: Measured;
  readonly busyCallsAQuestion: Measured;
  /** Chosen offers that somebody else had by then, in per cent. */
  readonly stalePercent: Measured;
}

/** `seeds` such days, and what they came to. */
export async function measureOfficeDay(
  vendor: VendorName,
  seeds: number,
  how: { readonly isFirstDay: boolean; readonly supply: Supply } = { isFirstDay: false, supply: "on pace" },
): Promise<OfficeDay> {
  const days: DayResult[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) days.push(await simulate(vendor, seed, how));
  const over = (figure: (day: DayResult) => number): Measured => {
    const values = days.map(figure);
    return { mean: mean(values), half95: half95(values) };
  };
  return {
    searchCallsAQuestion: over(
      ({ calls }) => (calls.busy + calls.list + calls.rules + calls.people) / QUESTIONS,
    ),
    busyCallsAQuestion: over(({ calls }) => calls.busy / QUESTIONS),
    stalePercent: over(({ stale, chosen }) => (100 * stale) / Math.max(1, chosen)),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const seeds = Number(process.argv[2] ?? 30);
  const told = ({ mean: middle, half95: half }: Measured) => `${middle.toFixed(2)} ± ${half.toFixed(2)}`;
  for (const supply of Object.keys(SUPPLIES) as Supply[]) {
    for (const vendor of Object.keys(VENDORS) as VendorName[]) {
      const day = await measureOfficeDay(vendor, seeds, { isFirstDay: false, supply });
      console.log(
        `${supply.padEnd(9)} ${vendor.padEnd(8)} ${told(day.searchCallsAQuestion)} search calls a question ` +
          `(busy ${told(day.busyCallsAQuestion)}), stale ${told(day.stalePercent)} %`,
      );
    }
  }
}
