import { z } from "zod";
import type { Room } from "../../core/model.ts";
import { listOf, maybe } from "./client.ts";
import { equipmentOf } from "./equipment.ts";

/** Seconds, written as text or as a number. */
const seconds = maybe(z.coerce.number()).catch(undefined);

/** A room as `GET /vc/v1/rooms` and `POST /vc/v1/rooms/mget` list it. */
export const vendorRoom = z.object({
  room_id: z.string().min(1),
  name: z.string().catch(""),
  capacity: maybe(z.coerce.number()).catch(undefined),
  room_level_id: maybe(z.string()),
  /** Level ids from the tenant's root down. */
  path: listOf(z.string()),
  device: listOf(z.object({ name: z.string().catch("") }).catch({ name: "" })),
  room_status: maybe(
    z.object({
      status: maybe(z.boolean()),
      disable_start_time: seconds,
      disable_end_time: seconds,
      disable_reason: maybe(z.string()).catch(undefined),
    }),
  ),
});
export type VendorRoom = z.infer<typeof vendorRoom>;

/** The room's levels, the nearest first: where its rules may stand. */
export function levelsOf({ path, room_level_id: own }: VendorRoom): string[] {
  const upwards = path.toReversed();
  return own && !upwards.includes(own) ? [own, ...upwards] : upwards;
}

/** The room in our words; `places` are its levels' names, the largest first. */
export function roomOf(room: VendorRoom, places: readonly string[], now: number): Room {
  const closed = closureOf(room, now);
  const isShut = room.room_status?.status === false && !closed;
  return {
    id: room.room_id,
    name: room.name,
    ...(room.capacity !== undefined && room.capacity > 0 && { capacity: room.capacity }),
    equipment: equipmentOf(room.device.map(({ name }) => name)),
    path: places,
    ...(closed && { closed }),
    // The list does not tell who may book: `reserve_scope` does.
    access: isShut ? "nobody" : "some",
  };
}

/** An end of 0 is for ever. A closure that has ended says nothing any more. */
function closureOf({ room_status: status }: VendorRoom, now: number): Room["closed"] {
  const start = (status?.disable_start_time ?? 0) * 1000;
  if (!(start > 0)) return undefined;
  const endSeconds = status?.disable_end_time ?? 0;
  const end = endSeconds > 0 ? endSeconds * 1000 : Number.POSITIVE_INFINITY;
  if (end <= Math.max(start, now)) return undefined;
  const reason = status?.disable_reason;
  return { start, end, ...(reason && { reason }) };
}
