import { z } from "zod";
import type { RoomsChange } from "../../ports/listener.ts";

const room = z.object({ room: z.object({ room_id: z.string() }) });
const ROOM_SCOPE = 2;
const scope = z.object({ scope_id: z.string(), scope_type: z.coerce.number() });

const ofRoom = (data: unknown): RoomsChange => {
  const read = room.safeParse(data);
  return read.success ? { roomId: read.data.room.room_id } : {};
};
const ofAny = (): RoomsChange => ({});

/** Events that tell of changed rooms and rules ("vc room" and "reserve config" events), and which room it is, if one. */
export const ROOM_CHANGES: Readonly<Record<string, (data: unknown) => RoomsChange>> = {
  "vc.room.created_v1": ofRoom,
  "vc.room.updated_v1": ofRoom,
  "vc.room.deleted_v1": ofRoom,
  "vc.room_level.updated_v1": ofAny,
  "vc.room_level.deleted_v1": ofAny,
  "vc.reserve_config.updated_v1": (data) => {
    const read = scope.safeParse(data);
    return read.success && read.data.scope_type === ROOM_SCOPE ? { roomId: read.data.scope_id } : {};
  },
};
