import type { Booking } from "../../booking/give-back.ts";
import type { BookingRequest } from "../../booking/journal.ts";
import type { Card } from "../../card/elements.ts";
import type { Command } from "../../command/command.ts";
import type { Json } from "../../core/json.ts";
import type { Person } from "../../core/model.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import { carryOutBooking } from "./carry-out-booking.ts";
import { carryOutCancel } from "./carry-out-cancel.ts";
import { findFor } from "./find.ts";

/**
 * What a message turned out to mean, once everything open was looked at. It is decided once and kept, so that a
 * message answered again after a crash does the same thing, although the list it chose from is closed by then.
 */
export type Decision =
  | { readonly kind: "say"; readonly card: Card }
  | {
      readonly kind: "book";
      readonly request: BookingRequest;
      /** Where the meeting goes on after that: both are booked, or neither. */
      readonly second?: BookingRequest;
      /** The number in the list, where it was taken from one. */
      readonly number?: number;
      /** The list it was chosen from, for the next best. */
      readonly offer?: OpenOffer;
      /** What is given back once the new room is booked. */
      readonly swapFor?: readonly Booking[];
      /** More to say when it is booked. */
      readonly note?: string;
    }
  | { readonly kind: "cancel"; readonly booking: Booking }
  /** Nothing to take: it is a wish, this message's own or one that waited for an answer. */
  | { readonly kind: "find"; readonly command?: Command; readonly picked?: readonly Person[] };

/** Decides what the message means, and does it. */
export async function decideAndAct(turn: Turn, decide: () => Promise<Decision>): Promise<void> {
  const decision = (await turn.remember(
    "decision",
    async () => (await decide()) as unknown as Json,
  )) as unknown as Decision;
  switch (decision.kind) {
    case "say":
      return turn.say(decision.card, "once");
    case "book":
      return carryOutBooking(turn, decision);
    case "cancel":
      return carryOutCancel(turn, decision.booking);
    case "find":
      return findFor({ ...turn, command: decision.command ?? turn.command }, decision.picked);
  }
}
