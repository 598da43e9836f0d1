import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { Office, OfficeRoom } from "./office.ts";

/**
 * The one truth that both imitated vendors show: who meets when, and in which room. It knows nothing of either
 * vendor's wire format; the vendors' folders turn it into theirs.
 */

/** `pending`: the room has been asked and has not answered. `tentative`: it waits for an approver. */
export type RoomAnswer = "pending" | "accepted" | "tentative" | "declined";

/** What somebody who was invited has said. */
export type PersonReply = "accepted" | "tentative" | "declined";

export interface MeetingRoom {
  readonly roomKey: string;
  answer: RoomAnswer;
}

export interface Meeting extends Interval {
  /** The sandbox's id; a vendor may show it wrapped in its own form. */
  readonly id: string;
  /** Which vendor's calendar it was made on; `client` was made by a person in the vendor's own app and is on both. */
  readonly madeOn: "dingtalk" | "feishu" | "client";
  /** A colleague, `bot` for what an app made in its own name, or `other:<n>` for staff who are in no chat. */
  readonly organiserKey: string;
  title: string;
  start: number;
  end: number;
  isAllDay: boolean;
  attendeeKeys: string[];
  /** By attendee; who has not replied is not in it. */
  replies: Readonly<Record<string, PersonReply>>;
  rooms: MeetingRoom[];
  isCancelled: boolean;
  readonly createdMs: number;
  updatedMs: number;
  /** What a vendor's folder wants to keep with it and nobody else reads. */
  readonly extra: Record<string, unknown>;
}

export type NewMeeting = Pick<Meeting, "madeOn" | "organiserKey" | "title" | "start" | "end"> &
  Partial<Pick<Meeting, "isAllDay" | "attendeeKeys" | "replies" | "rooms" | "extra">>;

const holds = (room: MeetingRoom): boolean => room.answer !== "declined";

export class World extends EventEmitter<{ change: [Meeting] }> {
  readonly #meetings = new Map<string, Meeting>();
  readonly #byRoom = new Map<string, Set<Meeting>>();

  constructor(
    readonly office: Office,
    readonly clock: Clock,
  ) {
    super();
    this.setMaxListeners(0);
  }

  /** Every meeting that is not cancelled, in order of start. */
  meetings(): Meeting[] {
    return [...this.#meetings.values()].filter((m) => !m.isCancelled).sort((a, b) => a.start - b.start);
  }

  /** Also a cancelled one. */
  meeting(id: string): Meeting | undefined {
    return this.#meetings.get(id);
  }

  room(key: string): OfficeRoom {
    const room = this.office.rooms.find((one) => one.key === key);
    if (!room) throw new Error(`the office has no room ${key}`);
    return room;
  }

  add(draft: NewMeeting): Meeting {
    const nowMs = this.clock.now();
    const meeting: Meeting = {
      id: randomUUID(),
      isAllDay: false,
      attendeeKeys: [],
      replies: {},
      rooms: [],
      isCancelled: false,
      createdMs: nowMs,
      updatedMs: nowMs,
      extra: {},
      ...draft,
    };
    this.#meetings.set(meeting.id, meeting);
    for (const { roomKey } of meeting.rooms) this.#index(roomKey).add(meeting);
    this.emit("change", meeting);
    return meeting;
  }

  /** Writes `patch` into the meeting and tells everybody. */
  change(
    meeting: Meeting,
    patch: Partial<Pick<Meeting, "title" | "start" | "end" | "isAllDay" | "attendeeKeys" | "replies">>,
  ): void {
    Object.assign(meeting, patch, { updatedMs: this.clock.now() });
    this.emit("change", meeting);
  }

  /** Cancels the meeting and gives its rooms back. */
  cancel(meeting: Meeting): void {
    meeting.isCancelled = true;
    for (const { roomKey } of meeting.rooms) this.#index(roomKey).delete(meeting);
    this.change(meeting, {});
  }

  /**
   * Puts a room on a meeting with this answer. No check is made: whether it may is each vendor's own business,
   * told by `conflicts` and the room's rules.
   */
  putRoom(meeting: Meeting, roomKey: string, answer: RoomAnswer): void {
    const there = meeting.rooms.find((room) => room.roomKey === roomKey);
    if (there) there.answer = answer;
    else meeting.rooms.push({ roomKey, answer });
    this.#index(roomKey).add(meeting);
    this.change(meeting, {});
  }

  /** Takes a room off a meeting; says whether it was there. */
  takeRoom(meeting: Meeting, roomKey: string): boolean {
    const at = meeting.rooms.findIndex((room) => room.roomKey === roomKey);
    if (at < 0) return false;
    meeting.rooms.splice(at, 1);
    this.#index(roomKey).delete(meeting);
    this.change(meeting, {});
    return true;
  }

  /** The meetings that hold the room in the window, in order of start. Declined ones do not hold it; pending ones do. */
  holding(roomKey: string, window: Interval): Meeting[] {
    return [...this.#index(roomKey)]
      .filter((m) => m.start < window.end && m.end > window.start)
      .filter((m) => m.rooms.some((room) => room.roomKey === roomKey && holds(room)))
      .sort((a, b) => a.start - b.start);
  }

  /** The meetings that somebody organises or is invited to in the window, whatever they replied, in order of start. */
  concerning(personKey: string, window: Interval): Meeting[] {
    return this.meetings()
      .filter((m) => m.start < window.end && m.end > window.start)
      .filter((m) => m.organiserKey === personKey || m.attendeeKeys.includes(personKey));
  }

  /** Whether somebody else's meeting holds the room in the window. */
  isTaken(roomKey: string, window: Interval, except?: Meeting): boolean {
    return this.holding(roomKey, window).some((meeting) => meeting !== except);
  }

  #index(roomKey: string): Set<Meeting> {
    const known = this.#byRoom.get(roomKey);
    if (known) return known;
    const made = new Set<Meeting>();
    this.#byRoom.set(roomKey, made);
    return made;
  }
}
