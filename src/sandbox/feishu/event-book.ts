import type { Interval } from "../../core/interval.ts";
import type { Occurrence } from "../series.ts";
import type { Meeting } from "../world.ts";
import { type Attendee, type NewAttendee, peopleOf, subjectOf } from "./attendees.ts";
import type { Notices } from "./notices.ts";
import type { Person } from "./people.ts";
import { answerOf, type RoomDesk } from "./room-desk.ts";
import { type Tenant, whoIs } from "./tenant.ts";

type Fields = Readonly<Record<string, unknown>>;

/** When an event is: once, or the first of a series by this rule. */
export type When = Interval & { readonly isAllDay: boolean; readonly rule?: string };

/** What Feishu keeps of an event beside the meeting that it is. */
export interface EventDetails {
  /** Fields that are stored and shown as they were given: description, visibility, reminders, … */
  fields: Fields;
  /** Those that somebody changed later for their own eyes only, by person. */
  readonly own: Map<string, Fields>;
  zone: string;
  /** Whether those who come are told of changes. */
  isTold: boolean;
  attendees: Attendee[];
}

export interface Event {
  readonly meeting: Meeting;
  readonly details: EventDetails;
}

/** People invite others and see who comes, but do not change the event: how the client makes events unless told otherwise. */
const CLIENT_FIELDS: Fields = { attendee_ability: "can_invite_others" };

/** Every event that Feishu shows: those made through it, by the bot or in a colleague's name, and those made in the client. */
export class EventBook {
  readonly #details = new Map<Meeting, EventDetails>();
  readonly #byKey = new Map<string, Meeting>();

  constructor(
    readonly tenant: Tenant,
    readonly desk: RoomDesk,
    readonly notices: Notices,
  ) {}

  /** What is on somebody's calendar, the cancelled too, in order of start: what they organise and what they are asked to. */
  calendarOf({ key }: Person): Meeting[] {
    const known = [...this.tenant.ground.world.meetings(), ...this.#details.keys()];
    return [...new Set(known)]
      .filter((one) => one.madeOn !== "dingtalk" && isOn(one, key))
      .sort((one, other) => one.start - other.start);
  }

  /**
   * The event of this id, if it is on this person's calendar. Whatever was changed alone of a series is named by the
   * series and when it would have begun.
   */
  find(eventId: string, { key }: Person): Event | undefined {
    const { world } = this.tenant.ground;
    const { uid, originalSeconds } = partsOf(eventId);
    const named = world.meeting(uid);
    const meeting = named && originalSeconds > 0 ? world.instance(named, originalSeconds * 1_000) : named;
    if (!meeting || !isOn(meeting, key) || (meeting.instanceOf && originalSeconds === 0)) return undefined;
    const details = this.detailsOf(meeting);
    return details ? { meeting, details } : undefined;
  }

  /** The one of a series that this id names, where it is as the series has it. */
  findInstance(eventId: string, person: Person): (Event & { readonly one: Occurrence }) | undefined {
    const { uid, originalSeconds } = partsOf(eventId);
    const event = this.find(`${uid}_0`, person);
    if (!event || originalSeconds === 0) return undefined;
    const start = originalSeconds * 1_000;
    const near = this.tenant.ground.world.occurrences(event.meeting, { start, end: start + 1 });
    const one = near.find((time) => time.series && time.start === start);
    return one ? { ...event, one } : undefined;
  }

  /** Makes one of a series an event of its own. */
  detach({ one, details }: { readonly one: Occurrence; readonly details: EventDetails }): Event {
    const meeting = this.tenant.ground.world.detach(one);
    const attendees = details.attendees.map((attendee) => ({ ...attendee }));
    const copy: EventDetails = { ...details, own: new Map(details.own), attendees };
    this.#details.set(meeting, copy);
    for (const one of attendees)
      if (one.type === "resource" && answerOf(meeting, one.room) === "pending") this.desk.ask(meeting, one);
    return { meeting, details: copy };
  }

  /** Absent for what only the other vendor has. */
  detailsOf(meeting: Meeting): EventDetails | undefined {
    if (meeting.madeOn === "dingtalk") return undefined;
    const details = this.#details.get(meeting) ?? this.#ofClient(meeting);
    this.#catchUp(meeting, details);
    return details;
  }

  /** Whether somebody has marked the time of an event as free for themselves. */
  isFreeFor(meeting: Meeting, { key }: Person): boolean {
    const details = this.#details.get(meeting);
    const status = details?.own.get(key)?.free_busy_status ?? details?.fields.free_busy_status;
    return status === "free";
  }

  /** Makes an event on somebody's calendar; the same idempotency key gives the event that it made there before. */
  create(
    owner: Person,
    event: { when: When; title: string; details: EventDetails },
    idempotencyKey: string | undefined,
  ): Meeting {
    const key = idempotencyKey && `${owner.key} ${idempotencyKey}`;
    const before = key ? this.#byKey.get(key) : undefined;
    if (before) return before;
    const { when, title, details } = event;
    const { world } = this.tenant.ground;
    const { rule, ...times } = when;
    const meeting = world.add({
      madeOn: "feishu",
      organiserKey: owner.key,
      title,
      ...times,
      ...(rule === undefined ? {} : { recurrence: { rule } }),
    });
    this.#details.set(meeting, details);
    if (key) this.#byKey.set(key, meeting);
    return meeting;
  }

  /** Asks somebody or something to an event; a room answers later. Who is there already stays as they are. */
  invite(meeting: Meeting, details: EventDetails, asked: NewAttendee, isTold: boolean): Attendee {
    const there = details.attendees.find((one) => subjectOf(one) === subjectOf(asked));
    if (there?.type === "resource" && answerOf(meeting, there.room) === "declined") {
      details.attendees = details.attendees.filter((one) => one !== there);
      return this.#add(meeting, details, { ...asked, id: there.id });
    }
    if (there) return there;
    const added = this.#add(meeting, details, { ...asked, id: this.#newId(asked) });
    if (isTold) this.notices.tell("invited", meeting, peopleOf(added));
    return added;
  }

  uninvite(meeting: Meeting, details: EventDetails, attendee: Attendee, isTold: boolean): void {
    details.attendees = details.attendees.filter((one) => one !== attendee);
    if (attendee.type === "resource") {
      this.desk.forget(attendee);
      this.tenant.ground.world.takeRoom(meeting, attendee.room.key);
    } else this.#noteWhoComes(meeting, details);
    if (isTold) this.notices.tell("removed", meeting, peopleOf(attendee));
  }

  /** Gives an event other times; its rooms are asked anew. */
  move(meeting: Meeting, details: EventDetails, { rule, ...times }: When): void {
    const isSame =
      meeting.start === times.start &&
      meeting.end === times.end &&
      (rule === undefined || meeting.recurrence?.rule === rule);
    const recurrence = rule === undefined ? {} : { recurrence: { rule } };
    this.tenant.ground.world.change(meeting, { ...times, ...recurrence });
    if (isSame) return;
    for (const attendee of details.attendees)
      if (attendee.type === "resource") this.desk.ask(meeting, attendee);
  }

  #add(meeting: Meeting, details: EventDetails, attendee: Attendee): Attendee {
    details.attendees.push(attendee);
    if (attendee.type === "resource") this.desk.ask(meeting, attendee);
    else this.#noteWhoComes(meeting, details);
    return attendee;
  }

  #newId({ type }: NewAttendee): string {
    return `${type}_${this.tenant.ids.digits(19)}`;
  }

  #noteWhoComes(meeting: Meeting, details: EventDetails): void {
    const keys = details.attendees.flatMap(peopleOf).filter((key) => key !== meeting.organiserKey);
    this.tenant.ground.world.change(meeting, { attendeeKeys: [...new Set(keys)] });
  }

  /** In the client whoever makes an event comes to it. */
  #ofClient(meeting: Meeting): EventDetails {
    const organiser = {
      type: "user",
      isOptional: false,
      person: whoIs(this.tenant, meeting.organiserKey),
    } as const;
    const details: EventDetails = {
      fields: CLIENT_FIELDS,
      own: new Map(),
      zone: this.tenant.ground.world.office.zone,
      isTold: true,
      attendees: [{ ...organiser, id: this.#newId(organiser) }],
    };
    this.#details.set(meeting, details);
    return details;
  }

  /** Takes over what was changed by other hands than this API's: who comes, and which rooms. */
  #catchUp(meeting: Meeting, details: EventDetails): void {
    const { world } = this.tenant.ground;
    const keys = new Set([meeting.organiserKey, ...meeting.attendeeKeys]);
    details.attendees = details.attendees.filter((one) => {
      if (one.type === "user") return keys.has(one.person.key);
      return one.type !== "resource" || answerOf(meeting, one.room) !== undefined;
    });
    const there = new Set(details.attendees.flatMap(peopleOf));
    const missing: NewAttendee[] = [
      ...meeting.attendeeKeys
        .filter((key) => !there.has(key))
        .map((key) => ({ type: "user" as const, isOptional: false, person: whoIs(this.tenant, key) })),
      ...meeting.rooms
        .map(({ roomKey }) => world.room(roomKey))
        .filter((room) => !details.attendees.some((one) => one.type === "resource" && one.room === room))
        .map((room) => {
          const contact = whoIs(this.tenant, meeting.organiserKey);
          return { type: "resource" as const, isOptional: false, room, contact };
        }),
    ];
    details.attendees.push(...missing.map((one) => ({ ...one, id: this.#newId(one) })));
  }
}

/** Whether an event is on somebody's calendar. */
const isOn = ({ organiserKey, attendeeKeys }: Meeting, key: string): boolean =>
  organiserKey === key || attendeeKeys.includes(key);

/** Ids are those of a meeting and 0, or of a series and the second at which one of it would begin. */
function partsOf(eventId: string): { uid: string; originalSeconds: number } {
  const at = eventId.lastIndexOf("_");
  return { uid: eventId.slice(0, at), originalSeconds: Number(eventId.slice(at + 1)) };
}

export const eventIdOf = ({ id, instanceOf }: Meeting): string =>
  instanceOf ? `${instanceOf.seriesId}_${instanceOf.originStart / 1_000}` : `${id}_0`;
