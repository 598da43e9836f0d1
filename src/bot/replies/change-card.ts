import type { Booking } from "../../booking/bookings.ts";
import type { NotChanged } from "../../booking/outcomes.ts";
import type { Card } from "../../card/elements.ts";
import { failureSentence } from "./booking-card.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";

/** The rooms of a booking, as they are said: `Everest, K2`. */
export const roomsOf = ({ rooms }: Pick<Booking, "rooms">): string =>
  rooms.map(({ name }) => name).join(", ");

/** A change did not come about: why, how things stand now, and whose turn it is. */
export function notChangedCard(title: string, booking: Booking, outcome: NotChanged, telling: Telling): Card {
  const { words, language } = telling;
  const when = telling.range(booking);
  const stands = {
    "as-before": words.standsAsBefore(when),
    "without-room": words.standsWithoutRoom(roomsOf(booking), when),
    unknown: words.standsUnknown(when),
  };
  return simpleCard(language, title, {
    tone: "bad",
    texts: [whyNotChanged(outcome, telling), stands[outcome.stands]],
  });
}

function whyNotChanged(outcome: NotChanged, { words }: Telling): string {
  if (outcome.kind === "refused")
    return outcome.reason ? words.platformSays(outcome.reason) : words.roomDeclined;
  const sentences: Readonly<Record<string, string>> = {
    gone: words.eventGone,
    "no-answer": words.roomsSilent,
  };
  return sentences[outcome.because] ?? failureSentence(outcome.because, words);
}
