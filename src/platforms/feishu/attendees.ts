import { z } from "zod";
import type { EventRoom, PersonId, RoomId, RoomResponse } from "../../core/model.ts";
import { maybe } from "./client.ts";

/** An attendee of an event: a person, or a room (`resource`). */
export const attendee = z.object({
  type: z.string().catch(""),
  rsvp_status: maybe(z.string()),
  display_name: maybe(z.string()),
  user_id: maybe(z.string()),
  room_id: maybe(z.string()),
});
export type Attendee = z.infer<typeof attendee>;

/** `needs_action` is not answered yet, `tentative` waits for a person; what is new means that nothing is certain. */
const RESPONSES: Readonly<Record<string, RoomResponse>> = {
  needs_action: "pending",
  accept: "accepted",
  tentative: "approval",
  decline: "declined",
};

export const responseOf = ({ rsvp_status: rsvp }: Attendee): RoomResponse =>
  RESPONSES[rsvp ?? ""] ?? "pending";

/** The rooms on an event; one that was taken off may still be listed as `removed`. */
export function roomsAmong(attendees: readonly Attendee[]): EventRoom[] {
  return attendees.flatMap((each) =>
    each.type === "resource" && each.room_id && each.rsvp_status !== "removed"
      ? [{ roomId: each.room_id, name: each.display_name ?? "", response: responseOf(each) }]
      : [],
  );
}

export const findRoom = (attendees: readonly Attendee[], roomId: RoomId): Attendee | undefined =>
  attendees.find((each) => each.type === "resource" && each.room_id === roomId);

export const isAmong = (attendees: readonly Attendee[], personId: PersonId): boolean =>
  attendees.some(
    (each) => each.type === "user" && each.user_id === personId && each.rsvp_status !== "removed",
  );
