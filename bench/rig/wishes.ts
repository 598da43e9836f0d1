import type { Wish } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { Room } from "../../src/core/model.ts";
import { pick, type Random, seededRandom } from "../office/random.ts";
import { MINUTE_MS, span } from "./office.ts";

/** What people ask for tomorrow: mostly a time, sometimes a stretch; often a size, sometimes equipment. */
export function seededWishes(seed: number, count: number): Wish[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => wishOf(random));
}

function wishOf(random: Random): Wish {
  const minutes = pick([30, 60, 60, 60, 90], random);
  const fromMinute = 9 * 60 + 30 * Math.floor(random() * 16);
  const when: Wish["when"] =
    random() < 0.25
      ? {
          kind: "within",
          windows: [span(1, Math.min(fromMinute, 15 * 60), 180)],
          durationMs: minutes * MINUTE_MS,
        }
      : { kind: "at", interval: span(1, fromMinute, minutes) };
  return {
    when,
    equipment: random() < 0.2 ? [pick(["projector", "video", "whiteboard"] as const, random)] : [],
    ...(random() < 0.6 ? { minSeats: pick([2, 4, 4, 6, 8, 10], random) } : {}),
  };
}

/** Whether the room is right for the wish and free, by the office's own books. */
export function isFree(room: Room, wish: Wish, busy: readonly Interval[]): boolean {
  if ((room.capacity ?? 0) < (wish.minSeats ?? 0)) return false;
  if (!wish.equipment.every((one) => room.equipment.includes(one))) return false;
  if (wish.when.kind === "series") return false;
  const wanted: readonly Interval[] =
    wish.when.kind === "at" ? [wish.when.interval] : startsWithin(wish.when.windows, wish.when.durationMs);
  return wanted.some(({ start, end }) => busy.every((one) => one.end <= start || one.start >= end));
}

/** Every stretch of the length that begins on a quarter of an hour. */
function startsWithin(windows: readonly Interval[], durationMs: number): Interval[] {
  const step = 15 * MINUTE_MS;
  return windows.flatMap(({ start, end }) =>
    Array.from({ length: Math.floor((end - durationMs - start) / step) + 1 }, (_, at) => ({
      start: start + at * step,
      end: start + at * step + durationMs,
    })),
  );
}
