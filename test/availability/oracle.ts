import fc from "fast-check";
import type { OfferInput } from "../../src/availability/find-offers.ts";
import type { Wish } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import { EQUIPMENT, type Room, type RoomBusy, type RoomRules } from "../../src/core/model.ts";
import { at, MINUTE, ZONE } from "./office.ts";

/**
 * A slow and obviously right judge: it looks at every minute of a meeting by itself. The office lies in a zone without
 * changes of the clock, eight hours ahead of UTC, so that its wall clock is plain arithmetic.
 */

const OFFSET_MINUTES = 8 * 60;
const DAY_MINUTES = 24 * 60;
const localMinute = (ms: number): number => Math.floor(ms / MINUTE) + OFFSET_MINUTES;
const localDay = (ms: number): number => Math.floor(localMinute(ms) / DAY_MINUTES);

function everyMinute({ start, end }: Interval, holds: (ms: number) => boolean): boolean {
  for (let ms = start; ms < end; ms += MINUTE) if (!holds(ms)) return false;
  return true;
}

const isIn = (ms: number, intervals: readonly Interval[]): boolean =>
  intervals.some(({ start, end }) => start <= ms && ms < end);

export function isFree(input: OfferInput, room: Room, interval: Interval): boolean {
  const busy = input.busy.get(room.id);
  return busy?.known === true && everyMinute(interval, (ms) => !isIn(ms, busy.busy));
}

/** Days of the calendar only: the generated rules count in days. */
export function isAllowed(input: OfferInput, room: Room, interval: Interval): boolean {
  const rules = input.rules?.get(room.id);
  const closures = [...(room.closed ? [room.closed] : []), ...(rules?.closures ?? [])];
  if (room.access === "nobody" || !everyMinute(interval, (ms) => !isIn(ms, closures))) return false;
  if (!rules) return true;
  const minutes = (interval.end - interval.start) / MINUTE;
  const { access, dailyMinutes, advance, minMinutes = 0, maxMinutes = Number.POSITIVE_INFINITY } = rules;
  const lastDay =
    localDay(input.now) + (advance?.amount ?? 1000) - (isBeforeOpening(rules, input.now) ? 1 : 0);
  return (
    minutes >= minMinutes &&
    minutes <= maxMinutes &&
    rules.approval !== "custom" &&
    access !== "nobody" &&
    (typeof access !== "object" ||
      !input.memberships ||
      access.anyOf.some((key) => input.memberships?.includes(key))) &&
    everyMinute(interval, (ms) => {
      const ofDay = localMinute(ms) % DAY_MINUTES;
      return (
        ofDay >= (dailyMinutes?.from ?? 0) &&
        ofDay < (dailyMinutes?.to ?? DAY_MINUTES) &&
        localDay(ms) <= lastDay
      );
    })
  );
}

function isBeforeOpening({ advance }: RoomRules, now: number): boolean {
  if (!advance?.opensAt) return false;
  const [hours = 0, minutes = 0] = advance.opensAt.split(":").map(Number);
  return localMinute(now) % DAY_MINUTES < hours * 60 + minutes;
}

const minute = (from: number, to: number, step: number) =>
  fc.integer({ min: from / step, max: to / step }).map((steps) => steps * step);

/** A stretch of 12 March, in steps of `step` minutes. */
const stretch = (from: number, to: number, step: number, longest: number): fc.Arbitrary<Interval> =>
  fc.tuple(minute(from, to - step, step), minute(step, longest, step)).map(([start, length]) => ({
    start: at("00:00") + start * MINUTE,
    end: at("00:00") + Math.min(start + length, to) * MINUTE,
  }));

const rules: fc.Arbitrary<RoomRules> = fc.record(
  {
    access: fc.oneof(
      { weight: 6, arbitrary: fc.constant("everyone" as const) },
      fc.constantFrom("nobody" as const, "unknown" as const, { anyOf: ["dept:1"] }, { anyOf: ["dept:2"] }),
    ),
    minMinutes: fc.constantFrom(15, 30, 60),
    maxMinutes: fc.constantFrom(30, 60, 90, 120),
    advance: fc.record(
      {
        amount: fc.integer({ min: 0, max: 2 }),
        unit: fc.constant("days" as const),
        opensAt: fc.constantFrom("07:00", "09:00", "23:00"),
      },
      { requiredKeys: ["amount", "unit"] },
    ),
    dailyMinutes: fc.constantFrom({ from: 0, to: 1440 }, { from: 540, to: 1080 }, { from: 600, to: 900 }),
    closures: fc.array(stretch(540, 1200, 15, 180), { maxLength: 1 }),
    approval: fc.oneof(
      { weight: 4, arbitrary: fc.constant("none" as const) },
      fc.constantFrom("always" as const, "custom" as const, { overMinutes: 60 }),
    ),
    recurring: fc.boolean(),
  },
  { requiredKeys: ["access", "closures", "approval", "recurring"] },
);

const room = fc.record(
  {
    capacity: fc.constantFrom(4, 6, 8, 12, 20),
    equipment: fc.subarray([...EQUIPMENT], { maxLength: 3 }),
    path: fc.constantFrom([], ["A座", "11层"], ["A座", "12层"], ["B座", "12层"]),
    closed: stretch(540, 1200, 15, 240),
    access: fc.oneof(
      { weight: 6, arbitrary: fc.constant("everyone" as const) },
      fc.constantFrom("some" as const, "nobody" as const),
    ),
  },
  { requiredKeys: ["equipment", "path", "access"] },
);

const busy: fc.Arbitrary<RoomBusy> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      known: fc.constant(true as const),
      busy: fc.array(stretch(480, 1260, 5, 150), { maxLength: 6 }),
    }),
  },
  fc.constant({ known: false as const, why: "no permission" }),
);

const when: fc.Arbitrary<Wish["when"]> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("at" as const),
      interval: stretch(540, 1140, 15, 180),
      alternatives: fc.array(stretch(540, 1140, 15, 180), { maxLength: 2 }),
    },
    { requiredKeys: ["kind", "interval"] },
  ),
  fc.record({
    kind: fc.constant("within" as const),
    windows: fc.array(stretch(540, 1140, 15, 600), { minLength: 1, maxLength: 2 }),
    durationMs: fc.constantFrom(15, 30, 60, 90).map((minutes) => minutes * MINUTE),
  }),
);

/** Two meetings or more of one day, an hour each: to a search a day's meetings are as good a series as a year's. */
const series: fc.Arbitrary<Wish["when"]> = fc
  .subarray([9, 11, 13, 15, 17], { minLength: 2 })
  .map((hours) =>
    hours.map((hour) => ({ start: at(`${hour}:00`.padStart(5, "0")), end: at(`${hour + 1}:00`) })),
  )
  .map((occurrences) => ({
    kind: "series",
    occurrences,
    rule: "FREQ=DAILY",
    untilLocalDate: "2026-03-12",
    isEndAssumed: false,
  }));

const wishFor = (when: fc.Arbitrary<Wish["when"]>): fc.Arbitrary<Wish> =>
  fc.record(
    {
      when,
      minSeats: fc.constantFrom(2, 6, 8),
      maxSeats: fc.constantFrom(8, 12),
      equipment: fc.subarray([...EQUIPMENT], { maxLength: 1 }),
      building: fc.constantFrom("A", "B"),
      floor: fc.constantFrom("11", "12"),
      roomName: fc.constant("b1"),
      prefers: fc.constantFrom("bigger" as const, "smaller" as const),
      roomCount: fc.constantFrom(1, 2),
    },
    { requiredKeys: ["when", "equipment"] },
  );

/** All rooms of an office, what is known of them, and a wish. */
const questionFor = (when: fc.Arbitrary<Wish["when"]>): fc.Arbitrary<OfferInput> =>
  fc
    .record({
      rooms: fc.array(fc.tuple(room, busy, fc.option(rules, { nil: undefined })), { maxLength: 6 }),
      wish: wishFor(when),
      now: minute(420, 900, 1).map((minutes) => at("00:00") + minutes * MINUTE + 12_345),
      memberships: fc.option(fc.constant(["dept:1", "user:me"]), { nil: undefined }),
      usual: fc.subarray(["r0", "r1", "r2"]),
    })
    .map(({ rooms, usual, ...given }) => {
      const named = rooms.map(([each, ...known], index) => ({
        room: { ...each, id: `r${index}`, name: `Room ${"ABCDEF"[index]}${index}` } satisfies Room,
        known,
      }));
      return {
        ...given,
        zone: ZONE,
        rooms: named.map((each) => each.room),
        busy: new Map(named.map(({ room: { id }, known }) => [id, known[0]])),
        rules: new Map(named.flatMap(({ room: { id }, known }) => (known[1] ? [[id, known[1]]] : []))),
        usualRoomIds: usual,
      };
    });

/** Of one meeting, at a time or within a stretch. */
export const question = questionFor(when);
/** Of a series. */
export const seriesQuestion = questionFor(series);

/** A question, and the same with its rooms in any other order. */
export const shuffled = (questions: fc.Arbitrary<OfferInput>): fc.Arbitrary<[OfferInput, OfferInput]> =>
  questions.chain((asked) =>
    fc
      .shuffledSubarray([...asked.rooms], { minLength: asked.rooms.length })
      .map((rooms): [OfferInput, OfferInput] => [asked, { ...asked, rooms }]),
  );
