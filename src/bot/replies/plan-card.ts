import type { Booked, TogetherOutcome } from "../../booking/outcomes.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import type { Card } from "../../card/elements.ts";
import type { Turn } from "../turn.ts";
import { namesOf, whyNotBooked } from "./booking-card.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";

/** Two rooms one after the other are had: which and when, and that they are two events. */
export function planBookedCard(
  bookings: readonly Booked[],
  legs: readonly BookingRequest[],
  telling: Telling & Pick<Turn, "typed" | "titleHere">,
): Card {
  const { words, language, range } = telling;
  const names = planNames(legs, telling);
  const waiting = bookings.flatMap(({ response }, at) =>
    response === "approval" ? [legs[at]?.room.name ?? ""] : [],
  );
  return simpleCard(language, waiting.length > 0 ? words.requested(names) : words.booked(names), {
    tone: waiting.length > 0 ? "warning" : "good",
    texts: [
      ...legs.map((leg) => [range(leg), leg.room.name, leg.room.place].filter(Boolean).join(" · ")),
      words.twoEvents(telling.titleHere(bookings[0]?.title ?? "")),
      ...waiting.map((room) => `${room}: ${words.waitsForApproval}`),
      bookings.some(({ uninvited }) => uninvited) ? words.uninvited : "",
    ],
    notes: [words.howToCancel(telling.typed(language === "zh" ? "取消" : "cancel"))],
  });
}

/** One of two rooms could not be had, and so neither is: which one, why, and what became of the other. */
export function planNotBookedCard(
  { failed, outcome, left }: Extract<TogetherOutcome, { kind: "not-booked" }>,
  legs: readonly BookingRequest[],
  telling: Telling,
): Card {
  const { words, language, range } = telling;
  const [first, second] = legs;
  const leg = legs[failed];
  const isGivenBack = first && failed > 0;
  return simpleCard(language, words.notBooked(planNames(legs, telling)), {
    tone: "bad",
    texts: [
      first && second ? range({ start: first.start, end: second.end }) : "",
      leg ? `${leg.room.name}: ${whyNotBooked(outcome, words)}` : "",
      isGivenBack && left.includes(0) ? words.mayBeHeld(first.room.name, range(first)) : "",
      isGivenBack && !left.includes(0) ? words.firstGivenBack(first.room.name) : "",
    ],
    notes: [outcome.leftover && leg ? words.maybeLeft(range(leg)) : ""],
  });
}

function planNames([first, second]: readonly BookingRequest[], { words }: Telling): string {
  if (!first) return "";
  return namesOf({ ...first, ...(second && { second }) }, words);
}
