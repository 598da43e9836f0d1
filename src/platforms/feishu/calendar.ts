import { createHash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError, PlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { EventId, PersonId } from "../../core/model.ts";
import type { Calendar } from "../../ports/calendar.ts";
import { findRoom, responseOf } from "./attendees.ts";
import type { FeishuClient } from "./client.ts";
import { isAttendeeGone, isEventGone } from "./errors.ts";
import { eventOf } from "./event.ts";
import { type AttendeeDraft, createEventCalls } from "./event-calls.ts";
import { recurrenceOf } from "./recurrence.ts";

export interface CalendarOptions {
  readonly client: FeishuClient;
  readonly clock: Clock;
  readonly zone: string;
  /** How long a change may not be seen in what is read after it. */
  readonly settleMs: number;
}

/**
 * Events on the bot's own calendar, with the asker as an attendee who may modify them: with the app's identity there
 * is no other. People's calendars are not shown to it, so there is no `eventsOf`.
 */
export function createCalendar({ client, clock, zone, settleMs }: CalendarOptions): Calendar {
  const calls = createEventCalls({ client, clock });

  const remove = (eventId: EventId, notify: boolean): Promise<void> =>
    calls.delete(eventId, notify).catch(unlessGone);

  return {
    /** A series is read by its own id, which ends in `_0`; its single meetings have ids only once they are edited. */
    async read(eventId, organiser) {
      try {
        const event = await calls.get(eventId);
        if (event.status === "cancelled") return undefined;
        return eventOf(event, await calls.attendees(eventId), organiser, zone);
      } catch (error) {
        if (isEventGone(error)) return undefined;
        throw error;
      }
    },

    /** Two calls. Fails only when nothing is left behind, or with `unknown` where something may be. */
    async create(draft, key) {
      const { title, organiser, recurrence } = draft;
      const eventId = await calls.create(
        {
          summary: title,
          need_notification: false,
          ...timesOf(draft, draft.zone),
          ...(recurrence && { recurrence: recurrenceOf(recurrence, draft, draft.zone) }),
          // Without it nobody could open the meeting: its owner is a bot.
          vchat: { vc_type: "vc", meeting_settings: { allow_attendees_start: true } },
          attendee_ability: "can_modify_event",
        },
        idempotencyKey(key),
      );
      try {
        await calls.addAttendees(eventId, peopleAs([organiser.id]), { notify: false, repeatable: true });
      } catch (error) {
        await remove(eventId, false).catch((cause: unknown) => {
          throw leftBehind(eventId, cause);
        });
        throw isPlatformError(error, "unknown") ? takenBack(error) : error;
      }
      return eventId;
    },

    /** The room answers later. `operate_id` is whom the room's people may ask: an app's event must name somebody. */
    async addRoom(eventId, roomId, organiser) {
      const attendees = await calls.addAttendees(
        eventId,
        [{ type: "resource", room_id: roomId, operate_id: organiser.id }],
        { notify: true, repeatable: false },
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
  };
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

const leftBehind = (eventId: EventId, cause: unknown): PlatformError =>
  new PlatformError(
    "unknown",
    `The event ${eventId} was made without the asker and could not be taken back; made again with the same key it is completed.`,
    { code: "half-made", cause },
  );

const takenBack = (cause: PlatformError): PlatformError =>
  new PlatformError(
    "unreachable",
    "The asker could not be put on the new event, which has been taken back; nothing is left of it, try again.",
    { ...(cause.code && { code: cause.code }), cause },
  );
