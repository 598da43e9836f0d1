import type { Meeting } from "../world.ts";
import type { Attendee } from "./attendees.ts";
import { type UserIdType, userId } from "./people.ts";
import type { RoomDesk } from "./room-desk.ts";
import { rsvpOf, rsvpOfPerson } from "./rsvp.ts";

/** An attendee of an event in the vendor's fields. */
export function showAttendee(desk: RoomDesk, meeting: Meeting, attendee: Attendee, type: UserIdType): object {
  const common = {
    type: attendee.type,
    attendee_id: attendee.id,
    rsvp_status: rsvp(desk, meeting, attendee),
    is_optional: attendee.isOptional,
    is_organizer: attendee.type === "user" && attendee.person.key === meeting.organiserKey,
    is_external: attendee.type === "third_party",
  };
  switch (attendee.type) {
    case "user":
      return { ...common, display_name: attendee.person.name, user_id: userId(attendee.person, type) };
    case "chat":
      return { ...common, display_name: attendee.chat.title, chat_id: attendee.chat.feishu.chatId };
    case "third_party":
      return { ...common, display_name: attendee.email, third_party_email: attendee.email };
    case "resource":
      return {
        ...common,
        display_name: attendee.room.name,
        room_id: attendee.room.feishu.roomId,
        // Rooms on an app's event have a contact; on a person's own event it is that person.
        ...(meeting.organiserKey === "bot" ? { operate_id: userId(attendee.contact, type) } : {}),
        ...(attendee.reason === undefined ? {} : { approval_reason: attendee.reason }),
      };
  }
}

function rsvp(desk: RoomDesk, meeting: Meeting, attendee: Attendee): string {
  if (attendee.type === "resource") return rsvpOf(desk.shown(meeting, attendee));
  return attendee.type === "user" ? rsvpOfPerson(attendee.person.key, meeting) : "needs_action";
}
