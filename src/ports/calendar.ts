import type { Interval } from "../core/interval.ts";
import type { CalendarEvent, EventDraft, EventId, Person, RoomId, RoomResponse } from "../core/model.ts";

/** How a room is claimed. */
export interface Claim {
  /** For whoever has to approve it, where the platform passes it on. */
  readonly reason?: string;
  /** `create` has just made the event for this room: nobody is on it, and nobody is told of it yet. */
  readonly isFirst?: true;
}

/**
 * Events and the rooms on them. `organiser` is always the person the event is for. Errors are `PlatformError`s:
 * `refused` carries the platform's words, `unknown` means that a write may have happened.
 */
export interface Calendar {
  /**
   * The person's events that touch `window`, recurring ones expanded. `undefined` (or no such method) where this
   * person's calendar is not shown to the bot: then it knows only the events that it made itself.
   */
  readonly eventsOf?: (person: Person, window: Interval) => Promise<CalendarEvent[] | undefined>;
  /** The event as it stands now, with its rooms; `undefined` when it is gone or cancelled. */
  read(eventId: EventId, organiser: Person): Promise<CalendarEvent | undefined>;
  /**
   * Makes an event without a room. The same key and draft sent again make no second event. Nobody is told yet; where
   * the platform makes it in the bot's name, the organiser is on it only from `addRoom` on.
   */
  create(draft: EventDraft, key: string): Promise<EventId>;
  /** Claims a room. `pending`: the room answers later, look with `read`. Throws `refused` when it says no at once. */
  addRoom(eventId: EventId, roomId: RoomId, organiser: Person, how?: Claim): Promise<RoomResponse>;
  /** Gives a room back. A room that is not there any more is success. */
  removeRoom(eventId: EventId, roomId: RoomId, organiser: Person): Promise<void>;
  /** Invites people, who are told. Somebody who is invited already stays so. */
  invite(eventId: EventId, people: readonly Person[], organiser: Person): Promise<void>;
  /**
   * Moves the event to another time. Its rooms stay on it, and may answer anew (`pending`) or say no: `read` tells.
   * Throws `refused` where the platform itself says no; whether the event is then as it was, `read` tells too.
   */
  reschedule(eventId: EventId, to: Interval, organiser: Person): Promise<void>;
  /**
   * Removes an event, and with it its rooms. An event that is gone already is success. Attendees are told, unless
   * nobody has been told of the event yet (`quietly`).
   */
  remove(eventId: EventId, organiser: Person, how?: "quietly"): Promise<void>;
}
