import type { Interval } from "../core/interval.ts";
import type { EventId, Person, Recurrence, RoomId } from "../core/model.ts";
import type { Booking } from "./bookings.ts";

/** A room as an answer names it; `place` is where it is, as people say it. */
export interface ChosenRoom {
  readonly id: RoomId;
  readonly name: string;
  readonly place: string;
}

/** What is to be booked. Complete: a restart can go on from it alone. */
export interface BookingRequest extends Interval {
  readonly organiser: Person;
  /** Invited once the room is won, so that nobody hears of a meeting that does not come about. */
  readonly attendees: readonly Person[];
  readonly room: ChosenRoom;
  readonly title: string;
  readonly zone: string;
  /** A series, of which the interval is the first meeting; it is always on a new event. */
  readonly recurrence?: Recurrence;
  /** Which event takes the room: one the organiser has, a new one, or whichever fits (a question may come back). */
  readonly onto: { readonly eventId: EventId; readonly title: string } | "new" | "fitting";
  /** Whether the room's rules say that a person has to approve. */
  readonly needsApproval: boolean;
  /** Why it is wanted, for whoever has to approve it; absent: the title. */
  readonly reason?: string;
}

/** Another time for a booking. The caller has looked whether the rooms are free in the minutes that are new. */
export interface ChangeRequest {
  readonly booking: Booking;
  readonly to: Interval;
  readonly organiser: Person;
  /** Whether the rules of one of its rooms say that a person has to approve. */
  readonly needsApproval: boolean;
}

/** Another room for a booking, in the place of all that it has. */
export interface SwapRequest {
  readonly booking: Booking;
  readonly room: ChosenRoom;
  readonly organiser: Person;
  readonly needsApproval: boolean;
  /** Why it is wanted, for whoever has to approve it; absent: the title. */
  readonly reason?: string;
  /** Whether the organiser agreed to give the old room back before the new one is had. */
  readonly mayReleaseFirst: boolean;
}

/** A booking that is not wanted any more. */
export interface GiveBackRequest {
  readonly booking: Booking;
  readonly organiser: Person;
}

/** People for an event that is there already. */
export interface InviteRequest {
  readonly eventId: EventId;
  readonly people: readonly Person[];
  readonly organiser: Person;
}
