import type { Booked, TogetherOutcome } from "../../booking/outcomes.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import type { Card } from "../../card/elements.ts";
import type { Interval } from "../../core/interval.ts";
import { occurrencesOf } from "../../time/recurrence.ts";
import type { Turn } from "../turn.ts";
import { whyNotBooked } from "./booking-card.ts";
import { seriesLine } from "./series-words.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";

/** A series is had: which and when, how it is split where it is, and how to give it back. */
export function seriesBookedCard(
  bookings: readonly Booked[],
  pieces: readonly BookingRequest[],
  telling: Telling & Pick<Turn, "typed" | "titleHere">,
): Card {
  const { words, language } = telling;
  const [first] = pieces;
  const isApproval = bookings.some(({ response }) => response === "approval");
  const room = first?.room.name ?? "";
  return simpleCard(language, isApproval ? words.requested(room) : words.booked(room), {
    tone: isApproval ? "warning" : "good",
    texts: [
      [seriesOfPieces(pieces, telling), first?.room.place].filter(Boolean).join(" · "),
      first ? words.seriesFrom(telling.range(first)) : "",
      pieces.length > 1 ? words.seriesPieces(pieces.length) : "",
      words.onNewEvent(telling.titleHere(bookings[0]?.title ?? "")),
      isApproval ? words.waitsForApproval : "",
      bookings.some(({ uninvited }) => uninvited) ? words.uninvited : "",
    ],
    notes: [words.howToCancel(telling.typed(language === "zh" ? "取消" : "cancel"))],
  });
}

/** A series could not be had, and so nothing of it is: why, and what may be left. */
export function seriesNotBookedCard(
  { outcome, left }: Omit<Extract<TogetherOutcome, { kind: "not-booked" }>, "kind">,
  pieces: readonly BookingRequest[],
  telling: Telling,
): Card {
  const { words, language, range } = telling;
  const [first] = pieces;
  const maybeLeft = left.flatMap((at) => pieces[at] ?? []).map((piece) => words.maybeLeft(range(piece)));
  return simpleCard(language, words.notBooked(first?.room.name ?? ""), {
    tone: "bad",
    texts: [seriesOfPieces(pieces, telling), whyNotBooked(outcome, words)],
    notes: maybeLeft.length > 0 ? maybeLeft : [words.nothingLeftBehind],
  });
}

const seriesOfPieces = (pieces: readonly BookingRequest[], telling: Telling): string =>
  seriesLine({ rule: pieces[0]?.recurrence?.rule ?? "", occurrences: pieces.flatMap(meetingsOf) }, telling);

/** Every meeting of a piece; a piece of one meeting repeats nothing. */
function meetingsOf({ start, end, recurrence, zone }: BookingRequest): Interval[] {
  if (!recurrence) return [{ start, end }];
  const { rule, untilLocalDate } = recurrence;
  return occurrencesOf({ first: { start, end }, rule, untilLocalDate }, zone);
}
