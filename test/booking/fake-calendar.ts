import { PlatformError } from "../../src/core/errors.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { CalendarEvent, EventDraft, Person, RoomResponse } from "../../src/core/model.ts";
import type { Calendar } from "../../src/ports/calendar.ts";
import { overlaps } from "../../src/time/interval.ts";
import { occurrencesOf } from "../../src/time/recurrence.ts";

export const CALLS = [
  "eventsOf",
  "read",
  "create",
  "addRoom",
  "removeRoom",
  "invite",
  "reschedule",
  "remove",
] as const;
export type Call = (typeof CALLS)[number];

export const MISHAPS = [
  "lost-before",
  "lost-after",
  "throttled",
  "refused",
  "crash-before",
  "crash-after",
] as const;

/** What happens to a call: it fails before anything is done, or it is done and the answer is lost. */
export interface Mishap {
  readonly call: Call;
  /** Counted from 1 over calls of this kind. */
  readonly nth: number;
  readonly how: (typeof MISHAPS)[number];
}

/** The process died. */
export class Crash extends Error {}

interface FakeEvent {
  readonly id: string;
  draft: EventDraft;
  readonly rooms: Map<string, RoomResponse>;
  readonly guests: Set<string>;
}

/**
 * What becomes of the rooms when their event moves: each is asked anew, or the platform itself looks: then a room that
 * is taken has the change refused, or falls off, or both (the vendors' pages do not say).
 */
export type Moving = "asks" | "refuses" | "drops" | "refuses and drops";

/** A calendar in memory that keeps the promises of the port, and breaks where it is told to. */
export class FakeCalendar implements Calendar {
  readonly events = new Map<string, FakeEvent>();
  readonly calls: Call[] = [];
  /** Rooms that nobody can have at any time. */
  readonly takenRooms = new Set<string>();
  /** When others hold a room. */
  readonly others: (Interval & { readonly roomId: string })[] = [];
  mishaps: Mishap[] = [];
  /** Rooms answer this at once; `pending` answers `later` at the next look. */
  answers: { atOnce: RoomResponse; later: RoomResponse } = { atOnce: "accepted", later: "accepted" };
  moving: Moving = "refuses";
  onlyOneRoomAtATime = false;
  /** Called after each move and each room that is given back: what somebody else does in that moment. */
  meanwhile: (what: "moved" | "released") => void = () => {};
  /** A dead process calls nobody. */
  isDead = false;
  readonly #byKey = new Map<string, string>();

  constructor(readonly showsCalendars = true) {
    if (!showsCalendars) Object.defineProperty(this, "eventsOf", { value: undefined });
  }

  eventsOf = async (person: Person, window: Interval): Promise<CalendarEvent[]> =>
    this.#call("eventsOf", () =>
      [...this.events.values()]
        .filter(({ draft }) => draft.organiser.id === person.id)
        .flatMap((event) => meetingsOf(event.draft).map((meeting) => ({ event, meeting })))
        .filter(({ meeting }) => overlaps(meeting, window))
        .map(({ event, meeting }) => {
          const { id, ...view } = { ...this.#view(event), ...meeting };
          return event.draft.recurrence
            ? { ...view, id: `${id}@${meeting.start}`, seriesId: id }
            : { ...view, id };
        }),
    );

  read(eventId: string): Promise<CalendarEvent | undefined> {
    return this.#call("read", () => {
      const event = this.events.get(eventId);
      if (!event) return undefined;
      for (const [id, response] of event.rooms) {
        if (response === "pending")
          event.rooms.set(id, this.#isTaken(id, event) ? "declined" : this.answers.later);
      }
      return this.#view(event);
    });
  }

  create(draft: EventDraft, key: string): Promise<string> {
    return this.#call("create", () => {
      const known = this.#byKey.get(key);
      if (known) return known;
      const id = `event-${this.#byKey.size + 1}`;
      this.#byKey.set(key, id);
      this.seed(id, draft);
      return id;
    });
  }

  addRoom(eventId: string, roomId: string): Promise<RoomResponse> {
    return this.#call("addRoom", () => {
      const event = this.#find(eventId);
      if (event.rooms.has(roomId)) throw refusal("the room is on it already");
      const isAsked = this.answers.atOnce === "pending";
      if (this.onlyOneRoomAtATime && [...event.rooms.keys()].some((id) => id !== roomId)) {
        throw new PlatformError("refused", "one room", {
          reason: "only one room",
          rule: "one-room-at-a-time",
        });
      }
      if (!isAsked && this.#isTaken(roomId, event)) throw refusal("the room is booked already");
      event.rooms.set(roomId, this.answers.atOnce);
      return this.answers.atOnce;
    });
  }

  removeRoom(eventId: string, roomId: string): Promise<void> {
    return this.#call("removeRoom", () => {
      const wasThere = this.events.get(eventId)?.rooms.delete(roomId);
      if (wasThere) this.meanwhile("released");
    });
  }

  invite(eventId: string, people: readonly Person[]): Promise<void> {
    return this.#call("invite", () => {
      for (const { id } of people) this.#find(eventId).guests.add(id);
    });
  }

  reschedule(eventId: string, { start, end }: Interval): Promise<void> {
    return this.#call("reschedule", () => {
      const event = this.#find(eventId);
      const moved = { ...event, draft: { ...event.draft, start, end } };
      const clashing = [...event.rooms.keys()].filter((id) => this.#isTaken(id, moved));
      const isNo = clashing.length > 0 && this.moving.startsWith("refuses");
      if (isNo && this.moving === "refuses") throw refusal("a room is not free then");
      event.draft = moved.draft;
      for (const id of event.rooms.keys()) {
        if (this.moving === "asks") event.rooms.set(id, "pending");
        else if (clashing.includes(id)) event.rooms.delete(id);
      }
      this.meanwhile("moved");
      if (isNo) throw refusal("a room is not free then");
    });
  }

  remove(eventId: string): Promise<void> {
    return this.#call("remove", () => void this.events.delete(eventId));
  }

  /** Events on the calendar, each with the rooms that it holds. */
  state(): { title: string; rooms: string[] }[] {
    return [...this.events.values()].map(({ draft, rooms }) => ({
      title: draft.title,
      rooms: [...rooms].filter(([, response]) => response !== "declined").map(([id]) => id),
    }));
  }

  /** Puts an event there that the person has made in the client. */
  seed(id: string, draft: EventDraft, rooms: readonly string[] = []): void {
    this.events.set(id, {
      id,
      draft,
      rooms: new Map(rooms.map((room) => [room, "accepted"])),
      guests: new Set(),
    });
  }

  #find(eventId: string): FakeEvent {
    const event = this.events.get(eventId);
    if (!event) throw refusal("there is no such event");
    return event;
  }

  #isTaken(roomId: string, { id, draft }: Pick<FakeEvent, "id" | "draft">): boolean {
    const isHeld = (event: FakeEvent) =>
      event.id !== id && event.rooms.has(roomId) && overlaps(event.draft, draft);
    return (
      this.takenRooms.has(roomId) ||
      this.others.some((other) => other.roomId === roomId && overlaps(other, draft)) ||
      [...this.events.values()].some(isHeld)
    );
  }

  async #call<T>(call: Call, run: () => T): Promise<T> {
    if (this.isDead) throw new Crash();
    this.calls.push(call);
    const nth = this.calls.filter((one) => one === call).length;
    const how = this.mishaps.find((one) => one.call === call && one.nth === nth)?.how;
    if (how === "crash-before") this.#die();
    if (how === "lost-before") throw new PlatformError("unknown", "no answer");
    if (how === "throttled") throw new PlatformError("throttled", "too many calls");
    if (how === "refused") throw refusal("no");
    const result = run();
    if (how === "crash-after") this.#die();
    if (how === "lost-after") throw new PlatformError("unknown", "no answer");
    return result;
  }

  #die(): never {
    this.isDead = true;
    throw new Crash();
  }

  #view({ id, draft, rooms }: FakeEvent): CalendarEvent {
    return {
      id,
      title: draft.title,
      start: draft.start,
      end: draft.end,
      isOrganiser: true,
      isAllDay: false,
      isRecurring: draft.recurrence !== undefined,
      isCancelled: false,
      rooms: [...rooms].map(([roomId, response]) => ({ roomId, name: roomId, response })),
    };
  }
}

const refusal = (reason: string): PlatformError => new PlatformError("refused", reason, { reason });

const meetingsOf = ({ start, end, recurrence, zone }: EventDraft): Interval[] =>
  recurrence ? occurrencesOf({ ...recurrence, first: { start, end } }, zone) : [{ start, end }];
