import type { Interval } from "../../core/interval.ts";
import type { Colleague, OfficeChat, OfficeRoom } from "../office.ts";
import type { Meeting } from "../world.ts";
import { whyNot } from "./room-rules.ts";
import type { Tenant } from "./tenant.ts";

/** Who or what is asked to an event. */
export type Attendee = { readonly id: string; readonly isOptional: boolean } & (
  | { readonly type: "user"; readonly colleague: Colleague }
  | { readonly type: "chat"; readonly chat: OfficeChat }
  | { readonly type: "third_party"; readonly email: string }
  | { readonly type: "resource"; readonly room: OfficeRoom; readonly contact: Colleague }
);

export type NewAttendee = Attendee extends infer One
  ? One extends Attendee
    ? Omit<One, "id">
    : never
  : never;

/** What Feishu keeps of an event beside the meeting that it is. */
export interface EventDetails {
  /** Fields that are stored and shown as they were given: description, visibility, reminders, … */
  fields: Readonly<Record<string, unknown>>;
  startTime: object;
  endTime: object;
  attendees: Attendee[];
}

/** The bot's own calendar: its events, whom it asked, and the rooms that answer in their own time. */
export class BotCalendar {
  readonly #details = new Map<Meeting, EventDetails>();
  readonly #byKey = new Map<string, Meeting>();
  readonly #closing = new AbortController();
  /** Which request of a room for a meeting is the latest: an answer to an earlier one does not count. */
  readonly #rounds = new Map<Attendee, number>();

  constructor(readonly tenant: Tenant) {}

  /** Every event, the cancelled ones too, in order of start. */
  events(): Meeting[] {
    return [...this.#details.keys()].sort((one, other) => one.start - other.start);
  }

  find(eventId: string): { meeting: Meeting; details: EventDetails } | undefined {
    const meeting = this.tenant.ground.world.meeting(eventId.replace(/_0$/, ""));
    const details = meeting && this.#details.get(meeting);
    return meeting && details ? { meeting, details } : undefined;
  }

  detailsOf(meeting: Meeting): EventDetails | undefined {
    return this.#details.get(meeting);
  }

  /** Makes an event; the same idempotency key gives the event that it made before. */
  create(
    when: Interval & { readonly isAllDay: boolean },
    title: string,
    details: EventDetails,
    idempotencyKey: string | undefined,
  ): Meeting {
    const before = idempotencyKey === undefined ? undefined : this.#byKey.get(idempotencyKey);
    if (before) return before;
    const meeting = this.tenant.ground.world.add({ madeOn: "feishu", organiserKey: "bot", title, ...when });
    this.#details.set(meeting, details);
    if (idempotencyKey !== undefined) this.#byKey.set(idempotencyKey, meeting);
    return meeting;
  }

  /** Asks somebody or something to an event; a room answers later. Who is there already stays as they are. */
  invite(meeting: Meeting, details: EventDetails, asked: NewAttendee): Attendee {
    const there = details.attendees.find((one) => subjectOf(one) === subjectOf(asked));
    const isDeclinedRoom = there?.type === "resource" && this.roomAnswer(meeting, there.room) === "declined";
    if (there && !isDeclinedRoom) return there;
    const attendee: Attendee = there ?? { ...asked, id: `${asked.type}_${this.tenant.ids.digits(19)}` };
    if (!there) details.attendees.push(attendee);
    if (attendee.type === "resource") this.#askRoom(meeting, attendee);
    else this.#noteWhoComes(meeting, details);
    return attendee;
  }

  uninvite(meeting: Meeting, details: EventDetails, attendee: Attendee): void {
    details.attendees = details.attendees.filter((one) => one !== attendee);
    this.#rounds.delete(attendee);
    if (attendee.type === "resource") this.tenant.ground.world.takeRoom(meeting, attendee.room.key);
    else this.#noteWhoComes(meeting, details);
  }

  /** Moves an event; its rooms are asked anew. */
  move(meeting: Meeting, details: EventDetails, when: Interval & { readonly isAllDay: boolean }): void {
    const isSame = meeting.start === when.start && meeting.end === when.end;
    this.tenant.ground.world.change(meeting, when);
    if (isSame) return;
    for (const attendee of details.attendees)
      if (attendee.type === "resource") this.#askRoom(meeting, attendee);
  }

  roomAnswer(meeting: Meeting, room: OfficeRoom): Meeting["rooms"][number]["answer"] | undefined {
    return meeting.rooms.find((one) => one.roomKey === room.key)?.answer;
  }

  close(): void {
    this.#closing.abort(new Error("the sandbox is closed"));
  }

  #noteWhoComes(meeting: Meeting, details: EventDetails): void {
    const keys = details.attendees.flatMap((one) => {
      if (one.type === "user") return [one.colleague.key];
      return one.type === "chat" ? one.chat.memberKeys : [];
    });
    this.tenant.ground.world.change(meeting, { attendeeKeys: [...new Set(keys)] });
  }

  #askRoom(meeting: Meeting, attendee: Attendee & { type: "resource" }): void {
    const { world, clock, random, roomAnswerMs } = this.tenant.ground;
    const round = (this.#rounds.get(attendee) ?? 0) + 1;
    this.#rounds.set(attendee, round);
    world.putRoom(meeting, attendee.room.key, "pending");
    const [least, most] = roomAnswerMs;
    clock.sleep(least + random() * (most - least), this.#closing.signal).then(
      () => {
        if (this.#rounds.get(attendee) !== round || meeting.isCancelled) return;
        world.putRoom(meeting, attendee.room.key, this.#decide(meeting, attendee));
      },
      () => {},
    );
  }

  /** A room takes the meeting unless its rules forbid it or another meeting was accepted meanwhile: who is answered first wins. */
  #decide(meeting: Meeting, { room, contact }: Attendee & { type: "resource" }): "accepted" | "declined" {
    const { world, clock } = this.tenant.ground;
    if (whyNot(world.office, room, contact, meeting, clock.now())) return "declined";
    const isTaken = world.holding(room.key, meeting).some((other) => {
      const answer = this.roomAnswer(other, room);
      return other !== meeting && (answer === "accepted" || answer === "tentative");
    });
    return isTaken ? "declined" : "accepted";
  }
}

/** What tells one attendee from another. */
export function subjectOf(attendee: NewAttendee): string {
  switch (attendee.type) {
    case "user":
      return `user:${attendee.colleague.key}`;
    case "chat":
      return `chat:${attendee.chat.key}`;
    case "third_party":
      return `third_party:${attendee.email}`;
    case "resource":
      return `resource:${attendee.room.key}`;
  }
}
