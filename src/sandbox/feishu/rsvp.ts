import type { Meeting, PersonReply, RoomAnswer } from "../world.ts";

/** A room that has not answered, or waits for its approver, needs action. */
const ROOM: Readonly<Record<RoomAnswer, string>> = {
  pending: "needs_action",
  tentative: "needs_action",
  accepted: "accept",
  declined: "decline",
};

const PERSON: Readonly<Record<PersonReply, string>> = {
  accepted: "accept",
  tentative: "tentative",
  declined: "decline",
};

export const DECLINED = PERSON.declined;

export const rsvpOf = (answer: RoomAnswer | undefined): string => (answer ? ROOM[answer] : "removed");

/** Who organises a meeting comes to it. */
export function rsvpOfPerson(key: string, meeting: Meeting): string {
  if (meeting.organiserKey === key) return PERSON.accepted;
  const reply = meeting.replies[key];
  return reply === undefined ? "needs_action" : PERSON[reply];
}
