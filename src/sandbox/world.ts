import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import { localDateOf } from "../time/zone.ts";
import type { Office, OfficeRoom } from "./office.ts";
import { type Occurrence, occurrenceOf, type Recurrence, timesOf } from "./series.ts";

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
  /** Of a series, the times of its first. */
  start: number;
  end: number;
  isAllDay: boolean;
  /** Absent: it takes place once. */
  recurrence?: Recurrence;
  /** Set on one that was of a series and was changed alone: which, and when it would have begun. */
  readonly instanceOf?: { readonly seriesId: string; readonly originStart: number };
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
  Partial<
    Pick<Meeting, "isAllDay" | "attendeeKeys" | "replies" | "rooms" | "extra" | "recurrence" | "instanceOf">
  >;

const holds = (room: MeetingRoom): boolean => room.answer !== "declined";
const overlap = (one: Interval, other: Interval): boolean => one.start < other.end && one.end > other.start;

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

  /** Every meeting that is not cancelled, in order of start; a series is one, at its first. */
  meetings(): Meeting[] {
    return [...this.#meetings.values()].filter((m) => !m.isCancelled).sort((a, b) => a.start - b.start);
  }

  /** Also a cancelled one. */
  meeting(id: string): Meeting | undefined {
    return this.#meetings.get(id);
  }

  /** When the meeting takes place in the window, in order: a series perhaps often. A cancelled one never does. */
  occurrences(meeting: Meeting, window: Interval): Occurrence[] {
    if (meeting.isCancelled) return [];
    if (!meeting.recurrence) return overlap(meeting, window) ? [meeting] : [];
    return timesOf(meeting, this.office.zone)
      .filter((time) => overlap(time, window))
      .map((time) => occurrenceOf(meeting, time));
  }

  /** Of a series, the one that began at `originStart` and was changed alone since; also a cancelled one. */
  instance(series: Meeting, originStart: number): Meeting | undefined {
    return [...this.#meetings.values()].find(
      ({ instanceOf }) => instanceOf?.seriesId === series.id && instanceOf.originStart === originStart,
    );
  }

  /** Those of a series that were changed alone and still take place, in order of start. */
  instances(series: Meeting): Meeting[] {
    return series.recurrence
      ? this.meetings().filter(({ instanceOf }) => instanceOf?.seriesId === series.id)
      : [];
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
    patch: Partial<
      Pick<Meeting, "title" | "start" | "end" | "isAllDay" | "attendeeKeys" | "replies" | "recurrence">
    >,
  ): void {
    Object.assign(meeting, patch, { updatedMs: this.clock.now() });
    this.emit("change", meeting);
  }

  /** Cancels the meeting and gives its rooms back; of a series, also those that were changed alone. */
  cancel(meeting: Meeting): void {
    meeting.isCancelled = true;
    for (const { roomKey } of meeting.rooms) this.#index(roomKey).delete(meeting);
    this.change(meeting, {});
    for (const one of this.instances(meeting)) this.cancel(one);
  }

  /** Calls off the one of a series that begins at `start`. */
  skip(series: Meeting, start: number): void {
    const { recurrence } = series;
    if (!recurrence) throw new Error(`the meeting ${series.id} takes place once`);
    const except = [...(recurrence.exceptLocalDates ?? []), localDateOf(start, this.office.zone)];
    this.change(series, { recurrence: { ...recurrence, exceptLocalDates: except } });
  }

  /** Makes one of a series a meeting of its own, with all that it had, so that it can be changed alone. */
  detach({ series, id: _, ...one }: Occurrence): Meeting {
    if (!series) throw new Error(`the meeting ${one.title} takes place once`);
    this.skip(series, one.start);
    return this.add({
      ...one,
      attendeeKeys: [...one.attendeeKeys],
      rooms: one.rooms.map((room) => ({ ...room })),
      extra: { ...one.extra },
      instanceOf: { seriesId: series.id, originStart: one.start },
    });
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

  /** What holds the room in the window, in order of start. Declined meetings do not hold it; pending ones do. */
  holding(roomKey: string, window: Interval): Occurrence[] {
    return [...this.#index(roomKey)]
      .filter((m) => m.rooms.some((room) => room.roomKey === roomKey && holds(room)))
      .flatMap((m) => this.occurrences(m, window))
      .sort((a, b) => a.start - b.start);
  }

  /** What somebody organises or is invited to in the window, whatever they replied, in order of start. */
  concerning(personKey: string, window: Interval): Occurrence[] {
    return [...this.#meetings.values()]
      .filter((m) => m.organiserKey === personKey || m.attendeeKeys.includes(personKey))
      .flatMap((m) => this.occurrences(m, window))
      .sort((a, b) => a.start - b.start);
  }

  /** Whether somebody else's meeting holds the room in the window; an exception that is one of a series is that one alone. */
  isTaken(roomKey: string, window: Interval, except?: Occurrence): boolean {
    const isExcepted = (one: Occurrence): boolean =>
      one.id === except?.id && (!except.series || one.start === except.start);
    return this.holding(roomKey, window).some((one) => !isExcepted(one));
  }

  #index(roomKey: string): Set<Meeting> {
    const known = this.#byRoom.get(roomKey);
    if (known) return known;
    const made = new Set<Meeting>();
    this.#byRoom.set(roomKey, made);
    return made;
  }
}
