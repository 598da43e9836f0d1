import fc from "fast-check";
import { expect, it } from "vitest";
import type { Interval } from "../../src/core/interval.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { RoomBusy, RoomId } from "../../src/core/model.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import { MOST_STRETCH } from "../../src/search/change-pace.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";
import { freshForMs, monthLeft } from "../../src/search/freshness.ts";
import { overlaps } from "../../src/time/interval.ts";

const HOUR_MS = 3_600_000;
const HOURS = 4;
const ROOMS = ["a", "b"] as const;
const ZONE = "UTC";
const ASKER = { id: "li-lei", name: "Li Lei" };
const hours = (first: number, count: number): Interval => ({
  start: first * HOUR_MS,
  end: Math.min(first + count, HOURS) * HOUR_MS,
});

/** What one hour of a room was, and since when. `isOurs`: the bot itself made it so, and knows it from then on. */
interface Turn {
  readonly atMs: number;
  readonly isBusy: boolean;
  readonly isOurs: boolean;
}

/** Rooms whose every hour remembers all that it ever was, and a vendor that tells how they are now. */
function openWorld(used: number) {
  let now = 0;
  const turns = new Map(
    ROOMS.map((id) => [
      id as RoomId,
      Array.from({ length: HOURS }, (): Turn[] => [{ atMs: -1, isBusy: false, isOurs: false }]),
    ]),
  );
  const broken = new Set<RoomId>();
  const asked: RoomId[] = [];
  const turnsOf = (id: RoomId, hour: number): Turn[] => turns.get(id)?.[hour] ?? [];
  const rooms: Rooms = {
    list: async () => [],
    rules: () => Promise.reject(new Error("not asked here")),
    busy: async (ids) => {
      asked.push(...ids);
      const told = ids.filter((id) => !broken.has(id));
      return new Map(
        told.map((id): [RoomId, RoomBusy] => [
          id,
          {
            known: true,
            busy: Array.from({ length: HOURS }, (_, hour) => hour)
              .filter((hour) => turnsOf(id, hour).at(-1)?.isBusy)
              .map((hour) => hours(hour, 1)),
          },
        ]),
      );
    },
  };
  const clock = { now: () => now, sleep: async () => {} };
  const budget = { calls: () => ({ used, of: 100 }), messages: () => ({ used: 0 }) };
  return {
    freeBusy: new FreeBusy(rooms, clock, silentLogger, { zone: ZONE, budget }),
    asked,
    broken,
    turnsOf,
    pass: (ms: number) => {
      now += ms;
    },
    set: (id: RoomId, hour: number, isBusy: boolean, isOurs: boolean) =>
      void turnsOf(id, hour).push({ atMs: now, isBusy, isOurs }),
    /** The longest that any room's answer is believed, however quiet the room. */
    mostMs: () => MOST_STRETCH * freshForMs(budget.calls(), monthLeft(now, ZONE)),
    /** All that the hour was within the last `ms`, or since we ourselves changed it. */
    lately: (id: RoomId, hour: number, ms: number): boolean[] => {
      const all = turnsOf(id, hour);
      const ours = all.findLastIndex(({ isOurs }) => isOurs);
      return all
        .filter((_, at) => at >= ours && (all[at + 1]?.atMs ?? Number.POSITIVE_INFINITY) >= now - ms)
        .map(({ isBusy }) => isBusy);
    },
  };
}

const room = fc.constantFrom(...ROOMS);
const hour = fc.integer({ min: 0, max: HOURS - 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 20 * 60_000 }) }),
  fc.record({ kind: fc.constant("others" as const), room, hour }),
  fc.record({ kind: fc.constant("ours" as const), room, hour }),
  fc.record({ kind: fc.constant("breaks" as const), room }),
  fc.record({
    kind: fc.constant("ask" as const),
    ids: fc.uniqueArray(room, { minLength: 1 }),
    hour,
    mostMs: fc.constantFrom(60_000, Number.POSITIVE_INFINITY),
  }),
);

it("tells how a room was no longer ago than is believed, never calls free what it does not know, and asks for it once", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 100 }),
      fc.array(step, { minLength: 30, maxLength: 60, size: "max" }),
      async (used, steps) => {
        const world = openWorld(used);
        for (const one of steps) {
          if (one.kind === "pass") world.pass(one.ms);
          else if (one.kind === "breaks") {
            if (!world.broken.delete(one.room)) world.broken.add(one.room);
          } else if (one.kind === "others") {
            const held = world.turnsOf(one.room, one.hour).at(-1);
            if (!held?.isOurs || !held.isBusy) world.set(one.room, one.hour, !held?.isBusy, false);
          } else if (one.kind === "ours") {
            const held = world.turnsOf(one.room, one.hour).at(-1);
            if (held?.isBusy && !held.isOurs) continue;
            world.set(one.room, one.hour, !held?.isBusy, true);
            world.freeBusy[held?.isBusy ? "freed" : "taken"](one.room, hours(one.hour, 1));
          } else {
            const window = hours(one.hour, 2);
            const earlier = world.asked.length;
            const { busy } = await world.freeBusy.ask(one.ids, window, ASKER, one.mostMs);
            const mostMs = Math.min(world.mostMs(), one.mostMs);
            for (const id of one.ids) {
              const answer = busy.get(id);
              if (!answer?.known) {
                expect(world.broken.has(id)).toBe(true);
                continue;
              }
              for (let at = one.hour; at < Math.min(one.hour + 2, HOURS); at += 1) {
                const isBusy = answer.busy.some((held) => overlaps(held, hours(at, 1)));
                expect(world.lately(id, at, mostMs)).toContain(isBusy);
              }
            }
            const before = world.asked.length;
            const read = world.asked.slice(earlier).filter((id) => busy.get(id)?.known);
            await world.freeBusy.ask(read, window, ASKER, one.mostMs);
            expect(world.asked).toHaveLength(before);
          }
        }
      },
    ),
    { numRuns: 150 },
  ));

it("asks once for a room that fifty people want at the same moment, whatever hour of the week each means", async () => {
  const world = openWorld(50);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => world.freeBusy.ask(ROOMS, hours(at % HOURS, 1), ASKER)),
  );
  expect(answers.every(({ busy }) => ROOMS.every((id) => busy.get(id)?.known))).toBe(true);
  expect(world.asked).toEqual([...ROOMS]);
});
