import { z } from "zod";
import type { LateRoomAnswer, RoomsChange } from "../../ports/listener.ts";
import { aside, parseJson } from "./json.ts";

/** "Meeting room events": somebody booked, approved, refused, cancelled or changed a booking. */
export const ROOM_BOOKINGS = "meetingroom_book";

/** "Meeting room events": an administrator made, changed or removed a room. */
export const ROOM_INFO = "meetingroom_room_info";

/** Which room was changed; none where the event does not say. */
export function roomsChangeOf(payload: unknown): RoomsChange {
  const read = z.object({ roomId: z.string() }).safeParse(payload);
  return read.success ? { roomId: read.data.roomId } : {};
}

/**
 * Whose busy times a `meetingroom_book` event puts in question. `undefined` where it names no room, as a cancellation
 * does not: such a room is believed to be taken for a while longer.
 */
export function bookingsChangeOf(payload: unknown): RoomsChange | undefined {
  const { roomId } = roomsChangeOf(payload);
  return roomId ? { roomId, what: "bookings" } : undefined;
}

/**
 * What became of a booking. `bookSuccess` comes with an approval as well as at once; `appvaral` (sic) asks for one,
 * and the others (`bookUpdate`, `bookMemberChange`, and what may be new) answer nothing.
 */
const RESPONSES = new Map<string | undefined, LateRoomAnswer["response"]>([
  ["bookSuccess", "accepted"],
  ["bookRefuse", "declined"],
  ["bookCancel", "declined"],
]);
/** The state before the event: this booking is the first that was heard of it, so nobody has waited for an answer. */
const AT_ONCE = "INIT";

const extension = z.object({ calendarEventId: z.string() });
const booking = z.object({
  eventSubType: aside(z.string()),
  preStatus: aside(z.string()),
  roomId: aside(z.string()),
  /** An object, which some gateways pass on as its text. */
  extension: z.union([extension, z.string().transform(fromText).pipe(extension)]),
});

/** A room's late answer out of a `meetingroom_book` event; `undefined` where the event is none, or names no event of a calendar. */
export function roomAnswerOf(id: string, payload: unknown): LateRoomAnswer | undefined {
  const read = booking.safeParse(payload);
  if (!read.success) return undefined;
  const { eventSubType, preStatus, roomId } = read.data;
  const response = RESPONSES.get(eventSubType);
  // `primary;<event id>`: the calendar, then the event. An event's id is base64 and has no semicolon.
  const eventId = read.data.extension.calendarEventId.split(";").at(-1);
  if (!response || !eventId || (response === "accepted" && preStatus === AT_ONCE)) return undefined;
  return { id, eventId, response, ...(roomId && { roomId }) };
}

function fromText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
