import type { Json } from "../core/json.ts";
import { lastEndOf } from "./bookings.ts";
import { notChanged } from "./not-changed.ts";
import type { GiveBackOutcome } from "./outcomes.ts";
import { type BookingTools, NOT_DONE, type Recipe, type Step } from "./recipe.ts";
import type { GiveBackRequest } from "./requests.ts";
import { releaseRoom } from "./room-steps.ts";
import { carryOut } from "./saga.ts";

export const GIVE_BACK: Recipe<GiveBackRequest, GiveBackOutcome> = {
  name: "give back",
  steps: (request) => [
    ...(request.booking.ownsEvent ? [removeEvent(request)] : releaseRooms(request)),
    dropRecord(request),
  ],
  outcome: ({ booking }, entry) =>
    entry.phase === "done"
      ? { kind: "given-back", event: booking.ownsEvent ? "removed" : "kept" }
      : notChanged(entry),
  eventOf: ({ booking }) => booking.eventId,
  endsAt: ({ booking }) => lastEndOf(booking),
};

/**
 * Gives the rooms of a booking back, and removes the event where the bot made it; of a series, all of it. What may
 * have been done stays wanted: it is tried again until it is. Safe to be called again with the same key.
 */
export function giveBack(
  tools: BookingTools,
  key: string,
  request: GiveBackRequest,
  tell?: Json,
): Promise<GiveBackOutcome> {
  return carryOut(tools, GIVE_BACK, { key, input: request, tell });
}

/** Where nothing happened the booking stands; else there is no way back. */
const stopOrFinish: NonNullable<Step["onFailure"]> = (_, { mayBeDone, done }) =>
  mayBeDone || Object.keys(done).length > 0 ? "later" : "undo";

function removeEvent({ booking, organiser }: GiveBackRequest): Step {
  return {
    name: "remove event",
    run: async ({ tools: { calendar } }) => {
      await calendar.remove(booking.eventId, organiser);
      return undefined;
    },
    settle: async ({ tools: { calendar } }) =>
      (await calendar.read(booking.eventId, organiser)) ? NOT_DONE : null,
    onFailure: stopOrFinish,
  };
}

const releaseRooms = ({ booking, organiser }: GiveBackRequest): Step[] =>
  booking.rooms.map(({ id }) =>
    releaseRoom(
      `release ${id}`,
      { roomId: id, organiser, eventId: () => booking.eventId },
      { onFailure: stopOrFinish },
    ),
  );

function dropRecord({ booking, organiser }: GiveBackRequest): Step {
  return {
    name: "drop record",
    run: async ({ tools: { records } }) => {
      await records.remove(organiser.id, booking.eventId);
      return undefined;
    },
    onFailure: () => "later",
  };
}
