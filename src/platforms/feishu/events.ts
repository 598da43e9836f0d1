import { createHash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { CalendarEvent, EventId, Person, PersonId } from "../../core/model.ts";
import type { Calendar } from "../../ports/calendar.ts";
import { type Attendee, findRoom, responseOf } from "./attendees.ts";
import { isAttendeeGone, isEventGone } from "./errors.ts";
import { eventOf, type VendorEvent } from "./event.ts";
import type { AttendeeDraft, EventCalls } from "./event-calls.ts";
import { recurrenceOf } from "./recurrence.ts";
import { LONGEST_REASON } from "./rooms.ts";

/** An event as a list of them has it, and the calendar that it was made on. */
export interface ListedEvent {
  readonly event: CalendarEvent;
  readonly calendarId: string | undefined;
}

/** A calendar's part of the port; `within` are the events that touch a window, recurring ones expanded. */
export type Events = Omit<Calendar, "eventsOf"> & {
  within(window: Interval, organiser: Person): Promise<ListedEvent[]>;
};

export interface EventsOptions {
  readonly calls: EventCalls;
  /** On whose calendar: `bot` makes events that the asker attends and may modify; `own` makes the colleague's own. */
  readonly whose: "bot" | "own";
  readonly clock: Clock;
  readonly zone: string;
  /** How long a change may not be seen in what is read after it. */
  readonly settleMs: number;
}

/** The events of one calendar. */
export function createEvents({ calls, whose, clock, zone, settleMs }: EventsOptions): Events {
  const toEvent = (event: VendorEvent, attendees: readonly Attendee[], organiser: Person) =>
    eventOf(event, attendees, { personId: organiser.id, whose }, zone);

  const remove = (eventId: EventId, notify: boolean): Promise<void> =>
    calls.delete(eventId, notify).catch(unlessGone);

  return {
    /** A series is read by its own id, which ends in `_0`; its single meetings have ids only once they are edited. */
    async read(eventId, organiser) {
      try {
        const { event, attendees } = await calls.get(eventId);
        if (event.status === "cancelled") return undefined;
        return toEvent(event, attendees ?? (await calls.attendees(eventId)), organiser);
      } catch (error) {
        if (isEventGone(error)) return undefined;
        throw error;
      }
    },

    async create(draft, key) {
      const { title, recurrence } = draft;
      return calls.create(
        {
          summary: title,
          need_notification: false,
          ...timesOf(draft, draft.zone),
          ...(recurrence && { recurrence: recurrenceOf(recurrence, draft, draft.zone) }),
          ...(whose === "bot" && ORGANISED_BY_BOT),
        },
        idempotencyKey(key),
      );
    },

    /**
     * The room answers later. `operate_id` is whom the room's people may ask: an app's event must name somebody. The
     * asker comes onto the bot's event together with its first room: one call for both.
     */
    async addRoom(eventId, roomId, organiser, { reason, isFirst } = {}) {
      const isUntold = whose === "bot" && isFirst === true;
      const attendees = await calls.addAttendees(
        eventId,
        [
          ...(isUntold ? peopleAs([organiser.id]) : []),
          {
            type: "resource",
            room_id: roomId,
            ...(whose === "bot" && { operate_id: organiser.id }),
            ...(whose === "own" && reason && { approval_reason: reason.slice(0, LONGEST_REASON) }),
          },
        ],
        { notify: !isUntold, repeatable: false },
      );
      const room = findRoom(attendees, roomId);
      return room ? responseOf(room) : "pending";
    },

    async removeRoom(eventId, roomId) {
      await calls.deleteRoom(eventId, roomId).catch((error: unknown) => {
        if (!isAttendeeGone(error)) unlessGone(error);
      });
    },

    /** One person whom Feishu refuses keeps nobody else from being invited; the refusal is told in the end. */
    async invite(eventId, people, organiser) {
      const guests = [...new Set(people.map(({ id }) => id))].filter((id) => id !== organiser.id);
      const ask = (ids: readonly PersonId[]) =>
        // Who is invited already stays so, and is not told again.
        calls.addAttendees(eventId, peopleAs(ids), { notify: true, repeatable: true });
      if (guests.length === 0) return;
      try {
        await ask(guests);
      } catch (error) {
        if (guests.length === 1 || isEventGone(error) || !isPlatformError(error, "refused")) throw error;
        const asked = await Promise.allSettled(guests.map((id) => ask([id])));
        const refused = asked.find((one) => one.status === "rejected");
        if (refused) throw refused.reason;
      }
    },

    /**
     * Only the times are sent, so all else stays as it is. Guests are told. The rooms are asked anew, and until that
     * is seen, what they said to the old time is read: it is not to be taken for an answer to the new one.
     */
    async reschedule(eventId, to) {
      await calls.patch(eventId, { ...timesOf(to, zone), need_notification: true });
      await clock.sleep(settleMs);
    },

    remove: (eventId, _organiser, how) => remove(eventId, how !== "quietly"),

    async within(window, organiser) {
      const pieces = piecesOf(window, LONGEST_VIEW_MS);
      const found = (await Promise.all(pieces.map((piece) => calls.instances(piece)))).flat();
      const once = new Map(found.map((event) => [event.event_id, event]));
      const attendeesOf = onceEach((id) =>
        calls.attendees(id).catch((error: unknown) => {
          // An event that Feishu does not tell of hides no other.
          if (isPlatformError(error, "refused")) return undefined;
          throw error;
        }),
      );
      return Promise.all(
        [...once.values()].map(async (event) => {
          const calendarId = event.organizer_calendar_id;
          const listed = toEvent(event, event.attendees, organiser);
          if (listed.rooms?.length || listed.isCancelled) return { event: listed, calendarId };
          // Where the list names no room, there may be one among attendees that it leaves out.
          if (listed.isOrganiser) {
            const attendees = await attendeesOf(listed.seriesId ?? listed.id);
            if (attendees) return { event: toEvent(event, attendees, organiser), calendarId };
          }
          const { rooms: _unknown, ...bare } = listed;
          return { event: bare, calendarId };
        }),
      );
    },
  };
}

/** Asks once for each id: the meetings of a series have the attendees of the series. */
function onceEach<T>(ask: (id: EventId) => Promise<T>): (id: EventId) => Promise<T> {
  const asked = new Map<EventId, Promise<T>>();
  return (id) => {
    const answer = asked.get(id) ?? ask(id);
    asked.set(id, answer);
    return answer;
  };
}

/** `GET …/events/instance_view`: less than 40 days a call. */
const LONGEST_VIEW_MS = 39 * 24 * 60 * 60_000;

/** Without the first nobody could open the meeting: its owner is a bot. */
const ORGANISED_BY_BOT = {
  vchat: { vc_type: "vc", meeting_settings: { allow_attendees_start: true } },
  attendee_ability: "can_modify_event",
} as const;

function piecesOf({ start, end }: Interval, longestMs: number): Interval[] {
  const pieces: Interval[] = [];
  for (let at = start; at < end; at += longestMs)
    pieces.push({ start: at, end: Math.min(end, at + longestMs) });
  return pieces;
}

/** Feishu wants 32 to 128 characters, unique for the app and the calendar. */
const idempotencyKey = (key: string): string => createHash("sha256").update(key).digest("hex");

const timesOf = ({ start, end }: Interval, zone: string) => ({
  start_time: { timestamp: seconds(start), timezone: zone },
  end_time: { timestamp: seconds(end), timezone: zone },
});
const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const peopleAs = (personIds: readonly PersonId[]): AttendeeDraft[] =>
  personIds.map((id) => ({ type: "user", user_id: id }));

const unlessGone = (error: unknown): void => {
  if (!isEventGone(error)) throw error;
};
