import { type Booking, bookingsOf } from "../../booking/give-back.ts";
import type { Option } from "../../card/elements.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";

/** More would not be read in a chat. */
export const MOST_LISTED = 12;

/** The person's coming bookings, numbered; the numbers can be used with `cancel`. */
export const mine: Handler = async (turn) => {
  const { words, language, desk } = turn;
  const bookings = await bookingsOf(desk.booking, turn.person, turn.now);
  const which = desk.booking.calendar.eventsOf ? words.allYours : words.onlyMine;
  if (bookings.length === 0) {
    await turn.say(simpleCard(language, words.noBookings, { notes: [which] }), "once");
    return;
  }
  const options = bookings.slice(0, MOST_LISTED).map((booking, at) => bookingLine(turn, booking, at + 1));
  const hidden = bookings.length - options.length;
  const example = language === "zh" ? "取消 1" : "cancel 1";
  await turn.say(
    simpleCard(language, words.yourBookings, {
      blocks: [{ kind: "options", options }],
      notes: [hidden > 0 ? words.andMore(hidden) : "", which, words.howToCancel(turn.typed(example))],
    }),
    "once",
  );
};

/** A booking as a numbered line. */
export function bookingLine(turn: Turn, booking: Booking, number: number): Option {
  const { words } = turn;
  return {
    number,
    title: booking.rooms.map((room) => room.name).join(", "),
    details: [
      turn.range(booking),
      turn.titleHere(booking.title) ?? "",
      booking.rooms.some((room) => room.isTentative) ? words.waiting : "",
      booking.isOrganiser ? "" : words.notYours,
    ].filter(Boolean),
  };
}
