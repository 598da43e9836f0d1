import type { Booking } from "../../booking/bookings.ts";
import { giveBack } from "../../booking/give-back.ts";
import type { Block, Card } from "../../card/elements.ts";
import type { EventId, Person, RoomId } from "../../core/model.ts";
import { bookingButtons } from "../actions/booking-buttons.ts";
import { rowsLeft } from "../actions/list-buttons.ts";
import { type OpenOffer, stillToTake, type Taken, withTaken } from "../conversation.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { linkButton, linkNote } from "../link/link-note.ts";
import { roomsOf } from "../replies/change-card.ts";
import type { Turn } from "../turn.ts";
import type { BookingDecision } from "./carry-out-booking.ts";
import { offerRooms, stillToTakeNote } from "./offering.ts";

/** Tells of a booking that came about, gives back what it was swapped for, and notes what was taken. */
export async function tellBooked(
  turn: Turn,
  { request, offer, swapFor = [], note = "", number = 0 }: BookingDecision,
  card: Card,
  taken: Omit<Taken, "number">,
): Promise<void> {
  const { words } = turn;
  const closing = offer && withTaken(offer, { ...taken, number });
  const isSeries = request.recurrence !== undefined;
  const swapNotes: string[] = [];
  for (const [at, earlier] of swapFor.entries()) swapNotes.push(await swapAway(turn, earlier, at));
  const named = offer && closing && stillToTake(closing) === 0 ? (offer.named ?? []) : [];
  const names = listed(named, turn);
  const linking = await linkNote(turn);
  const more = [
    ...swapNotes,
    offer?.swaps ? words.guestsAnew : "",
    note,
    closing && !offer.swaps ? stillToTakeNote(turn, closing) : "",
    named.length > 0 ? words.notInvitedYet(names, turn.typed(turn.language === "zh" ? "好" : "yes")) : "",
    linking,
  ]
    .filter(Boolean)
    .map((text): Block => ({ kind: "text", text }));
  const [eventId, ...others] = taken.eventIds;
  const blocks = [
    ...card.blocks,
    ...more,
    ...(eventId !== undefined && others.length === 0
      ? await bookingButtons(turn, { ...taken, eventId, isSeries }, offer?.wish)
      : []),
    ...(linking ? await linkButton(turn) : []),
    ...(closing && !offer.swaps ? await stillOpen(turn, closing) : []),
  ];
  await turn.say({ ...card, blocks }, "final");
  if (!offer || !closing) return;
  if (offer.swaps) await turn.conversation.drop("all");
  else await turn.conversation.open(closing);
  if (named.length === 0) return;
  await turn.conversation.ask({
    language: turn.language,
    choices: [{ kind: "invite", eventIds: toInviteTo(offer, closing, taken), people: named }],
    takesYes: true,
    isAside: { dropped: words.nobodyInvited(names) },
  });
}

/** What of the list can still be had, where this answer takes its place. */
export async function stillOpen(turn: Turn, offer: OpenOffer): Promise<Block[]> {
  if (!turn.replaces || stillToTake(offer) === 0) return [];
  const options = await rowsLeft(turn, offer);
  return options.length > 0 ? [{ kind: "options", heading: turn.words.stillOpen, options }] : [];
}

/** All that was taken from the list, or only what was taken after it was closed already. */
const toInviteTo = (
  before: OpenOffer,
  closing: OpenOffer,
  { eventIds }: Pick<Taken, "eventIds">,
): readonly EventId[] =>
  before.taken && stillToTake(before) === 0
    ? eventIds
    : (closing.taken ?? []).flatMap((taken) => [...taken.eventIds]);

const listed = (people: readonly Person[], { language }: Turn): string =>
  people.map(({ name }) => name).join(language === "zh" ? "、" : ", ");

/** Gives an earlier booking back after the new one is had; a failure is told, with what to do. */
async function swapAway(turn: Turn, booking: Booking, at: number): Promise<string> {
  const { words, desk, person } = turn;
  const rooms = roomsOf(booking);
  const tell = tellOf(turn, { kind: "cancel", bookings: [booking] });
  const outcome = await giveBack(desk.booking, `${turn.id}:away:${at}`, { booking, organiser: person }, tell);
  for (const { id } of booking.rooms) {
    if (outcome.kind === "given-back" && !booking.isSeries) desk.search.freeBusy.freed(id, booking);
    else desk.search.freeBusy.forget(id);
  }
  if (outcome.kind !== "given-back")
    return outcome.stands === "unknown" ? words.mayBeHeld(rooms, turn.range(booking)) : words.swapLeft(rooms);
  await desk.followUps.drop(booking.eventId);
  return words.swapped(rooms);
}

/** Tells why a room could not be had, and offers the next best without it. */
export async function tellNextBest(
  turn: Turn,
  offer: OpenOffer,
  before: Card,
  roomId: RoomId,
): Promise<void> {
  await turn.desk.search.directory.forgetRules(roomId);
  const { wish, taken, attendees, title, named, swaps } = offer;
  const [first] = taken ?? [];
  const left = stillToTake(offer);
  await offerRooms(
    turn,
    {
      wish: {
        ...wish,
        excludeRoomIds: [...(wish.excludeRoomIds ?? []), roomId],
        // What is still wanted besides what was taken, at the same time.
        ...(left > 0 && wish.roomCount !== undefined ? { roomCount: left } : {}),
        ...(first && left > 0
          ? { when: { kind: "at" as const, interval: { start: first.start, end: first.end } } }
          : {}),
      },
      attendees,
      title,
      before,
      ...(named ? { named } : {}),
      ...(swaps ? { swaps } : {}),
    },
    "final",
  );
}
