import type { EventId, RoomResponse } from "../core/model.ts";

/** What a room said that counts as having it: at once, or as soon as somebody approves. */
export type Held = Extract<RoomResponse, "accepted" | "approval">;

export type BookingOutcome =
  | {
      readonly kind: "booked";
      readonly eventId: EventId;
      readonly title: string;
      /** Whether the event was made for this booking. */
      readonly ownsEvent: boolean;
      readonly response: Held;
      /** The room is had, but it is not known that the guests were invited: the person's turn. */
      readonly uninvited?: true;
    }
  /** The room said no, in the platform's words where it gave any. Nothing of ours is left behind unless `leftover` says so. */
  | { readonly kind: "refused"; readonly reason?: string; readonly leftover: boolean }
  /** The platform could not be asked, or gave no usable answer. */
  | { readonly kind: "failed"; readonly because: string; readonly leftover: boolean };

/** A room that is held: the event it is on, and whether somebody has to approve it yet. */
export type Booked = Extract<BookingOutcome, { kind: "booked" }>;
/** A booking that did not come about. `leftover`: something of it may still be there; it is tried again, and told. */
export type NotBooked = Exclude<BookingOutcome, Booked>;

/** What came of several bookings of which one alone is no use: all are had, or none. */
export type TogetherOutcome =
  /** In the order of the requests. */
  | { readonly kind: "booked"; readonly bookings: readonly Booked[] }
  | {
      readonly kind: "not-booked";
      /** Which of the requests could not be had, counted from 0. */
      readonly failed: number;
      readonly outcome: NotBooked;
      /** The requests of which something may still be held, counted from 0; it is tried again, and told. */
      readonly left: readonly number[];
    };

/**
 * How a booking stands after a change that did not come about: with the rooms it had, or its event has lost a room
 * (`without-room`); `unknown` is tried again until it is known, and told.
 */
export type Stands = "as-before" | "without-room" | "unknown";

/** A change that did not come about: why, and how things stand now. */
export type NotChanged =
  | { readonly kind: "refused"; readonly reason?: string; readonly stands: Stands }
  | { readonly kind: "failed"; readonly because: string; readonly stands: Stands };

/** What came of another time for a booking. */
export type ChangeOutcome = { readonly kind: "changed"; readonly response: Held } | NotChanged;

/** What came of another room for a booking. */
export type SwapOutcome =
  | {
      readonly kind: "swapped";
      readonly response: Held;
      /** Names of rooms that could not be given back yet; it is tried again, and told. */
      readonly stillHeld: readonly string[];
    }
  /** The platform lets nobody hold two rooms at a time; nothing is changed. To be asked again with `mayReleaseFirst`. */
  | { readonly kind: "must-release-first"; readonly reason?: string }
  | NotChanged;

/** What came of giving a booking back. The event is kept where the person made it. */
export type GiveBackOutcome =
  | { readonly kind: "given-back"; readonly event: "removed" | "kept" }
  | NotChanged;

/** What came of inviting people to an event that is there already. */
export type InviteOutcome =
  | { readonly kind: "invited" }
  | { readonly kind: "refused"; readonly reason?: string }
  | { readonly kind: "failed"; readonly because: string };
