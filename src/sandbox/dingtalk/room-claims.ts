import type { Clock } from "../../core/clock.ts";
import type { Colleague, OfficeRoom } from "../office.ts";
import { type Occurrence, timesOf } from "../series.ts";
import type { Meeting, RoomAnswer, World } from "../world.ts";
import { invalidParameter } from "./errors.ts";
import type { RoomNews } from "./room-news.ts";
import { refusalBy } from "./room-rules.ts";
import type { Switches } from "./switches.ts";

export const TAKEN = "The meeting room has been booked.";
/** The words of these two are not documented; that they are refused is. */
const ONCE_ONLY = "The meeting room does not support recurring reservations.";
const WITHOUT_END = "Recurring reservations of a meeting room must have an end date.";

/** When an event is wanted to take place: once, or again and again. */
export type Plan = Pick<Meeting, "start" | "end" | "recurrence">;

/** Whose time a room's is: asked for by an event, refused or given, and what becomes of it when the event moves. */
export class RoomClaims {
  constructor(
    readonly world: World,
    readonly clock: Clock,
    readonly switches: Switches,
    readonly news: RoomNews,
  ) {}

  /** Why the room cannot be on the event at these times: its rules for each of them, then whoever holds it at any. */
  whyRefused(room: OfficeRoom, event: Occurrence, plan: Plan, organiser: Colleague): string | undefined {
    const { office } = this.world;
    if (plan.recurrence && !room.rules.recurring) return ONCE_ONLY;
    if (plan.recurrence && plan.recurrence.untilLocalDate === undefined) return WITHOUT_END;
    const nowMs = this.clock.now();
    for (const { start, end } of this.#times(event, plan, nowMs)) {
      const reason = refusalBy(room, { start, end, organiser, nowMs }, office);
      if (reason !== undefined) return reason;
      if (this.world.isTaken(room.key, { start, end }, event)) return TAKEN;
    }
    return undefined;
  }

  /** Puts a room on an event: accepted, or waiting for an approver. */
  claim(meeting: Meeting, room: OfficeRoom): void {
    const before = answerOf(meeting, room.key);
    const isWaiting = room.rules.approval === "standard";
    this.world.putRoom(meeting, room.key, isWaiting ? "tentative" : "accepted");
    const isNew = before === undefined || before === "declined";
    this.news.tell(isWaiting ? "appvaral" : "bookSuccess", meeting, room.key, isNew ? undefined : before);
  }

  /** Takes a room off an event. */
  release(meeting: Meeting, roomKey: string): void {
    const before = answerOf(meeting, roomKey);
    this.world.takeRoom(meeting, roomKey);
    if (before && before !== "declined") this.news.tell("bookCancel", meeting, roomKey, before);
  }

  /** Which rooms of the event cannot come along to its new times. Throws where that keeps the event from moving. */
  leftBehind(event: Occurrence, plan: Plan, organiser: Colleague): ReadonlySet<string> {
    const left = held(event).filter(
      ({ roomKey }) => this.whyRefused(this.world.room(roomKey), event, plan, organiser) !== undefined,
    );
    if (left.length > 0 && this.switches.onMoveClash === "refuse")
      throw invalidParameter("Meeting room invalid");
    return new Set(left.map(({ roomKey }) => roomKey));
  }

  /** After the event has moved: its rooms are claimed anew, and those left behind are dropped or shown as declined. */
  move(meeting: Meeting, left: ReadonlySet<string>): void {
    for (const { roomKey, answer } of held(meeting)) {
      if (!left.has(roomKey)) this.#take(meeting, this.world.room(roomKey), answer);
      else if (this.switches.onMoveClash === "drop") this.release(meeting, roomKey);
      else this.#answer(meeting, roomKey, "declined", answer);
    }
  }

  /**
   * An administrator says yes or no to a room that waits for approval; throws where it does not. After a no the room
   * is free again, and the event stays with the room shown as declined.
   */
  decideApproval(meetingId: string, roomKey: string, answer: "accepted" | "declined"): void {
    const meeting = this.world.meeting(meetingId);
    if (!meeting || meeting.isCancelled || answerOf(meeting, roomKey) !== "tentative") {
      throw new Error(`the meeting ${meetingId} has no room ${roomKey} that waits for approval`);
    }
    this.#answer(meeting, roomKey, answer, "tentative");
  }

  /** An administrator takes a room away from a meeting that holds it; throws where it does not. */
  withdraw(meetingId: string, roomKey: string): void {
    const meeting = this.world.meeting(meetingId);
    if (!meeting || meeting.isCancelled || !held(meeting).some((room) => room.roomKey === roomKey)) {
      throw new Error(`the meeting ${meetingId} does not hold the room ${roomKey}`);
    }
    this.release(meeting, roomKey);
  }

  /** A room that needs approval is asked for it again at the new time. */
  #take(meeting: Meeting, room: OfficeRoom, before: RoomAnswer): void {
    if (room.rules.approval === "standard") this.claim(meeting, room);
    else this.news.tell("bookUpdate", meeting, room.key, before);
  }

  #answer(meeting: Meeting, roomKey: string, answer: "accepted" | "declined", before: RoomAnswer): void {
    this.world.putRoom(meeting, roomKey, answer);
    this.news.tell(answer === "accepted" ? "bookSuccess" : "bookRefuse", meeting, roomKey, before);
  }

  /** What is past of a series asks for no room any more. */
  #times(event: Occurrence, plan: Plan, nowMs: number) {
    if (!plan.recurrence) return [plan];
    return timesOf({ ...event, ...plan }, this.world.office.zone).filter(({ end }) => end > nowMs);
  }
}

/** The rooms that an event has and that have not said no. */
export const held = (event: Occurrence) => [...event.rooms].filter(({ answer }) => answer !== "declined");

const answerOf = (meeting: Meeting, roomKey: string): RoomAnswer | undefined =>
  meeting.rooms.find((room) => room.roomKey === roomKey)?.answer;
