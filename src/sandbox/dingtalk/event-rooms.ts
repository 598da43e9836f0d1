import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import type { OfficeRoom } from "../office.ts";
import type { Meeting, RoomAnswer, World } from "../world.ts";
import { type Calendar, calendarOf } from "./calendar.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { asList, asRecord, asText, type Handlers } from "./request.ts";
import { type RoomWish, refusalBy } from "./room-rules.ts";
import type { Switches } from "./switches.ts";

/** "Up to 5 rooms can be added to a single event". */
const MAX_ROOMS = 5;

const TAKEN = "The meeting room has been booked.";
/** Recorded live. */
const ONE_ROOM_ONLY = "根据管理员设置，同一时间段内只允许预定一个会议室，请移除多余的会议室";

/** Rooms onto an event and off it: the only place where a room's time is really claimed, all rooms or none. */
export function eventRoomHandlers(ids: Ids, clock: Clock, switches: Switches): Handlers {
  const { world } = ids;
  return {
    "calendar.rooms.add": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = calendar.ownEvent(call);
      const rooms = readRooms(call.body.meetingRoomsToAdd, "roomId must be provided.", ids);
      if (rooms.length + meeting.rooms.length > MAX_ROOMS) throw tooMany();
      const isCrowded = switches.oneRoomPerSlot && rooms.length + meeting.rooms.length > 1;
      const { start, end } = meeting;
      const wish = { start, end, organiser: calendar.owner, nowMs: clock.now() };
      const refusals = rooms.flatMap((room) => {
        const isThere = meeting.rooms.some((one) => one.roomKey === room.key && one.answer !== "declined");
        const text = isThere ? TAKEN : isCrowded ? ONE_ROOM_ONLY : refusal(room, wish, meeting, world);
        return text === undefined ? [] : [{ roomName: room.name, text }];
      });
      if (refusals.length > 0) throw notAvailable(refusals);
      for (const room of rooms) world.putRoom(meeting, room.key, answerOf(room));
      return { result: true };
    },
    "calendar.rooms.remove": (call) => {
      const meeting = calendarOf(ids, call).ownEvent(call);
      const missing = "Meeting rooms to remove must be provided.";
      for (const room of readRooms(call.body.meetingRoomsToRemove, missing, ids)) {
        world.takeRoom(meeting, room.key);
      }
      return { result: true };
    },
  };
}

/**
 * An event that moves keeps its rooms only where all of them can come along; otherwise nothing changes. What the
 * vendor does on a clash is not documented beyond the message "Meeting room invalid".
 */
export function moveRooms(meeting: Meeting, to: Interval, calendar: Calendar, nowMs: number): void {
  const { world } = calendar.ids;
  const rooms = meeting.rooms.map(({ roomKey }) => world.room(roomKey));
  const wish = { start: to.start, end: to.end, organiser: calendar.owner, nowMs };
  const isRefused = rooms.some((room) => refusal(room, wish, meeting, world) !== undefined);
  if (isRefused) throw invalidParameter("Meeting room invalid");
  for (const room of rooms) world.putRoom(meeting, room.key, answerOf(room));
}

/**
 * An administrator says yes or no to a room that waits for approval; throws where it does not. After a no the room is
 * free again, and the event stays with the room shown as declined.
 */
export function decideApproval(
  world: World,
  meetingId: string,
  roomKey: string,
  answer: "accepted" | "declined",
): void {
  const meeting = world.meeting(meetingId);
  const isWaiting = meeting?.rooms.some((room) => room.roomKey === roomKey && room.answer === "tentative");
  if (!meeting || meeting.isCancelled || !isWaiting) {
    throw new Error(`the meeting ${meetingId} has no room ${roomKey} that waits for approval`);
  }
  world.putRoom(meeting, roomKey, answer);
}

/** Why this room cannot be on the meeting in that time: its rules, then whoever holds it. */
function refusal(room: OfficeRoom, wish: RoomWish, meeting: Meeting, world: World): string | undefined {
  return refusalBy(room, wish, world.office) ?? (world.isTaken(room.key, wish, meeting) ? TAKEN : undefined);
}

/** One code for every kind of refusal; the reason of each room is inside of the message (form recorded live). */
const notAvailable = (refusals: readonly { roomName: string; text: string }[]): ApiError =>
  new ApiError(400, "meetingRoomNotAvailable", `code: 321001, developerMessage: ${JSON.stringify(refusals)}`);

const answerOf = (room: OfficeRoom): RoomAnswer =>
  room.rules.approval === "standard" ? "tentative" : "accepted";

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
