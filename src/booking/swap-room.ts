import type { Json } from "../core/json.ts";
import { type Booking, lastEndOf } from "./bookings.ts";
import type { JournalEntry } from "./journal.ts";
import { notChanged } from "./not-changed.ts";
import type { Held, SwapOutcome } from "./outcomes.ts";
import type { BookingTools, Recipe, Step } from "./recipe.ts";
import type { SwapRequest } from "./requests.ts";
import { putRoomsBack } from "./restore.ts";
import { claimRoom, hearRoom, releaseRoom } from "./room-steps.ts";
import { carryOut } from "./saga.ts";

const CLAIM = "claim room";
const HEAR = "hear room";

export const SWAP: Recipe<SwapRequest, SwapOutcome> = {
  name: "swap",
  steps: (request) =>
    request.mayReleaseFirst
      ? [...releaseFirst(request), ...takeNew(request), keepRecord(request)]
      : [...takeNew(request), keepRecord(request), ...releaseLast(request)],
  outcome: (request, entry) => {
    const { phase, why, done } = entry;
    if (phase === "done" || phase === "doing") {
      return { kind: "swapped", response: done[HEAR] as Held, stillHeld: stillHeld(request, entry) };
    }
    const isOneAtATime = why?.kind === "refused" && why.rule === "one-room-at-a-time";
    if (isOneAtATime && !request.mayReleaseFirst && phase === "undone") {
      return { kind: "must-release-first", ...(why.reason ? { reason: why.reason } : {}) };
    }
    return notChanged(entry);
  },
  eventOf: ({ booking }) => booking.eventId,
  roomsOf: (request) => [request.room, ...oldRooms(request)].map(({ id }) => id),
  endsAt: ({ booking }) => lastEndOf(booking),
};

/**
 * Gives a booking another room: the new one is claimed for the same event, and the old ones are given back once it is
 * had. Where the platform allows one room at a time only, the answer is `must-release-first`; with the organiser's
 * leave (`mayReleaseFirst`) the old ones go first, and are put back when the new one cannot be had. Safe to be called
 * again with the same key.
 */
export function swapRoom(
  tools: BookingTools,
  key: string,
  request: SwapRequest,
  tell?: Json,
): Promise<SwapOutcome> {
  return carryOut(tools, SWAP, { key, input: request, tell });
}

function takeNew({ booking, room, organiser, needsApproval, reason }: SwapRequest): Step[] {
  const spot = {
    roomId: room.id,
    organiser,
    eventId: () => booking.eventId,
    ...(needsApproval ? { reason: reason ?? booking.title } : {}),
  };
  const waits = reason === undefined ? needsApproval : "certainly";
  return [claimRoom(CLAIM, spot), hearRoom(HEAR, CLAIM, spot, waits)];
}

type OldRoom = Booking["rooms"][number];

const oldRooms = ({ booking, room }: SwapRequest): OldRoom[] =>
  booking.rooms.filter(({ id }) => id !== room.id);
const releaseOf = (old: OldRoom): string => `release ${old.id}`;

/** Once the new room is had there is no way back: an old one that cannot be given back now is given back later. */
const releaseLast = (request: SwapRequest): Step[] =>
  oldRooms(request).map((old) =>
    releaseRoom(releaseOf(old), spotOf(request, old), { onFailure: () => "later" }),
  );

const releaseFirst = (request: SwapRequest): Step[] =>
  oldRooms(request).map((old) =>
    releaseRoom(releaseOf(old), spotOf(request, old), {
      undo: async ({ tools }) => {
        const { booking, organiser } = request;
        return (await putRoomsBack(tools, { ...booking, rooms: [old] }, organiser)) as unknown as Json;
      },
    }),
  );

const spotOf = ({ booking, organiser }: SwapRequest, old: OldRoom) => ({
  roomId: old.id,
  organiser,
  eventId: () => booking.eventId,
});

/** The event is as much ours as before; only its room is another. */
function keepRecord({ booking, room, organiser }: SwapRequest): Step {
  return {
    name: "keep record",
    run: async ({ tools: { records } }) => {
      const { eventId, title, start, end, ownsEvent } = booking;
      const earlier = await records.find(organiser.id, eventId);
      await records.add(organiser.id, {
        ...(earlier ?? { eventId, title, start, end, ownsEvent }),
        roomId: room.id,
        roomName: room.name,
      });
      return (earlier as unknown as Json | undefined) ?? null;
    },
  };
}

const stillHeld = (request: SwapRequest, { done }: JournalEntry): string[] =>
  oldRooms(request)
    .filter((old) => !(releaseOf(old) in done))
    .map(({ name }) => name);
