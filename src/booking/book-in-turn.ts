import { type BookingTools, bookRoom, takeBack } from "./book-room.ts";
import type { Booked, BookingRequest, JournalEntry, NotBooked } from "./journal.ts";

/** What came of a meeting that changes rooms on the way: both rooms are had, or neither. */
export type InTurnOutcome =
  | { readonly kind: "booked"; readonly first: Booked; readonly second: Booked }
  | {
      readonly kind: "not-booked";
      readonly failed: "first" | "second";
      readonly outcome: NotBooked;
      /** The first room was booked already and could not be given back yet; it is tried again. */
      readonly isFirstLeft: boolean;
    };

/**
 * Books one room after the other, each on an event of its own; where the second cannot be had, the first is given
 * back. Called again with the same key it goes on where it stopped, like each of the two bookings.
 */
export async function bookInTurn(
  tools: BookingTools,
  key: string,
  [first, second]: readonly [BookingRequest, BookingRequest],
): Promise<InTurnOutcome> {
  const secondKey = `${key}:2`;
  const one = await bookRoom(tools, key, { ...first, onto: "new" });
  if (one.kind !== "booked") {
    // Where the second was tried, the first had been booked, and an earlier try has taken it back.
    const tried = await tools.journal.find(secondKey);
    return tried
      ? { kind: "not-booked", failed: "second", outcome: whyNot(tried), isFirstLeft: one.leftover }
      : { kind: "not-booked", failed: "first", outcome: one, isFirstLeft: false };
  }
  const two = await bookRoom(tools, secondKey, { ...second, onto: "new" });
  if (two.kind === "booked") return { kind: "booked", first: one, second: two };
  const undone = await takeBack(tools, key, two);
  return { kind: "not-booked", failed: "second", outcome: two, isFirstLeft: undone.leftover };
}

function whyNot({ phase, outcome, undoing }: JournalEntry): NotBooked {
  const known = outcome ?? undoing;
  if (!known || known.kind === "booked") return { kind: "failed", because: "unknown", leftover: true };
  return phase === "done" ? known : { ...known, leftover: true };
}
