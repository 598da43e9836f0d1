import type { Wish } from "../../availability/wish.ts";
import type { Booking } from "../../booking/bookings.ts";
import type { BookingRequest, ChosenRoom } from "../../booking/requests.ts";
import type { Card } from "../../card/elements.ts";
import type { Command } from "../../command/command.ts";
import type { Interval } from "../../core/interval.ts";
import type { Json } from "../../core/json.ts";
import type { EventId, Person } from "../../core/model.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import { askReasonFirst } from "./approval-reason.ts";
import { carryOutBooking } from "./carry-out-booking.ts";
import { carryOutCancel } from "./carry-out-cancel.ts";
import { carryOutChange } from "./carry-out-change.ts";
import { carryOutInvite } from "./carry-out-invite.ts";
import { carryOutSwap } from "./carry-out-swap.ts";
import { findFor } from "./find.ts";
import { planChangeNow } from "./plan-change.ts";
import { offerForBooking } from "./rooms-for-booking.ts";

/** What can be said of a booking's time. */
export type TimeChange = "extend" | "shorten" | "move";

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
      /** The pieces of a series, `request` the first of them: all are booked, or none. */
      readonly pieces?: readonly BookingRequest[];
      /** The number in the list, where it was taken from one. */
      readonly number?: number;
      /** The list it was chosen from, for the next best. */
      readonly offer?: OpenOffer;
      /** What is given back once the new room is booked. */
      readonly swapFor?: readonly Booking[];
      /** More to say when it is booked. */
      readonly note?: string;
      /** Its rules say for certain that a person has to approve. */
      readonly isForApproval?: true;
    }
  | { readonly kind: "cancel"; readonly bookings: readonly Booking[] }
  /** What is to be changed was asked for: this booking is. */
  | { readonly kind: "change-it"; readonly command: Command; readonly booking: Booking }
  | {
      readonly kind: "change";
      readonly what: TimeChange;
      readonly booking: Booking;
      readonly to: Interval;
      readonly needsApproval: boolean;
    }
  | {
      readonly kind: "swap";
      readonly booking: Booking;
      readonly room: ChosenRoom;
      readonly needsApproval: boolean;
      /** As of a booking; `reason` is why it is wanted, once that was said. */
      readonly isForApproval?: true;
      readonly reason?: string;
      readonly mayReleaseFirst: boolean;
      /** The number in the list, where it takes the place of what was taken from there last. */
      readonly number?: number;
      /** The list it was chosen from, for the next best. */
      readonly offer?: OpenOffer;
    }
  /** Other rooms or times for a booking: taking one changes the booking. */
  | {
      readonly kind: "rooms-for";
      readonly booking: Booking;
      readonly wish: Wish;
      /** Said before them, for instance why the booking could not be changed as it was wished. */
      readonly before?: Card;
    }
  | { readonly kind: "invite"; readonly eventIds: readonly EventId[]; readonly people: readonly Person[] }
  /** Nothing to take: it is a wish, this message's own or one that waited for an answer. */
  | { readonly kind: "find"; readonly command?: Command; readonly picked?: readonly Person[] };

/** A decision of one kind. */
export type DecisionTo<Kind extends Decision["kind"]> = Extract<Decision, { kind: Kind }>;

const ACTS: {
  readonly [Kind in Decision["kind"]]: (turn: Turn, decision: DecisionTo<Kind>) => Promise<void>;
} = {
  say: (turn, { card }) => turn.say(card, "once"),
  book: carryOutBooking,
  cancel: carryOutCancel,
  "change-it": (turn, { command, booking }) =>
    decideAndAct(turn, () => planChangeNow(turn, command, booking), "plan"),
  change: carryOutChange,
  swap: carryOutSwap,
  "rooms-for": offerForBooking,
  invite: carryOutInvite,
  find: (turn, { command, picked }) => findFor({ ...turn, command: command ?? turn.command }, picked),
};

/** Decides what the message means, and does it. `name` tells two decisions of one message apart. */
export async function decideAndAct(
  turn: Turn,
  decide: () => Promise<Decision>,
  name = "decision",
): Promise<void> {
  const decision = await turn.remember(name, async () => {
    const decided = await askReasonFirst(turn, await decide());
    return decided as unknown as Json;
  });
  await act(turn, decision as unknown as Decision);
}

/** Does what was decided. */
export function act<Kind extends Decision["kind"]>(turn: Turn, decision: DecisionTo<Kind>): Promise<void> {
  // The table's key and the decision are of one kind, which the compiler cannot follow through the look-up.
  const carryOut = ACTS[decision.kind] as (turn: Turn, decision: Decision) => Promise<void>;
  return carryOut(turn, decision);
}
