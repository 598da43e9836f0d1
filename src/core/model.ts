import type { Interval } from "./interval.ts";

/** Which chat a thing belongs to, e.g. `dingtalk`. Only the platforms' own folders and `main` know which names exist. */
export type PlatformName = string;

/** A person's id as the platform's chat side verifies it. What else the vendor needs (union ids) stays inside of its folder. */
export type PersonId = string;
export type RoomId = string;
export type ChatId = string;
/** Names an event; opaque outside of the platform that made it (it may hold a calendar id as well). */
export type EventId = string;

export interface Person {
  readonly id: PersonId;
  readonly name: string;
}

export interface Chat {
  readonly id: ChatId;
  readonly kind: "group" | "direct";
}

/** What people ask for; vendors' labels and device names are mapped to these in the platforms. */
export const EQUIPMENT = ["tv", "phone", "projector", "whiteboard", "video"] as const;
export type Equipment = (typeof EQUIPMENT)[number];

/** A bookable room as the vendor's directory lists it, before its booking rules are known. */
export interface Room {
  readonly id: RoomId;
  readonly name: string;
  /** Seats; absent where the directory does not say. */
  readonly capacity?: number;
  readonly equipment: readonly Equipment[];
  /** From the largest place to the smallest, as the directory words it: `["总部A座", "12层"]`. */
  readonly path: readonly string[];
  /** A stretch in which the room is closed, as far as the list itself tells (`end` may be `Infinity`). */
  readonly closed?: Interval & { readonly reason?: string };
  /** Who may book, as far as the list itself tells. `some`: only the rules say who. */
  readonly access: "everyone" | "some" | "nobody";
}

/**
 * A room's booking rules, neutral of vendor. An absent field is "no such rule".
 * Sources: DingTalk room detail (`extensionConfig`, `reservationAuthority`), Feishu `reserve_scope`.
 */
export interface RoomRules {
  /** Who may book: everyone, nobody but administrators, or those holding one of these membership keys. */
  readonly access: "everyone" | "nobody" | "unknown" | { readonly anyOf: readonly MembershipKey[] };
  readonly minMinutes?: number;
  readonly maxMinutes?: number;
  /** How far ahead it may be booked, and at what local time of day the furthest day opens (`HH:mm`). */
  readonly advance?: {
    readonly amount: number;
    readonly unit: "days" | "weeks" | "months" | "years";
    readonly opensAt?: string;
  };
  /** Only between these minutes of the local day may a meeting lie. */
  readonly dailyMinutes?: { readonly from: number; readonly to: number };
  readonly closures: readonly (Interval & { readonly reason?: string })[];
  /** `custom` approval cannot be asked for by any program, only in the client. `overMinutes`: only longer meetings need it. */
  readonly approval: "none" | "always" | "custom" | { readonly overMinutes: number };
  readonly recurring: boolean;
}

/** What a person is to a rule: `user:<id>` or `dept:<id>`, in the vendor's own ids, compared only with each other. */
export type MembershipKey = string;

/** What is known of a room's time in a window. Anything but a plain answer is "unknown", never "free". */
export type RoomBusy =
  | {
      readonly known: true;
      readonly busy: readonly Interval[];
      /** What of it waits for somebody's approval, where the platform tells and there is any. */
      readonly tentative?: readonly Interval[];
    }
  | { readonly known: false; readonly why: string };

/** What is known of a person's time; `why` says why it is not known, for the log. */
export type PersonBusy = RoomBusy;

/** What a room said to an event: `pending` is not yet answered, `approval` waits for a person. */
export type RoomResponse = "accepted" | "pending" | "approval" | "declined";

export interface EventRoom {
  readonly roomId: RoomId;
  readonly name: string;
  readonly response: RoomResponse;
}

/** An event on somebody's calendar, as far as the platform shows it to us. */
export interface CalendarEvent extends Interval {
  readonly id: EventId;
  readonly title: string;
  /** Whether the person asked about organises it. */
  readonly isOrganiser: boolean;
  readonly isAllDay: boolean;
  readonly isRecurring: boolean;
  /** The series that this is one meeting of, where the platform tells: what is changed or removed as a whole. */
  readonly seriesId?: EventId;
  readonly isCancelled: boolean;
  /** Absent where the platform did not say, which is unknown and not "none". */
  readonly rooms?: readonly EventRoom[];
}

/** A series of meetings, all at the time of day of the first. */
export interface Recurrence {
  /** RFC 5545, without a start and an end: `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string;
  /** The last day that a meeting of the series may be on, in the office's zone: `2026-06-08`. Rooms take no endless series. */
  readonly untilLocalDate: string;
}

/** An event to be made: without rooms, and nobody but the organiser on it. */
export interface EventDraft extends Interval {
  readonly title: string;
  readonly organiser: Person;
  /** Absent is a single meeting; the interval is the first of a series. */
  readonly recurrence?: Recurrence;
  /** The office's IANA zone, shown by the vendor's client. */
  readonly zone: string;
}
