import type { OfficeRoom } from "../office.ts";
import { calendarOf } from "./calendar.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { asList, asRecord, asText, type Handlers } from "./request.ts";
import { held, type RoomClaims, TAKEN } from "./room-claims.ts";
import type { Switches } from "./switches.ts";

/** "Up to 5 rooms can be added to a single event". */
const MAX_ROOMS = 5;

/** Recorded live. */
const ONE_ROOM_ONLY = "根据管理员设置，同一时间段内只允许预定一个会议室，请移除多余的会议室";

/** Rooms onto an event and off it: all rooms or none. */
export function eventRoomHandlers(ids: Ids, claims: RoomClaims, switches: Switches): Handlers {
  return {
    "calendar.rooms.add": (call) => {
      const calendar = calendarOf(ids, call);
      const event = calendar.ownEvent(call);
      const rooms = readRooms(call.body.meetingRoomsToAdd, "roomId must be provided.", ids);
      if (rooms.length + event.rooms.length > MAX_ROOMS) throw tooMany();
      const isCrowded = switches.oneRoomPerSlot && rooms.length + held(event).length > 1;
      const refusals = rooms.flatMap((room) => {
        const isThere = held(event).some((one) => one.roomKey === room.key);
        if (isThere || switches.isEveryRoomTaken) return [{ roomName: room.name, text: TAKEN }];
        const text = isCrowded ? ONE_ROOM_ONLY : claims.whyRefused(room, event, event, calendar.owner);
        return text === undefined ? [] : [{ roomName: room.name, text }];
      });
      if (refusals.length > 0) throw notAvailable(refusals);
      const meeting = calendar.alone(event);
      for (const room of rooms) claims.claim(meeting, room);
      return { result: true };
    },
    "calendar.rooms.remove": (call) => {
      const calendar = calendarOf(ids, call);
      const event = calendar.ownEvent(call);
      const missing = "Meeting rooms to remove must be provided.";
      const rooms = readRooms(call.body.meetingRoomsToRemove, missing, ids);
      const meeting = calendar.alone(event);
      for (const room of rooms) claims.release(meeting, room.key);
      return { result: true };
    },
  };
}

/** One code for every kind of refusal; the reason of each room is inside of the message (form recorded live). */
const notAvailable = (refusals: readonly { roomName: string; text: string }[]): ApiError =>
  new ApiError(400, "meetingRoomNotAvailable", `code: 321001, developerMessage: ${JSON.stringify(refusals)}`);

function readRooms(value: unknown, missing: string, ids: Ids): OfficeRoom[] {
  const roomIds = asList(value).map((one) => asText(asRecord(one).roomId));
  if (roomIds.length === 0) throw invalidParameter(missing);
  if (roomIds.length > MAX_ROOMS) throw tooMany();
  return roomIds.map((roomId) => {
    if (roomId === undefined) throw invalidParameter("roomId must be provided.");
    const room = ids.room(roomId);
    if (!room) throw invalidParameter("roomId invalid");
    return room;
  });
}

const tooMany = (): ApiError => invalidParameter("attendees batch size too large. Maximum allowed:5");
