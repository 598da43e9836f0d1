import type { OfficeChat, OfficeRoom } from "../office.ts";
import type { RoomAnswer } from "../world.ts";
import type { Person } from "./people.ts";

/** A room on an event, and what its rules and its approver go by. */
export interface RoomSeat {
  readonly type: "resource";
  readonly room: OfficeRoom;
  /** In whose name it is asked. */
  readonly contact: Person;
  /** What the approver is told; only where a colleague asks, and not an app. */
  readonly reason?: string;
}

/** Who or what is asked to an event. */
export type NewAttendee = { readonly isOptional: boolean } & (
  | { readonly type: "user"; readonly person: Person }
  | { readonly type: "chat"; readonly chat: OfficeChat }
  | { readonly type: "third_party"; readonly email: string }
  | RoomSeat
);

export type Attendee = NewAttendee & {
  readonly id: string;
  /** What a room had answered before it was asked anew, and when that was. */
  before?: { readonly answer: RoomAnswer | undefined; readonly askedMs: number };
};

/** What tells one attendee from another. */
export function subjectOf(attendee: NewAttendee): string {
  switch (attendee.type) {
    case "user":
      return `user:${attendee.person.key}`;
    case "chat":
      return `chat:${attendee.chat.key}`;
    case "third_party":
      return `third_party:${attendee.email}`;
    case "resource":
      return `resource:${attendee.room.key}`;
  }
}

/** Colleagues whom an attendee stands for. */
export function peopleOf(attendee: NewAttendee): readonly string[] {
  if (attendee.type === "user") return [attendee.person.key];
  return attendee.type === "chat" ? attendee.chat.memberKeys : [];
}
