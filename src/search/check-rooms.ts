import { whyNot } from "../availability/explain.ts";
import type { WhyNot } from "../availability/why-not.ts";
import type { Wish } from "../availability/wish.ts";
import type { Interval } from "../core/interval.ts";
import type { Person, Room, RoomBusy } from "../core/model.ts";
import type { SearchTools } from "./find-rooms.ts";
import { EXACT_MS } from "./freshness.ts";
import { Look } from "./look.ts";

/** One room as it is in a window, and what speaks against having it as wished. */
export interface CheckedRoom {
  readonly room: Room;
  readonly busy: RoomBusy;
  readonly whyNot: readonly WhyNot[];
}

/** Looks at these very rooms as they are now, their rules included, for the wish. `window` holds all of its times. */
export async function checkRooms(
  tools: SearchTools,
  { rooms, wish, window, asker }: { rooms: readonly Room[]; wish: Wish; window: Interval; asker: Person },
): Promise<CheckedRoom[]> {
  const look = new Look(tools, asker, window, EXACT_MS);
  await Promise.all([look.at(rooms), look.readRules(rooms)]);
  const facts = look.facts();
  return rooms.map((room) => ({
    room,
    busy: facts.busy.get(room.id) ?? { known: false, why: "not asked" },
    whyNot: whyNot(room, { ...facts, rooms, wish }),
  }));
}
