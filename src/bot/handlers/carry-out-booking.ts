import { bookRoom } from "../../booking/book-room.ts";
import { bookTogether } from "../../booking/book-together.ts";
import type { BookingOutcome, TogetherOutcome } from "../../booking/outcomes.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import type { CalendarEvent } from "../../core/model.ts";
import { followRoom } from "../follow-up/follow-room.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { namesOf, outcomeCard } from "../replies/booking-card.ts";
import { planBookedCard, planNotBookedCard } from "../replies/plan-card.ts";
import { seriesBookedCard, seriesNotBookedCard } from "../replies/series-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { stillOpen, tellBooked, tellNextBest } from "./after-booking.ts";
import { askChoice } from "./ask-choice.ts";
import type { DecisionTo } from "./decision.ts";
import { likelyReason } from "./likely-reason.ts";

/** A booking that was decided on. */
export type BookingDecision = DecisionTo<"book">;

/** Books, and tells what came of it; a refusal brings the next best along. */
export async function carryOutBooking(turn: Turn, decision: BookingDecision): Promise<void> {
  const { request, second } = decision;
  const { words, language, desk } = turn;
  const whole = { start: request.start, end: second?.end ?? request.end };
  await turn.progress(
    simpleCard(language, words.booking(namesOf({ ...request, ...(second && { second }) }, words)), {
      tone: "busy",
      texts: [turn.range(whole)],
    }),
  );
  const tell = tellOf(turn, decision);
  const requests = requestsOf(decision);
  if (requests.length > 1)
    return tellTogether(turn, decision, await bookTogether(desk.booking, turn.id, requests, tell));
  const answer = await bookRoom(desk.booking, turn.id, request, tell);
  if (answer.kind === "ask-event") return askWhichEvent(turn, decision, answer.events);
  await tellBooking(turn, decision, answer);
}

/** Everything that is booked, or nothing of it. */
const requestsOf = ({ request, second, pieces }: BookingDecision): readonly BookingRequest[] =>
  pieces ?? (second ? [request, second] : [request]);

/** Tells what came of one room. */
export async function tellBooking(
  turn: Turn,
  decision: BookingDecision,
  outcome: BookingOutcome,
): Promise<void> {
  const { request, offer } = decision;
  const { freeBusy } = turn.desk.search;
  if (outcome.kind === "booked" && !request.recurrence) freeBusy.taken(request.room.id, request);
  else freeBusy.forget(request.room.id);
  const card = request.recurrence
    ? outcome.kind === "booked"
      ? seriesBookedCard([outcome], [request], turn)
      : seriesNotBookedCard({ outcome, failed: 0, left: outcome.leftover ? [0] : [] }, [request], turn)
    : outcomeCard(outcome, request, turn, await likelyReason(turn, request, outcome));
  if (outcome.kind !== "booked") {
    if (outcome.kind === "refused" && offer) return tellNextBest(turn, offer, card, request.room.id);
    const still = offer ? await stillOpen(turn, offer) : [];
    return turn.say({ ...card, blocks: [...card.blocks, ...still] }, "final");
  }
  const { start, end, room } = request;
  const { eventId, title, ownsEvent, response } = outcome;
  await followRoom(turn, { eventId, title, ownsEvent, start, end, rooms: [room] }, response, offer);
  await tellBooked(turn, decision, card, { rooms: room.name, eventIds: [eventId], start, end });
}

/** Tells what came of several rooms, or pieces of a series, of which one alone is no use. */
export async function tellTogether(
  turn: Turn,
  decision: BookingDecision,
  outcome: TogetherOutcome,
): Promise<void> {
  const { pieces, offer } = decision;
  const requests = requestsOf(decision);
  const [first, last] = [requests[0], requests.at(-1)];
  if (!first || !last) return;
  for (const { room } of requests) turn.desk.search.freeBusy.forget(room.id);
  if (outcome.kind === "booked") {
    for (const [at, { eventId, title, ownsEvent, response }] of outcome.bookings.entries()) {
      const { room, start, end } = requests[at] ?? first;
      await followRoom(turn, { eventId, title, ownsEvent, start, end, rooms: [room] }, response, offer);
    }
    const card = pieces
      ? seriesBookedCard(outcome.bookings, requests, turn)
      : planBookedCard(outcome.bookings, requests, turn);
    return tellBooked(turn, decision, card, {
      rooms: pieces ? first.room.name : namesOf({ ...first, second: last }, turn.words),
      eventIds: outcome.bookings.map(({ eventId }) => eventId),
      start: first.start,
      end: pieces ? first.end : last.end,
    });
  }
  const card = pieces
    ? seriesNotBookedCard(outcome, requests, turn)
    : planNotBookedCard(outcome, requests, turn);
  const failed = requests[outcome.failed] ?? first;
  if (offer) return tellNextBest(turn, offer, card, failed.room.id);
  await turn.say(card, "final");
}

/** Which of the person's own events is the room for? The last number is a new one. */
async function askWhichEvent(
  turn: Turn,
  decision: BookingDecision,
  events: readonly CalendarEvent[],
): Promise<void> {
  const { words } = turn;
  const { request } = decision;
  const asked = await askChoice(turn, {
    title: words.whichEvent(turn.range(request)),
    choices: [
      ...events.map(({ id, title, start, end }) => ({
        line: words.eventLine(turn.titleHere(title), turn.range({ start, end })),
        // The room is held for as long as the event that takes it.
        decision: { ...decision, request: { ...request, start, end, onto: { eventId: id, title } } },
      })),
      { line: words.newEvent, decision: { ...decision, request: { ...request, onto: "new" as const } } },
    ],
  });
  if (asked.kind === "say") await turn.say({ ...asked.card, tone: "neutral" }, "once");
}
