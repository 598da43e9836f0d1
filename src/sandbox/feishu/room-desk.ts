import type { Interval } from "../../core/interval.ts";
import type { OfficeRoom } from "../office.ts";
import { timesOf } from "../series.ts";
import type { Meeting, RoomAnswer } from "../world.ts";
import type { Attendee } from "./attendees.ts";
import { isBeyondTwoYears, needsApproval, whyNot } from "./room-rules.ts";
import type { Tenant } from "./tenant.ts";

type RoomAttendee = Attendee & { readonly type: "resource" };

/** The rooms' side of events: whoever asks for a room is answered later, in the room's own time. */
export class RoomDesk {
  /** Which request of a room for a meeting is the latest: an answer to an earlier one does not count. */
  readonly #rounds = new Map<Attendee, number>();
  readonly #closing = new AbortController();

  constructor(readonly tenant: Tenant) {}

  ask(meeting: Meeting, attendee: RoomAttendee): void {
    const { world, clock, random, roomAnswerMs } = this.tenant.ground;
    const round = (this.#rounds.get(attendee) ?? 0) + 1;
    this.#rounds.set(attendee, round);
    attendee.before = { answer: answerOf(meeting, attendee.room), askedMs: clock.now() };
    world.putRoom(meeting, attendee.room.key, "pending");
    const [least, most] = roomAnswerMs;
    clock.sleep(least + random() * (most - least), this.#closing.signal).then(
      () => {
        if (this.#rounds.get(attendee) !== round || meeting.isCancelled) return;
        // Other hands may have taken the room off, or answered for it.
        if (answerOf(meeting, attendee.room) !== "pending") return;
        world.putRoom(meeting, attendee.room.key, this.#decide(meeting, attendee));
      },
      () => {},
    );
  }

  /** The room was taken off: an answer that is still to come counts no more. */
  forget(attendee: RoomAttendee): void {
    this.#rounds.delete(attendee);
  }

  /** What a reader sees of a room's answer, which may be older than the answer is. */
  shown(meeting: Meeting, { room, before }: RoomAttendee): RoomAnswer | undefined {
    const { clock } = this.tenant.ground;
    const isStale =
      before?.answer !== undefined && clock.now() < before.askedMs + this.tenant.switches.staleAnswerMs;
    return isStale ? before.answer : answerOf(meeting, room);
  }

  /** An approver says yes or no to a room that waits for it; throws where it does not. */
  decideApproval(meetingId: string, roomKey: string, answer: "accepted" | "declined"): void {
    const { world } = this.tenant.ground;
    const meeting = world.meeting(meetingId);
    const isWaiting = meeting?.rooms.some((one) => one.roomKey === roomKey && one.answer === "tentative");
    if (!meeting || meeting.isCancelled || !isWaiting) {
      throw new Error(`The meeting ${meetingId} has no room ${roomKey} that waits for approval.`);
    }
    world.putRoom(meeting, roomKey, answer);
  }

  close(): void {
    this.#closing.abort(new Error("the sandbox is closed"));
  }

  /**
   * A room takes the meeting unless its rules forbid it or another meeting was accepted meanwhile: who is answered
   * first wins. It takes a series whole or not at all. An approver is asked where a reason was given to ask with; an
   * app cannot give one.
   */
  #decide(meeting: Meeting, { room, contact, reason }: RoomAttendee): RoomAnswer {
    const { world, clock } = this.tenant.ground;
    const { office } = world;
    const colleague = office.colleagues.find((one) => one.key === contact.key);
    const ahead = timesOf(meeting, office.zone).filter((one) => one.end > clock.now());
    if (ahead.length === 0 || isBeyondTwoYears(meeting, office.zone)) return "declined";
    const fits = (time: Interval): boolean =>
      whyNot(office, room, colleague, time, clock.now()) === undefined && !this.#isTaken(room, time, meeting);
    if (!ahead.every(fits)) return "declined";
    if (!needsApproval(room.rules, meeting)) return "accepted";
    return reason === undefined ? "declined" : "tentative";
  }

  #isTaken(room: OfficeRoom, time: Interval, except: Meeting): boolean {
    return this.tenant.ground.world.holding(room.key, time).some((other) => {
      const answer = answerOf(other, room);
      return (other.series ?? other) !== except && (answer === "accepted" || answer === "tentative");
    });
  }
}

export const answerOf = (meeting: Meeting, room: OfficeRoom): RoomAnswer | undefined =>
  meeting.rooms.find((one) => one.roomKey === room.key)?.answer;
