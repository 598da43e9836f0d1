import { z } from "zod";
import type { RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import { levelsOf, type VendorRoom } from "./room.ts";

/** As long as the list itself is good for an answer. */
const LIFE_MS = 7 * 24 * 60 * 60_000;
const KEY = "feishu:placed";
/** Rooms by the levels that they lie in, which many share. */
const kept = z.array(z.object({ levels: z.array(z.string()), roomIds: z.array(z.string()) }));

/** In which levels each room lies: its rules may stand at any of them. Kept past a restart. */
export function createPlaced(storage: Storage) {
  let known: ReadonlyMap<RoomId, readonly string[]> | undefined;

  const read = async (): Promise<ReadonlyMap<RoomId, readonly string[]>> => {
    const stored = kept.safeParse(await storage.get(KEY)).data ?? [];
    return new Map(stored.flatMap(({ levels, roomIds }) => roomIds.map((id) => [id, levels] as const)));
  };

  return {
    /** The nearest level first; `undefined` for a room that was not listed. */
    async levelsOf(roomId: RoomId): Promise<readonly string[] | undefined> {
      known ??= await read();
      return known.get(roomId);
    },
    /** Every room, as it was just listed. */
    async keep(rooms: readonly VendorRoom[]): Promise<void> {
      known = new Map(rooms.map((room) => [room.room_id, levelsOf(room)]));
      const groups = new Map<string, { levels: string[]; roomIds: RoomId[] }>();
      for (const room of rooms) {
        const levels = levelsOf(room);
        const group = groups.get(levels.join()) ?? { levels, roomIds: [] };
        group.roomIds.push(room.room_id);
        groups.set(levels.join(), group);
      }
      await storage.write([{ key: KEY, value: [...groups.values()], ttlMs: LIFE_MS }]);
    },
  };
}
