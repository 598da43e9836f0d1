import type { Wish } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { Room, RoomBusy, RoomId, RoomRules } from "../../src/core/model.ts";
import { instantOf } from "../../src/time/zone.ts";

/** Short ways to write rooms, times and rules for the tests in this folder. All days are in March 2026 unless told. */

export const ZONE = "Asia/Shanghai";
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Epoch ms of a local wall time: `"15:00"` is on Thursday 12 March 2026, `"2026-03-13T09:00"` says its day. */
export function at(local: string, zone = ZONE): number {
  return instantOf(local.includes("T") ? local : `2026-03-12T${local}`, zone).ms;
}

/** `"15:00–16:30"`, or both ends in full. */
export function span(text: string, zone = ZONE): Interval {
  const [start = "", end = ""] = text.split("–");
  return { start: at(start, zone), end: at(end, zone) };
}

export function room(name: string, given: Partial<Room> = {}): Room {
  return { id: name.toLowerCase(), name, equipment: [], path: [], access: "everyone", ...given };
}

export function rules(given: Partial<RoomRules> = {}): RoomRules {
  return { access: "everyone", closures: [], approval: "none", recurring: true, ...given };
}

/** Busy times by room id; a room with `"?"` could not be read. */
export function busyOf(
  days: Readonly<Record<RoomId, readonly string[] | "?">>,
): ReadonlyMap<RoomId, RoomBusy> {
  return new Map(
    Object.entries(days).map(([id, spans]) => [
      id,
      spans === "?"
        ? { known: false, why: "no permission" }
        : { known: true, busy: spans.map((each) => span(each)) },
    ]),
  );
}

/** The same rules for each of these rooms. */
export function rulesOf(
  rooms: readonly Room[],
  special: Readonly<Record<RoomId, Partial<RoomRules>>> = {},
): ReadonlyMap<RoomId, RoomRules> {
  return new Map(rooms.map(({ id }) => [id, rules(special[id])]));
}

export function wishAt(text: string, given: Partial<Wish> = {}): Wish {
  return { when: { kind: "at", interval: span(text) }, equipment: [], ...given };
}

export function wishWithin(text: string, durationMs: number, given: Partial<Wish> = {}): Wish {
  return { when: { kind: "within", windows: [span(text)], durationMs }, equipment: [], ...given };
}
