import type { Json } from "../core/json.ts";
import type { CalendarEvent } from "../core/model.ts";
import { bookedOf, bookingSteps, endOf, eventIdOf, inviteGuests, notBookedOf } from "./booking-steps.ts";
import type { BookingOutcome } from "./outcomes.ts";
import type { BookingTools, Recipe } from "./recipe.ts";
import type { BookingRequest } from "./requests.ts";
import { carryOut } from "./saga.ts";
import { findTarget } from "./target-event.ts";

/** A booking may need the organiser's word first. */
export type BookingAnswer =
  | BookingOutcome
  | { readonly kind: "ask-event"; readonly events: readonly CalendarEvent[] };

export const BOOK: Recipe<BookingRequest, BookingOutcome> = {
  name: "book",
  steps: (request) => [...bookingSteps(request), ...inviteGuests(request)],
  outcome: (request, entry) => (entry.phase === "done" ? bookedOf(request, entry) : notBookedOf(entry)),
  eventOf: (request, done) => eventIdOf(request, done),
  roomsOf: ({ room }) => [room.id],
  isWantedStill: true,
  endsAt: endOf,
};

/**
 * Books a room: makes the event where there is none, claims the room, waits for its answer, and invites the guests
 * once it is won. On a no, what was made is taken back. Called again with the same key (after a crash, or because the
 * message came twice) it goes on where it stopped, and never books twice. `tell` is kept for whoever has to tell of
 * the end when nobody waits for it any more; see `resumeOpen`.
 */
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest & { readonly onto: "new" },
  tell?: Json,
): Promise<BookingOutcome>;
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest,
  tell?: Json,
): Promise<BookingAnswer>;
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest,
  tell?: Json,
): Promise<BookingAnswer> {
  const isBegun = (await tools.journal.find(key)) !== undefined;
  const onto = isBegun ? "known" : await ontoWhich(tools, request);
  if (typeof onto === "object" && "ask" in onto) return { kind: "ask-event", events: onto.ask };
  return carryOut(tools, BOOK, { key, input: onto === "known" ? request : { ...request, onto }, tell });
}

type Onto = BookingRequest["onto"];

async function ontoWhich(
  tools: BookingTools,
  request: BookingRequest,
): Promise<Onto | { readonly ask: readonly CalendarEvent[] }> {
  if (request.recurrence) return "new";
  if (request.onto !== "fitting") return request.onto;
  const target = await findTarget(tools, request.organiser, request);
  if (target.kind === "ask") return { ask: target.events };
  return target.kind === "event" ? { eventId: target.event.id, title: target.event.title } : "new";
}
