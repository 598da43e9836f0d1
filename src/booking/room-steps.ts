import { PlatformError } from "../core/errors.ts";
import type { EventId, Person, RoomId } from "../core/model.ts";
import { insist } from "./insist.ts";
import { NOT_DONE, type Step, type Work } from "./recipe.ts";
import { heldAs, lookAtRooms, type NeedsApproval, type RoomState } from "./room-answer.ts";

/** A room on an event, whose id may be found out by a step before. */
export interface RoomOnEvent {
  readonly roomId: RoomId;
  readonly organiser: Person;
  readonly eventId: (work: Work) => EventId;
  /** For whoever has to approve it. */
  readonly reason?: string;
  /** The event is made for this room. */
  readonly isFirst?: true;
}

/** Claims a room for an event. */
export function claimRoom(name: string, { roomId, organiser, eventId, ...how }: RoomOnEvent): Step {
  return {
    name,
    run: (work) => work.tools.calendar.addRoom(eventId(work), roomId, organiser, how),
    settle: async (work) => {
      const state = await certainState(work, { roomId, organiser, eventId });
      return state === "gone" ? NOT_DONE : state;
    },
    undo: async (work) => {
      const { calendar, clock } = work.tools;
      await insist(clock, () => calendar.removeRoom(eventId(work), roomId, organiser));
      return undefined;
    },
  };
}

/** Waits for the answer of a room that the step `claim` has claimed. */
export function hearRoom(
  name: string,
  claim: string,
  { roomId, organiser, eventId }: RoomOnEvent,
  needsApproval: NeedsApproval,
): Step {
  return {
    name,
    run: (work) => {
      const spot = { eventId: eventId(work), roomIds: [roomId], organiser };
      return heldAs(work.tools, spot, work.done[claim] as RoomState, needsApproval);
    },
  };
}

/** Gives a room of an event back. */
export function releaseRoom(
  name: string,
  { roomId, organiser, eventId }: RoomOnEvent,
  more: Pick<Step, "undo" | "onFailure">,
): Step {
  return {
    name,
    run: async (work) => {
      await work.tools.calendar.removeRoom(eventId(work), roomId, organiser);
      return undefined;
    },
    settle: async (work) =>
      (await certainState(work, { roomId, organiser, eventId })) === "gone" ? null : NOT_DONE,
    ...more,
  };
}

/** What the room says now; an event that does not tell of its rooms is no answer. */
async function certainState(work: Work, { roomId, organiser, eventId }: RoomOnEvent): Promise<RoomState> {
  const spot = { eventId: eventId(work), roomIds: [roomId], organiser };
  const state = await lookAtRooms(work.tools.calendar, spot);
  if (state === "unknown") throw new PlatformError("unknown", "the event does not tell of its rooms");
  return state;
}
