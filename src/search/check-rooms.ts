import { whyNot } from "../availability/explain.ts";
import type { WhyNot } from "../availability/why-not.ts";
import type { Interval } from "../core/interval.ts";
import type { Person, Room, RoomBusy } from "../core/model.ts";
import type { SearchTools } from "./find-rooms.ts";
import { Look } from "./look.ts";

/** One room as it is in a window, and what speaks against having it at the time that was asked about. */
export interface CheckedRoom {
  readonly room: Room;
  readonly busy: RoomBusy;
  readonly whyNot: readonly WhyNot[];
}

/** Looks at these very rooms, their rules included. `window` holds `asked`. */
export async function checkRooms(
  tools: SearchTools,
  {
    rooms,
    asked,
    window,
    asker,
  }: { rooms: readonly Room[]; asked: Interval; window: Interval; asker: Person },
): Promise<CheckedRoom[]> {
  const look = new Look(tools, asker, window);
  await Promise.all([look.at(rooms), look.readRules(rooms)]);
  const facts = look.facts();
  const wish = { when: { kind: "at" as const, interval: asked }, equipment: [] };
  return rooms.map((room) => ({
    room,
    busy: facts.busy.get(room.id) ?? { known: false, why: "not asked" },
    whyNot: whyNot(room, { ...facts, rooms, wish }),
  }));
}
