import type { Json } from "../core/json.ts";
import { bookedOf, bookingSteps, endOf, inviteGuests, isOfBooking, notBookedOf } from "./booking-steps.ts";
import type { TogetherOutcome } from "./outcomes.ts";
import type { BookingTools, Recipe } from "./recipe.ts";
import type { BookingRequest } from "./requests.ts";
import { carryOut } from "./saga.ts";

export const TOGETHER: Recipe<readonly BookingRequest[], TogetherOutcome> = {
  name: "together",
  steps: (requests) => [
    ...requests.flatMap((request, at) => bookingSteps(request, at + 1)),
    ...requests.flatMap((request, at) => inviteGuests(request, at + 1)),
  ],
  outcome: (requests, entry) => {
    if (entry.phase === "done") {
      return { kind: "booked", bookings: requests.map((request, at) => bookedOf(request, entry, at + 1)) };
    }
    const { why, openEnd } = entry;
    const hasStep = (at: number, step: string | undefined) => step !== undefined && isOfBooking(at + 1, step);
    const at = requests.map((_, index) => index);
    const failed = at.find((index) => hasStep(index, why?.step)) ?? 0;
    const left = at.filter((index) => openEnd?.left.some((step) => hasStep(index, step)));
    return {
      kind: "not-booked",
      failed,
      outcome: { ...notBookedOf(entry), leftover: left.includes(failed) },
      left,
    };
  },
  // Each is on an event of its own that nobody knows of yet.
  eventOf: () => undefined,
  endsAt: (requests) => Math.max(...requests.map(endOf)),
};

/**
 * Books several rooms of which one alone is no use (a meeting that changes rooms on the way, the pieces of a series),
 * each on a new event of its own: all of them or none. Guests are invited when all are won. Safe to be called again
 * with the same key.
 */
export function bookTogether(
  tools: BookingTools,
  key: string,
  requests: readonly BookingRequest[],
  tell?: Json,
): Promise<TogetherOutcome> {
  const input = requests.map((request) => ({ ...request, onto: "new" as const }));
  return carryOut(tools, TOGETHER, { key, input, tell });
}
