import type { InTurnOutcome } from "../../booking/book-in-turn.ts";
import type { BookingRequest } from "../../booking/journal.ts";
import type { Card } from "../../card/elements.ts";
import type { Turn } from "../turn.ts";
import { namesOf, whyNotBooked } from "./booking-card.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";

type Legs = readonly [BookingRequest, BookingRequest];

/** Two rooms one after the other are had: which and when, and that they are two events. */
export function planBookedCard(
  { first, second }: Extract<InTurnOutcome, { kind: "booked" }>,
  legs: Legs,
  telling: Telling & Pick<Turn, "typed">,
): Card {
  const { words, language, range } = telling;
  const names = namesOf({ ...legs[0], second: legs[1] }, words);
  const waiting = [first, second].flatMap(({ response }, at) =>
    response === "approval" ? [legs[at]?.room.name ?? ""] : [],
  );
  return simpleCard(language, waiting.length > 0 ? words.requested(names) : words.booked(names), {
    tone: waiting.length > 0 ? "warning" : "good",
    texts: [
      ...legs.map((leg) => [range(leg), leg.room.name, leg.room.place].filter(Boolean).join(" · ")),
      words.twoEvents(first.title),
      ...waiting.map((room) => `${room}: ${words.waitsForApproval}`),
    ],
    notes: [words.howToCancel(telling.typed(language === "zh" ? "取消" : "cancel"))],
  });
}

/** One of two rooms could not be had, and so neither is: which one, why, and what became of the other. */
export function planNotBookedCard(
  { failed, outcome, isFirstLeft }: Extract<InTurnOutcome, { kind: "not-booked" }>,
  [first, second]: Legs,
  telling: Telling,
): Card {
  const { words, language, range } = telling;
  const leg = failed === "first" ? first : second;
  const undone =
    failed === "first"
      ? ""
      : isFirstLeft
        ? words.mayBeHeld(first.room.name, range(first))
        : words.firstGivenBack(first.room.name);
  return simpleCard(language, words.notBooked(namesOf({ ...first, second }, words)), {
    tone: "bad",
    texts: [
      range({ start: first.start, end: second.end }),
      `${leg.room.name}: ${whyNotBooked(outcome, words)}`,
      undone,
    ],
    notes: [outcome.leftover ? words.maybeLeft(range(leg)) : ""],
  });
}
