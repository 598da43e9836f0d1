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

const booked = z.object({ room_id: z.string().min(1) });

/**
 * Events that tell of changed rooms and rules ("vc room" and "reserve config" events), and which room it is, if one;
 * and of a room that somebody has booked. `undefined`: the event says nothing that could be used.
 */
export const ROOM_CHANGES = {
  "vc.room.created_v1": ofRoom,
  "vc.room.updated_v1": ofRoom,
  "vc.room.deleted_v1": ofRoom,
  "vc.room_level.updated_v1": ofAny,
  "vc.room_level.deleted_v1": ofAny,
  "vc.reserve_config.updated_v1": (data) => {
    const read = scope.safeParse(data);
    return read.success && read.data.scope_type === ROOM_SCOPE ? { roomId: read.data.scope_id } : {};
  },
  /**
   * "会议室状态信息变更": a room was "created, updated, deleted or booked", which of them is not told, nor by whom or for when. It
   * comes with every booking, so only the busy times are read anew: of rooms and rules the events above tell. `room_id` is
   * not among the required fields. Without it the event is passed over: to forget every room would cost a call for
   * each, and what is believed too long, the claim of the room corrects.
   */
  "meeting_room.meeting_room.status_changed_v1": (data) => {
    const read = booked.safeParse(data);
    return read.success ? { roomId: read.data.room_id, what: "bookings" } : undefined;
  },
} as const satisfies Readonly<Record<string, (data: unknown) => RoomsChange | undefined>>;
