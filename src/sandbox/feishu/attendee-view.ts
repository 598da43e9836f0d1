import type { Meeting } from "../world.ts";
import type { Attendee, BotCalendar, EventDetails } from "./calendar.ts";
import { type UserIdType, userId } from "./people.ts";
import { rsvpOf } from "./rsvp.ts";

/** An event's attendees in the vendor's fields. */
export const attendeesOf = (
  calendar: BotCalendar,
  meeting: Meeting,
  details: EventDetails,
  type: UserIdType,
): object[] => details.attendees.map((one) => showAttendee(calendar, meeting, one, type));

export function showAttendee(
  calendar: BotCalendar,
  meeting: Meeting,
  attendee: Attendee,
  type: UserIdType,
): object {
  const common = {
    type: attendee.type,
    attendee_id: attendee.id,
    rsvp_status:
      attendee.type === "resource" ? rsvpOf(calendar.roomAnswer(meeting, attendee.room)) : "needs_action",
    is_optional: attendee.isOptional,
    is_organizer: false,
    is_external: attendee.type === "third_party",
  };
  switch (attendee.type) {
    case "user":
      return { ...common, display_name: attendee.colleague.name, user_id: userId(attendee.colleague, type) };
    case "chat":
      return { ...common, display_name: attendee.chat.title, chat_id: attendee.chat.feishu.chatId };
    case "third_party":
      return { ...common, display_name: attendee.email, third_party_email: attendee.email };
    case "resource":
      return {
        ...common,
        display_name: attendee.room.name,
        room_id: attendee.room.feishu.roomId,
        operate_id: userId(attendee.contact, type),
      };
  }
}
