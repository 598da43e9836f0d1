import fc from "fast-check";
import { expect, it } from "vitest";
import type { Interval } from "../../src/core/interval.ts";
import type { RoomId } from "../../src/core/model.ts";
import { MOST_STRETCH } from "../../src/search/change-pace.ts";
import type { BusyAnswer } from "../../src/search/free-busy.ts";
import { freshForMs } from "../../src/search/freshness.ts";
import { overlaps } from "../../src/time/interval.ts";
import { openInstances, settle } from "./instances.ts";

const INSTANCES = 3;
const HOURS = 3;
const ROOMS = ["a", "b"] as const;
const ASKER = { id: "li-lei", name: "Li Lei" };
const DAY = Date.parse("2026-03-11T06:00:00Z");
const HOUR_MS = 3_600_000;
const hour = (at: number): Interval => ({ start: DAY + at * HOUR_MS, end: DAY + (at + 1) * HOUR_MS });
const BELIEVED_MS = freshForMs(undefined, 1) * MOST_STRETCH;

/** What one hour of a room became, and when. `isOurs`: through an instance, which told the others. */
interface Turn {
  readonly atMs: number;
  readonly isBusy: boolean;
  readonly isOurs: boolean;
  /** Which instance did it. */
  readonly by?: number | undefined;
  /** Whether every instance can know it. */
  isTold: boolean;
}

function openWorld(delays: readonly number[]) {
  let drawn = 0;
  const ticks = (): number => {
    drawn += 1;
    return delays[drawn % delays.length] ?? 0;
  };
  const turns = new Map(
    ROOMS.map((id) => [
      id as RoomId,
      Array.from({ length: HOURS }, (): Turn[] => [{ atMs: 0, isBusy: false, isOurs: false, isTold: true }]),
    ]),
  );
  const turnsOf = (id: RoomId, at: number): Turn[] => turns.get(id)?.[at] ?? [];
  const office = openInstances({
    count: INSTANCES,
    ticks,
    busyOf: (id) =>
      Array.from({ length: HOURS }, (_, at) => at)
        .filter((at) => turnsOf(id, at).at(-1)?.isBusy)
        .map(hour),
  });
  return {
    ...office,
    turnsOf,
    turn(id: RoomId, at: number, by?: number): boolean {
      const isBusy = !turnsOf(id, at).at(-1)?.isBusy;
      const isOurs = by !== undefined;
      turnsOf(id, at).push({ atMs: office.clock.now(), isBusy, isOurs, by, isTold: !isOurs });
      return isBusy;
    },
    /** Everything that was told has been heard of. */
    async settleAll(): Promise<void> {
      for (let turn = 0; turn < 4; turn += 1) await settle();
      for (const hours of turns.values()) for (const turn of hours.flat()) turn.isTold = true;
    },
    /** All that the hour was since `sinceMs`, or since the last change of ours that everybody could know of. */
    since(id: RoomId, at: number, sinceMs: number): readonly Turn[] {
      const all = turnsOf(id, at);
      const ours = all.findLastIndex(({ isOurs, isTold }) => isOurs && isTold);
      return all.filter(
        (_, place) => place >= ours && (all[place + 1]?.atMs ?? Number.POSITIVE_INFINITY) >= sinceMs,
      );
    },
  };
}

const room = fc.constantFrom(...ROOMS);
const at = fc.integer({ min: 0, max: HOURS - 1 });
const by = fc.integer({ min: 0, max: INSTANCES - 1 });
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1, 40, 400, 20_000, 90_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("others" as const), room, at }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("ours" as const), by, room, at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("doubt" as const), by, room }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("settle" as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("answer" as const), which: fc.nat(5) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      by,
      ids: fc.uniqueArray(room, { minLength: 1 }),
      mostMs: fc.constantFrom(5_000, Number.POSITIVE_INFINITY),
    }),
  },
);

it("no instance calls an hour free or busy that it was neither lately nor since one of them had changed it, whatever comes first", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }),
      fc.array(step, { minLength: 20, maxLength: 60, size: "max" }),
      async (delays, steps) => {
        const world = openWorld(delays);
        const questions: {
          readonly ids: readonly RoomId[];
          readonly couldBe: ReadonlyMap<string, Set<boolean>>;
          answer?: BusyAnswer;
        }[] = [];
        /** Whatever comes while a question is under way may be in its answer, or not. */
        const isNow = (id: RoomId, hourAt: number, isBusy: boolean) => {
          for (const { couldBe, answer } of questions)
            if (!answer) couldBe.get(`${id} ${hourAt}`)?.add(isBusy);
        };
        for (const one of steps) {
          if (one.kind === "pass") {
            // The storage is there, and never slow.
            if (one.ms > 1) await world.settleAll();
            world.clock.advance(one.ms);
          } else if (one.kind === "settle") await world.settleAll();
          else if (one.kind === "answer") {
            world.pending[one.which % Math.max(1, world.pending.length)]?.answer();
          } else if (one.kind === "others") {
            const held = world.turnsOf(one.room, one.at).at(-1);
            if (!held?.isOurs || !held.isBusy) isNow(one.room, one.at, world.turn(one.room, one.at));
          } else if (one.kind === "ours") {
            const held = world.turnsOf(one.room, one.at).at(-1);
            if (held?.isBusy && !held.isOurs) continue;
            // A booking takes the vendor many times as long as telling of the one before it.
            if (held?.isOurs && !held.isTold && held.by !== one.by) continue;
            const isBusy = world.turn(one.room, one.at, one.by);
            isNow(one.room, one.at, isBusy);
            world.instances[one.by]?.[isBusy ? "taken" : "freed"](one.room, hour(one.at));
          } else if (one.kind === "doubt") world.instances[one.by]?.forget(one.room);
          else {
            const sinceMs = world.clock.now() - Math.min(BELIEVED_MS, one.mostMs);
            const couldBe = new Map(
              one.ids.flatMap((id) =>
                Array.from(
                  { length: HOURS },
                  (_, hourAt) =>
                    [
                      `${id} ${hourAt}`,
                      new Set(world.since(id, hourAt, sinceMs).map(({ isBusy }) => isBusy)),
                    ] as const,
                ),
              ),
            );
            const question: (typeof questions)[number] = { ids: one.ids, couldBe };
            questions.push(question);
            const window = { start: hour(0).start, end: hour(HOURS - 1).end };
            void world.instances[one.by]?.ask(one.ids, window, ASKER, one.mostMs).then((answer) => {
              question.answer = answer;
            });
          }
        }
        for (let round = 0; round < 60 && questions.some(({ answer }) => !answer); round += 1) {
          await world.answerAll();
          world.clock.advance(40);
        }
        for (const { ids, couldBe, answer } of questions)
          for (const id of ids) {
            const told = answer?.busy.get(id);
            expect(told?.known).toBe(true);
            for (let hourAt = 0; hourAt < HOURS; hourAt += 1) {
              const isBusy = told?.known && told.busy.some((held) => overlaps(held, hour(hourAt)));
              expect(couldBe.get(`${id} ${hourAt}`)).toContain(isBusy);
            }
          }
      },
    ),
    { numRuns: 120 },
  ));
