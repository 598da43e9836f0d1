import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Booking, bookingsOf } from "../../src/booking/bookings.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import { type Bench, createBench, HOUR_MS, haveBooking, me, START } from "./bench.ts";
import { CALLS, MISHAPS, type Moving } from "./fake-calendar.ts";

/** What is held, as the person knows it: when, and in which rooms; nothing once it was given back. */
interface Belief {
  readonly start: number;
  readonly rooms: readonly string[];
}

type Wish =
  | { readonly kind: "move"; readonly byHours: number }
  | { readonly kind: "swap"; readonly room: string; readonly mayReleaseFirst: boolean }
  | { readonly kind: "cancel" };

const ROOMS = ["everest", "k2", "fuji"];
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant("move" as const), byHours: fc.integer({ min: -1, max: 2 }) }),
  fc.record({
    kind: fc.constant("swap" as const),
    room: fc.constantFrom(...ROOMS),
    mayReleaseFirst: fc.boolean(),
  }),
  fc.constant({ kind: "cancel" as const }),
);

interface Asked {
  readonly belief: Belief | undefined;
  /** Told later what became of it. */
  readonly isOpen: boolean;
  /** Rooms that will be given back yet. */
  readonly pending: readonly string[];
}

/** Asks for it as a message does, and what the person believes then. */
async function ask(bench: Bench, booking: Booking, one: Wish, key: string): Promise<Asked> {
  const organiser = me;
  const before: Belief = { start: booking.start, rooms: booking.rooms.map(({ id }) => id) };
  if (one.kind === "cancel") {
    const outcome = await giveBack(bench.tools, key, { booking, organiser });
    if (outcome.kind === "given-back") return { belief: undefined, isOpen: false, pending: [] };
    return { belief: before, isOpen: outcome.stands === "unknown", pending: [] };
  }
  if (one.kind === "move") {
    const start = booking.start + one.byHours * HOUR_MS;
    const to = { start, end: start + HOUR_MS };
    const outcome = await changeTime(bench.tools, key, { booking, to, organiser, needsApproval: false });
    if (outcome.kind === "changed") return { belief: { ...before, start }, isOpen: false, pending: [] };
    return { belief: before, isOpen: outcome.stands !== "as-before", pending: [] };
  }
  const { room: id, mayReleaseFirst } = one;
  const room = { id, name: id, place: "" };
  const request = { booking, room, organiser, needsApproval: false, mayReleaseFirst };
  const outcome = await swapRoom(bench.tools, key, request);
  if (outcome.kind === "swapped")
    return { belief: { ...before, rooms: [id] }, isOpen: false, pending: outcome.stillHeld };
  const isAsBefore = outcome.kind === "must-release-first" || outcome.stands === "as-before";
  return { belief: before, isOpen: !isAsBefore, pending: [] };
}

describe("one wish after the other for the same booking", () => {
  it("ends as the last one was answered, whatever went wrong on the way", async () => {
    let certain = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ wish, isRecovered: fc.boolean() }), { minLength: 1, maxLength: 5 }),
        fc.array(
          fc.record({
            call: fc.constantFrom(...CALLS),
            nth: fc.integer({ min: 1, max: 8 }),
            how: fc.constantFrom(...MISHAPS),
          }),
          { maxLength: 6 },
        ),
        fc.constantFrom<Moving>("asks", "refuses", "drops"),
        async (wishes, mishaps, moving) => {
          const bench = createBench();
          await haveBooking(["everest"], true)(bench);
          bench.calendar.moving = moving;
          bench.calendar.others.push({ roomId: "k2", start: START + HOUR_MS, end: START + 2 * HOUR_MS });
          bench.calendar.mishaps = mishaps;
          let last: Asked | undefined;
          let pending = new Set<string>();
          for (const [at, { wish: one, isRecovered }] of wishes.entries()) {
            const looked = bench.turn(() => bookingsOf(bench.tools, me, bench.clock.now()));
            const bookings = await looked.catch(() => undefined);
            const [booking] = bookings ?? [];
            if (!booking || (one.kind === "swap" && booking.rooms.some(({ id }) => id === one.room)))
              continue;
            last = await bench.turn(() => ask(bench, booking, one, `wish ${at}`));
            pending = new Set([...pending, ...last.pending]);
            if (one.kind === "swap" && last.belief?.rooms[0] === one.room) {
              pending = new Set(last.pending);
            }
            if (isRecovered) await bench.look();
            bench.calendar.isDead = false;
          }
          await bench.recover();
          if (!last || last.isOpen) return;
          certain += 1;
          const held = bench.calendar.events.get("event");
          const expected = last.belief && {
            start: last.belief.start,
            rooms: last.belief.rooms.filter((id) => !pending.has(id)),
          };
          expect(held && { start: held.draft.start, rooms: [...held.rooms.keys()] }).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(certain).toBeGreaterThan(500);
  });
});
