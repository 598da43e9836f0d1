import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { Booking } from "./bookings.ts";
import { notChanged } from "./not-changed.ts";
import type { ChangeOutcome, Held } from "./outcomes.ts";
import { type BookingTools, NOT_DONE, type Recipe, type Step } from "./recipe.ts";
import type { ChangeRequest } from "./requests.ts";
import { restore } from "./restore.ts";
import { awaitRooms, held, SETTLES_AFTER_MS } from "./room-answer.ts";
import { carryOut } from "./saga.ts";

const MOVE = "move event";
const HEAR = "hear rooms";

export const CHANGE: Recipe<ChangeRequest, ChangeOutcome> = {
  name: "change",
  steps: (request) => [moveEvent(request), hearRooms(request), moveRecord(request)],
  outcome: (_, entry) =>
    entry.phase === "done" ? { kind: "changed", response: entry.done[HEAR] as Held } : notChanged(entry),
  eventOf: ({ booking }) => booking.eventId,
  endsAt: ({ booking, to }) => Math.max(booking.end, to.end),
};

/**
 * Moves a booking to another time: its rooms stay on the event, and each has to say yes anew. On a no, the event goes
 * back to where it was, and a room that fell off is put back. Safe to be called again with the same key. A series is
 * not moved (`because: "series"`): which of its meetings are meant is not known here.
 */
export async function changeTime(
  tools: BookingTools,
  key: string,
  request: ChangeRequest,
  tell?: Json,
): Promise<ChangeOutcome> {
  if (request.booking.isSeries) return { kind: "failed", because: "series", stands: "as-before" };
  return carryOut(tools, CHANGE, { key, input: request, tell });
}

function moveEvent({ booking, to, organiser }: ChangeRequest): Step {
  const { eventId } = booking;
  return {
    name: MOVE,
    refusesHalfway: true,
    run: async ({ tools: { calendar } }) => {
      await calendar.reschedule(eventId, { start: to.start, end: to.end }, organiser);
      return undefined;
    },
    settle: async ({ tools: { calendar, clock } }) => {
      const event = await calendar.read(eventId, organiser);
      if (!event || !isAt(event, to)) return NOT_DONE;
      await clock.sleep(SETTLES_AFTER_MS);
      return null;
    },
    undo: async ({ tools }) => (await restore(tools, booking, organiser)) as unknown as Json,
  };
}

function hearRooms({ booking, organiser, needsApproval }: ChangeRequest): Step {
  const roomIds = booking.rooms.map(({ id }) => id);
  return {
    name: HEAR,
    run: async ({ tools: { calendar, clock } }) =>
      held(
        await awaitRooms(calendar, clock, { eventId: booking.eventId, roomIds, organiser }),
        needsApproval,
      ),
  };
}

function moveRecord({ booking, to, organiser }: ChangeRequest): Step {
  const moveTo =
    ({ start, end }: Interval): Step["run"] =>
    async ({ tools: { records } }) => {
      const record = await records.find(organiser.id, booking.eventId);
      if (record) await records.add(organiser.id, { ...record, start, end });
      return undefined;
    };
  return { name: "move record", run: moveTo(to), undo: moveTo(booking) };
}

const isAt = (event: Interval, { start, end }: Interval): boolean =>
  event.start === start && event.end === end;

/** The minutes of `to` that the booking does not hold yet: only these have to be free. */
export function newMinutes(booking: Booking, to: Interval): Interval[] {
  return [
    { start: to.start, end: Math.min(to.end, booking.start) },
    { start: Math.max(to.start, booking.end), end: to.end },
  ].filter(({ start, end }) => start < end);
}
