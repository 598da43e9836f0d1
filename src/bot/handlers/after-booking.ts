import { type Booking, giveBack } from "../../booking/give-back.ts";
import type { Block, Card } from "../../card/elements.ts";
import { describeError } from "../../core/errors.ts";
import type { RoomId } from "../../core/model.ts";
import { type OpenOffer, stillToTake, type Taken, withTaken } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import type { BookingDecision } from "./carry-out-booking.ts";
import { offerRooms, stillToTakeNote } from "./offering.ts";

/** Tells of a booking that came about, gives back what it was swapped for, and notes what was taken. */
export async function tellBooked(
  turn: Turn,
  { offer, swapFor = [], note = "", number = 0 }: BookingDecision,
  card: Card,
  taken: Omit<Taken, "number">,
): Promise<void> {
  const closing = offer && withTaken(offer, { ...taken, number });
  const swapNotes: string[] = [];
  for (const earlier of swapFor) swapNotes.push(await swapAway(turn, earlier));
  const more = [...swapNotes, note, closing ? stillToTakeNote(turn, closing) : ""]
    .filter(Boolean)
    .map((text): Block => ({ kind: "text", text }));
  await turn.say({ ...card, blocks: [...card.blocks, ...more] }, "final");
  if (closing) await turn.conversation.open(closing);
}

/** Gives an earlier room back after the new one is booked; a failure is told, with what to do. */
async function swapAway(turn: Turn, earlier: Booking): Promise<string> {
  const names = earlier.rooms.map((room) => room.name).join(", ");
  try {
    await giveBack(turn.desk.booking, turn.person, earlier);
    for (const room of earlier.rooms) turn.desk.search.freeBusy.forget(room.id);
    return turn.words.swapped(names);
  } catch (error) {
    turn.logger.error("the earlier room of a swap could not be given back", { error: describeError(error) });
    return turn.words.swapLeft(names);
  }
}

/** Tells why a room could not be had, and offers the next best without it. */
export async function tellNextBest(
  turn: Turn,
  offer: OpenOffer,
  before: Card,
  roomId: RoomId,
): Promise<void> {
  await turn.desk.search.directory.forgetRules(roomId);
  const { wish, taken, attendees, title } = offer;
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
    },
    "final",
  );
}
