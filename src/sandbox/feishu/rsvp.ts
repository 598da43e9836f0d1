import type { RoomAnswer } from "../world.ts";

/** A room that has not answered, or waits for its approver, needs action. */
const RSVP: Readonly<Record<RoomAnswer, string>> = {
  pending: "needs_action",
  tentative: "needs_action",
  accepted: "accept",
  declined: "decline",
};

export const rsvpOf = (answer: RoomAnswer | undefined): string => (answer ? RSVP[answer] : "removed");
