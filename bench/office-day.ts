/**
 * A day of an office of 200 rooms, simulated at the ports: 300 questions, 120 bookings through the bot, 120 by people
 * in the vendor's client. How many search calls a question costs, and how often a chosen offer turned out to be gone.
 * Arguments: number of seeds (30).
 */
import type { Wish } from "../src/availability/wish.ts";
import type { Budget } from "../src/ports/budget.ts";
import { findRooms } from "../src/search/find-rooms.ts";
import { type Calls, openDesk, SetClock, VENDORS, type VendorName } from "./office/desk.ts";
import { pick, type Random, seededRandom, weighted, zipf } from "./office/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, OfficeWorld, span } from "./office/world.ts";

const ROOMS = 200;
const QUESTIONS = 300;
const BOOKINGS = 120;
const CLIENT_BOOKINGS = 120;
const PEOPLE = 400;
/** Monday 9 March 2026, 00:00 in Shanghai: five working days lie ahead. */
const MONDAY = Date.parse("2026-03-09T00:00:00+08:00");
const OPENS = 8.5 * HOUR_MS;
const CLOSES = 17.5 * HOUR_MS;

/** A month whose calls are spent just as its days are, so that nothing may be wasted. */
const ON_PACE: Budget = {
  calls: () => ({ used: 1_330, of: 5_000 }),
  messages: () => ({ used: 0, of: 3_000 }),
};

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

async function simulate(vendor: VendorName, seed: number, isFirstDay: boolean): Promise<DayResult> {
  const random = seededRandom(seed);
  const world = new OfficeWorld(ROOMS, random);
  for (let day = 0; day < 5; day += 1) world.fillDay(MONDAY + day * DAY_MS, random);
  const clock = new SetClock(MONDAY + OPENS);
  const { tools, calls, noteBooking } = openDesk(world, vendor, clock, { budget: ON_PACE });
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
        tools.freeBusy.forget(offer.room.id);
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

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
/** Half of the 95 % interval of a mean. */
const half95 = (values: readonly number[]): number => {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return 1.96 * Math.sqrt(variance / values.length);
};

const seeds = Number(process.argv[2] ?? 30);
for (const vendor of Object.keys(VENDORS) as VendorName[]) {
  for (const isFirstDay of [true, false]) {
    const days = await Promise.all(
      Array.from({ length: seeds }, (_, seed) => simulate(vendor, seed + 1, isFirstDay)),
    );
    const perQuestion = days.map(
      ({ calls }) => (calls.busy + calls.list + calls.rules + calls.people) / QUESTIONS,
    );
    const staleShare = days.map((day) => (100 * day.stale) / day.chosen);
    console.log(
      `${vendor.padEnd(9)} ${isFirstDay ? "first day" : "any day  "}  ` +
        `${mean(perQuestion).toFixed(2)} ± ${half95(perQuestion).toFixed(2)} search calls a question ` +
        `(busy ${mean(days.map(({ calls }) => calls.busy / QUESTIONS)).toFixed(2)}, ` +
        `rules ${mean(days.map(({ calls }) => calls.rules)).toFixed(0)} a day), ` +
        `stale ${mean(staleShare).toFixed(2)} ± ${half95(staleShare).toFixed(2)} %`,
    );
  }
}
