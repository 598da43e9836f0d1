import type { Booking } from "../../booking/bookings.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import { type OfferedRoom, type OpenOffer, stillToTake, type Taken } from "../conversation.ts";
import { namesOf } from "../replies/booking-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { askChoice } from "./ask-choice.ts";
import type { Decision, DecisionTo } from "./decision.ts";
import { stillToTakeNote } from "./offering.ts";
import { seriesPieces } from "./series-pieces.ts";

type BookingDecision = DecisionTo<"book">;

/** What taking this option of a list comes to. */
export async function decideOption(turn: Turn, offer: OpenOffer, option: OfferedRoom): Promise<Decision> {
  const { words } = turn;
  if (option.end <= turn.now) return warn(turn, words.timeIsOver(turn.range(option)));
  if (offer.swaps) return changeTo(turn, offer, offer.swaps, option);
  const last = offer.taken?.at(-1);
  if (last && stillToTake(offer) === 0) return askSwapOrMore(turn, offer, last, option);
  const same = offer.taken?.find(({ number }) => number === option.number);
  if (same) return warn(turn, words.alreadyYours(same.rooms), [stillToTakeNote(turn, offer)]);
  // A further room for the same meeting is not the room of another event that begins then.
  const booking = bookingOf(turn, offer, option);
  return last ? onNewEvent(booking) : booking;
}

const warn = (turn: Turn, title: string, notes: readonly string[] = []): Decision => ({
  kind: "say",
  card: simpleCard(turn.language, title, { tone: "warning", notes }),
});

/** The booking gets that room, that time, or both. */
function changeTo(turn: Turn, offer: OpenOffer, booking: Booking, option: OfferedRoom): Decision {
  const { room, start, end, second, needsApproval } = option;
  const approval = forApproval(option);
  const isSameTime = start === booking.start && end === booking.end;
  const isSameRoom = booking.rooms.length === 1 && booking.rooms[0]?.id === room.id;
  if (!second && isSameTime)
    return { kind: "swap", booking, room, needsApproval, ...approval, mayReleaseFirst: false, offer };
  if (!second && isSameRoom)
    return { kind: "change", what: "move", booking, to: { start, end }, needsApproval };
  return { ...onNewEvent(bookingOf(turn, offer, option)), swapFor: [booking] };
}

/** Something was taken already. */
async function askSwapOrMore(
  turn: Turn,
  offer: OpenOffer,
  last: Taken,
  option: OfferedRoom,
): Promise<Decision> {
  const { words } = turn;
  const rooms = namesOf(option, words);
  const booking = onNewEvent(bookingOf(turn, offer, option));
  return askChoice(turn, {
    title: words.alreadyTaken(last.rooms, turn.range(last)),
    choices: [
      { line: words.swapIt(rooms), decision: await swapOf(turn, offer, last, option, booking) },
      { line: words.oneMore(rooms), decision: booking },
    ],
  });
}

/** On the event that there is, where only the room is another; else a new one, and the one before is given back. */
async function swapOf(
  { desk, person }: Turn,
  offer: OpenOffer,
  last: Taken,
  option: OfferedRoom,
  booking: BookingDecision,
): Promise<Decision> {
  const records = (await desk.booking.records.of(person.id)).filter(({ eventId }) =>
    last.eventIds.includes(eventId),
  );
  const had = records.map(
    ({ roomId, roomName, ...record }): Booking => ({
      eventId: record.eventId,
      title: record.title,
      start: record.start,
      end: record.end,
      ownsEvent: record.ownsEvent,
      rooms: [{ id: roomId, name: roomName, isTentative: false }],
      isOrganiser: true,
      ...(record.series ? { isSeries: true } : {}),
    }),
  );
  const [only, ...others] = had;
  const isSameTime = only?.start === option.start && only.end === option.end;
  const isOnEvent = only && others.length === 0 && isSameTime && !option.second && !only.isSeries;
  if (!isOnEvent) return { ...booking, swapFor: had };
  const { room, needsApproval, number } = option;
  const approval = forApproval(option);
  return {
    kind: "swap",
    booking: only,
    room,
    needsApproval,
    ...approval,
    mayReleaseFirst: false,
    offer,
    number,
  };
}

/** What an option asks for: a room, two one after the other, or one for a series. */
export function bookingOf(turn: Turn, offer: OpenOffer, option: OfferedRoom): BookingDecision {
  const request = requestOf(turn, offer, option);
  const { number, second, skips } = option;
  const approval = forApproval(option);
  const { when } = offer.wish;
  if (when.kind === "series") {
    const pieces = seriesPieces(request, when, skips ?? []);
    const [first = request] = pieces;
    return onNewEvent({ kind: "book", request: first, pieces, offer, number, ...approval });
  }
  if (!second) return { kind: "book", request, offer, number, ...approval };
  const { room, start, end } = second;
  return onNewEvent({ kind: "book", request, second: { ...request, room, start, end }, offer, number });
}

const forApproval = ({ isForApproval }: OfferedRoom): Pick<OfferedRoom, "isForApproval"> =>
  isForApproval ? { isForApproval } : {};

const onNewEvent = (booking: BookingDecision): BookingDecision => ({
  ...booking,
  request: { ...booking.request, onto: "new" },
  ...(booking.second && { second: { ...booking.second, onto: "new" } }),
});

function requestOf(turn: Turn, offer: OpenOffer, option: OfferedRoom): BookingRequest {
  return {
    organiser: turn.person,
    attendees: offer.attendees.filter(({ id }) => id !== turn.person.id),
    room: option.room,
    title: offer.title ?? turn.words.defaultTitle,
    start: option.start,
    end: option.end,
    zone: turn.office.zone,
    onto: "fitting",
    needsApproval: option.needsApproval,
  };
}
