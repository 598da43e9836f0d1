import type { Interval } from "../../core/interval.ts";
import type { OfficeRoom } from "../office.ts";
import type { Meeting } from "../world.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import { eventIdOf, type Ids } from "./ids.ts";
import { asList, type Handlers } from "./request.ts";
import type { Switches } from "./switches.ts";
import { instantOf, scheduledTimes } from "./times.ts";

/** "We recommend that the number of roomIds does not exceed 5"; where the server really stops is not documented. */
const MAX_ROOMS = 5;
const MAX_SPAN_MS = 90 * 86_400_000;

/** When rooms are taken. It says nothing about their rules. */
export const freeBusyHandlers = (ids: Ids, switches: Switches): Handlers => ({
  "calendar.rooms.schedules": ({ params, body }) => {
    if (!ids.member(params.unionId ?? "")) throw new ApiError(400, "invalidParameter", "userId invalid");
    const roomIds = asList(body.roomIds).map(String);
    if (roomIds.length === 0) throw invalidParameter("query ids cannot be empty");
    if (roomIds.length > MAX_ROOMS) {
      throw invalidParameter("Cannot get schedule information for more than limit.");
    }
    const start = instantOf(body.startTime, "startTime", "millis");
    const end = instantOf(body.endTime, "endTime", "millis");
    if (end <= start) throw invalidParameter("endTime must be after startTime");
    if (end - start > MAX_SPAN_MS) throw invalidParameter("Cannot query schedule for more than 90 days.");
    const rooms = roomIds.map((roomId) => {
      const room = ids.room(roomId);
      if (!room) throw invalidParameter("roomId invalid");
      return room;
    });
    return { scheduleInformation: rooms.map((room) => scheduleOf(room, { start, end }, ids, switches)) };
  },
});

function scheduleOf(
  room: OfficeRoom,
  window: Interval,
  ids: Ids,
  switches: Switches,
): Record<string, unknown> {
  const { roomId } = room.dingtalk;
  const error = switches.unreadableRooms.get(room.key);
  if (error !== undefined) return { roomId, error };
  return { roomId, scheduleItems: ids.world.holding(room.key, window).map((one) => itemOf(room, one, ids)) };
}

const itemOf = (room: OfficeRoom, meeting: Meeting, ids: Ids): Record<string, unknown> => ({
  status: isWaiting(room, meeting) ? "TENTATIVE" : "BUSY",
  eventId: eventIdOf(meeting),
  organizer: { id: ids.unionIdOf(meeting.organiserKey) },
  ...scheduledTimes(meeting, ids.world.office.zone),
});

const isWaiting = (room: OfficeRoom, meeting: Meeting): boolean =>
  meeting.rooms.some((one) => one.roomKey === room.key && one.answer === "tentative");
