import type { Interval } from "../../src/core/interval.ts";
import type { Equipment, Room, RoomId } from "../../src/core/model.ts";
import { pick, type Random, weighted } from "./random.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const SEATS = [
  [4, 30],
  [6, 25],
  [8, 20],
  [10, 10],
  [12, 8],
  [20, 5],
  [30, 2],
] as const;
const EQUIPMENT: readonly (readonly [Equipment, number])[] = [
  ["projector", 0.5],
  ["tv", 0.3],
  ["whiteboard", 0.4],
  ["video", 0.3],
  ["phone", 0.3],
];
const LENGTHS = [30, 30, 60, 60, 60, 90, 120] as const;

/** An office of `count` rooms, ten on a floor, eight floors in a building, and who holds each of them when. */
export class OfficeWorld {
  readonly rooms: readonly Room[];
  readonly #held = new Map<RoomId, Interval[]>();

  constructor(count: number, random: Random) {
    this.rooms = Array.from({ length: count }, (_, at): Room => {
      const floor = Math.floor(at / 10);
      return {
        id: `room-${at + 1}`,
        name: `Room ${at + 1}`,
        capacity: weighted(SEATS, random),
        equipment: EQUIPMENT.flatMap(([one, share]) => (random() < share ? [one] : [])),
        path: [`Tower ${String.fromCharCode(65 + Math.floor(floor / 8))}`, `F${(floor % 8) + 1}`],
        access: "everyone",
      };
    });
    for (const { id } of this.rooms) this.#held.set(id, []);
  }

  /** Fills a working day (local midnight given) so that 60 % of the rooms are taken at 10–12 and 14–17, 30 % else. */
  fillDay(midnight: number, random: Random): void {
    for (const { id } of this.rooms) {
      let minute = 9 * 60;
      while (minute < 18 * 60) {
        const hour = Math.floor(minute / 60);
        const share = (hour >= 10 && hour < 12) || (hour >= 14 && hour < 17) ? 0.6 : 0.3;
        const minutes = Math.min(pick(LENGTHS, random), 18 * 60 - minute);
        // Stretches of equal lengths, each taken with the share of its hour: so is each moment.
        if (random() < share) this.#add(id, span(midnight, minute, minutes));
        minute += minutes;
      }
    }
  }

  busyOf(roomId: RoomId, { start, end }: Interval): Interval[] {
    return (this.#held.get(roomId) ?? []).filter((held) => held.start < end && held.end > start);
  }

  /** Takes the room; `false` where somebody has it. */
  take(roomId: RoomId, interval: Interval): boolean {
    if (this.busyOf(roomId, interval).length > 0) return false;
    this.#add(roomId, interval);
    return true;
  }

  #add(roomId: RoomId, interval: Interval): void {
    this.#held.get(roomId)?.push(interval);
  }
}

/** `minutes` from `fromMinute` of the day on. */
export function span(midnight: number, fromMinute: number, minutes: number): Interval {
  const start = midnight + fromMinute * MINUTE_MS;
  return { start, end: start + minutes * MINUTE_MS };
}
