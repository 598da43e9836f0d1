import { PlatformError } from "../../src/core/errors.ts";
import type { CalendarEvent, EventDraft, Person, RoomResponse } from "../../src/core/model.ts";
import type { Calendar } from "../../src/ports/calendar.ts";

type Call = "eventsOf" | "read" | "create" | "addRoom" | "removeRoom" | "remove";

/** What happens to a call: it fails before anything is done, or it is done and the answer is lost. */
export interface Mishap {
  readonly call: Call;
  /** Counted from 1 over calls of this kind. */
  readonly nth: number;
  readonly how: "lost-before" | "lost-after" | "throttled" | "refused" | "crash-before" | "crash-after";
}

/** The process died. */
export class Crash extends Error {}

interface FakeEvent {
  readonly id: string;
  readonly draft: EventDraft;
  readonly rooms: Map<string, RoomResponse>;
}

/** A calendar in memory that keeps the promises of the port, and breaks where it is told to. */
export class FakeCalendar implements Calendar {
  readonly events = new Map<string, FakeEvent>();
  readonly calls: Call[] = [];
  readonly takenRooms = new Set<string>();
  mishaps: Mishap[] = [];
  /** Rooms answer this at once; `pending` answers `later` at the next look. */
  answers: { atOnce: RoomResponse; later: RoomResponse } = { atOnce: "accepted", later: "accepted" };
  readonly #byKey = new Map<string, string>();

  constructor(readonly showsCalendars = true) {
    if (!showsCalendars) Object.defineProperty(this, "eventsOf", { value: undefined });
  }

  eventsOf = async (person: Person, window: { start: number; end: number }): Promise<CalendarEvent[]> =>
    this.#call("eventsOf", () =>
      [...this.events.values()]
        .filter(
          ({ draft }) =>
            draft.organiser.id === person.id && draft.start < window.end && draft.end > window.start,
        )
        .map((event) => this.#view(event)),
    );

  read(eventId: string): Promise<CalendarEvent | undefined> {
    return this.#call("read", () => {
      const event = this.events.get(eventId);
      for (const [id, response] of event?.rooms ?? []) {
        if (response === "pending") event?.rooms.set(id, this.answers.later);
      }
      return event && this.#view(event);
    });
  }

  create(draft: EventDraft, key: string): Promise<string> {
    return this.#call("create", () => {
      const known = this.#byKey.get(key);
      if (known) return known;
      const id = `event-${this.#byKey.size + 1}`;
      this.#byKey.set(key, id);
      this.events.set(id, { id, draft, rooms: new Map() });
      return id;
    });
  }

  addRoom(eventId: string, roomId: string): Promise<RoomResponse> {
    return this.#call("addRoom", () => {
      if (this.takenRooms.has(roomId)) {
        throw new PlatformError("refused", "room taken", { reason: "the room is booked already" });
      }
      this.events.get(eventId)?.rooms.set(roomId, this.answers.atOnce);
      return this.answers.atOnce;
    });
  }

  removeRoom(eventId: string, roomId: string): Promise<void> {
    return this.#call("removeRoom", () => void this.events.get(eventId)?.rooms.delete(roomId));
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
  seed(id: string, draft: EventDraft): void {
    this.events.set(id, { id, draft, rooms: new Map() });
  }

  async #call<T>(call: Call, run: () => T): Promise<T> {
    this.calls.push(call);
    const nth = this.calls.filter((one) => one === call).length;
    const mishap = this.mishaps.find((one) => one.call === call && one.nth === nth);
    if (mishap?.how === "crash-before") throw new Crash();
    if (mishap?.how === "lost-before") throw new PlatformError("unknown", "no answer");
    if (mishap?.how === "throttled") throw new PlatformError("throttled", "too many calls");
    if (mishap?.how === "refused") throw new PlatformError("refused", "no", { reason: "no" });
    const result = run();
    if (mishap?.how === "crash-after") throw new Crash();
    if (mishap?.how === "lost-after") throw new PlatformError("unknown", "no answer");
    return result;
  }

  #view({ id, draft, rooms }: FakeEvent): CalendarEvent {
    return {
      id,
      title: draft.title,
      start: draft.start,
      end: draft.end,
      isOrganiser: true,
      isAllDay: false,
      isRecurring: false,
      isCancelled: false,
      rooms: [...rooms].map(([roomId, response]) => ({ roomId, name: roomId, response })),
    };
  }
}
