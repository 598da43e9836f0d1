import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError, PlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { EventDraft, EventId, PersonId, RoomId } from "../../core/model.ts";
import type { Calendar } from "../../ports/calendar.ts";
import { type Attendee, attendee, findRoom, responseOf } from "./attendees.ts";
import { anything, dataOf, type FeishuClient, listOf, maybe, segment } from "./client.ts";
import { isAttendeeGone, isEventGone, unreadable } from "./errors.ts";
import { eventOf, type VendorEvent, vendorEvent } from "./event.ts";
import { memo } from "./memo.ts";
import { allPages } from "./paging.ts";
import { recurrenceOf } from "./recurrence.ts";

const DAY_MS = 24 * 60 * 60_000;

const primaryAnswer = dataOf(
  z.object({ calendars: listOf(z.object({ calendar: z.object({ calendar_id: z.string().min(1) }) })) }),
);
const createAnswer = dataOf(z.object({ event: z.object({ event_id: z.string().min(1) }) }));
const getAnswer = dataOf(z.object({ event: vendorEvent }));
const addAnswer = dataOf(z.object({ attendees: listOf(attendee) }));
const listAnswer = dataOf(
  z.object({ items: listOf(attendee), page_token: maybe(z.string()), has_more: maybe(z.boolean()) }),
);

export interface CalendarOptions {
  readonly client: FeishuClient;
  readonly clock: Clock;
  readonly zone: string;
}

type AttendeeDraft =
  | { type: "user"; user_id: string }
  | { type: "resource"; room_id: RoomId; operate_id: string };

/**
 * Events on the bot's own calendar, with the asker as an attendee who may modify them: with the app's identity there
 * is no other. People's calendars are not shown to it, so there is no `eventsOf`.
 */
export function createCalendar({ client, clock, zone }: CalendarOptions): Calendar {
  const primary = memo(clock, DAY_MS, async () => {
    const { calendars } = await client.call({
      api: "calendarPrimary",
      send: (sdk, auth) => sdk.calendar.v4.calendar.primary({ params: { user_id_type: "open_id" } }, auth),
      answer: primaryAnswer,
      repeatable: true,
    });
    const [own] = calendars;
    if (!own) throw unreadable("find the bot's calendar");
    return own.calendar.calendar_id;
  });
  const ownCalendar = () => primary("");
  const pathTo = async (eventId: EventId) => ({
    calendar_id: segment(await ownCalendar()),
    event_id: segment(eventId),
  });

  const createEvent = async (draft: EventDraft, key: string): Promise<EventId> => {
    const calendarId = segment(await ownCalendar());
    const { event } = await client.call({
      api: "eventCreate",
      send: (sdk, auth) =>
        sdk.calendar.v4.calendarEvent.create(
          {
            path: { calendar_id: calendarId },
            params: { idempotency_key: idempotencyKey(key), user_id_type: "open_id" },
            data: {
              summary: draft.title,
              need_notification: false,
              ...timesOf(draft, draft.zone),
              ...(draft.recurrence && { recurrence: recurrenceOf(draft.recurrence, draft, draft.zone) }),
              // Without it nobody could open the meeting: its owner is a bot.
              vchat: { vc_type: "vc", meeting_settings: { allow_attendees_start: true } },
              attendee_ability: "can_modify_event",
            },
          },
          auth,
        ),
      answer: createAnswer,
      repeatable: true,
    });
    return event.event_id;
  };

  const addAttendees = async (
    eventId: EventId,
    attendees: AttendeeDraft[],
    options: { readonly notify: boolean; readonly repeatable: boolean },
  ): Promise<readonly Attendee[]> => {
    const path = await pathTo(eventId);
    const answer = await client.call({
      api: "attendeeCreate",
      send: (sdk, auth) =>
        sdk.calendar.v4.calendarEventAttendee.create(
          {
            path,
            params: { user_id_type: "open_id" },
            data: { attendees, need_notification: options.notify },
          },
          auth,
        ),
      answer: addAnswer,
      repeatable: options.repeatable,
    });
    return answer.attendees;
  };

  const deleteEvent = async (eventId: EventId, notify: boolean): Promise<void> => {
    const path = await pathTo(eventId);
    await client
      .call({
        api: "eventDelete",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.delete(
            { path, params: { need_notification: notify ? "true" : "false" } },
            auth,
          ),
        answer: anything,
        repeatable: true,
      })
      .catch(unlessGone);
  };

  const getEvent = async (eventId: EventId): Promise<VendorEvent> => {
    const path = await pathTo(eventId);
    const { event } = await client.call({
      api: "eventGet",
      send: (sdk, auth) =>
        sdk.calendar.v4.calendarEvent.get({ path, params: { user_id_type: "open_id" } }, auth),
      answer: getAnswer,
      repeatable: true,
    });
    return event;
  };

  const attendeesOf = async (eventId: EventId): Promise<Attendee[]> => {
    const path = await pathTo(eventId);
    return allPages("list the attendees", async (token) => {
      const page = await client.call({
        api: "attendeeList",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEventAttendee.list(
            {
              path,
              params: { user_id_type: "open_id", page_size: 100, ...(token && { page_token: token }) },
            },
            auth,
          ),
        answer: listAnswer,
        repeatable: true,
      });
      return { items: page.items, token: page.has_more ? page.page_token : undefined };
    });
  };

  return {
    async read(eventId, organiser) {
      try {
        const event = await getEvent(eventId);
        if (event.status === "cancelled") return undefined;
        return eventOf(event, await attendeesOf(eventId), organiser, zone);
      } catch (error) {
        if (isEventGone(error)) return undefined;
        throw error;
      }
    },

    /** Two calls. Fails only when nothing is left behind, or with `unknown` where something may be. */
    async create(draft, key) {
      const eventId = await createEvent(draft, key);
      try {
        await addAttendees(eventId, asAttendees([draft.organiser.id]), { notify: false, repeatable: true });
      } catch (error) {
        await deleteEvent(eventId, false).catch((cause: unknown) => {
          throw leftBehind(eventId, cause);
        });
        throw isPlatformError(error, "unknown") ? takenBack(error) : error;
      }
      return eventId;
    },

    /** The room answers later. `operate_id` is whom the room's people may ask: an app's event must name somebody. */
    async addRoom(eventId, roomId, organiser) {
      const attendees = await addAttendees(
        eventId,
        [{ type: "resource", room_id: roomId, operate_id: organiser.id }],
        { notify: true, repeatable: false },
      );
      const room = findRoom(attendees, roomId);
      return room ? responseOf(room) : "pending";
    },

    async removeRoom(eventId, roomId) {
      const path = await pathTo(eventId);
      await client
        .call({
          api: "attendeeDelete",
          send: (sdk, auth) =>
            sdk.calendar.v4.calendarEventAttendee.batchDelete(
              {
                path,
                params: { user_id_type: "open_id" },
                data: { delete_ids: [{ type: "resource", room_id: roomId }], need_notification: true },
              },
              auth,
            ),
          answer: anything,
          repeatable: true,
        })
        .catch((error: unknown) => {
          if (!isAttendeeGone(error)) unlessGone(error);
        });
    },

    /** One person whom Feishu refuses keeps nobody else from being invited; the refusal is told in the end. */
    async invite(eventId, people, organiser) {
      const guests = [...new Set(people.map(({ id }) => id))].filter((id) => id !== organiser.id);
      const ask = (ids: readonly PersonId[]) =>
        // Who is invited already stays so, and is not told again.
        addAttendees(eventId, asAttendees(ids), { notify: true, repeatable: true });
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
     * Only the times are sent, so all else stays as it is. Guests are told. The rooms are asked anew, and answer as
     * they do on a new event.
     */
    async reschedule(eventId, to) {
      const path = await pathTo(eventId);
      await client.call({
        api: "eventPatch",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.patch(
            {
              path,
              params: { user_id_type: "open_id" },
              data: { ...timesOf(to, zone), need_notification: true },
            },
            auth,
          ),
        answer: anything,
        // The same times again change nothing.
        repeatable: true,
      });
    },

    remove: (eventId, _organiser, how) => deleteEvent(eventId, how !== "quietly"),
  };
}

/** Feishu wants 32 to 128 characters, unique for the app and the calendar. */
const idempotencyKey = (key: string): string => createHash("sha256").update(key).digest("hex");
const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const timesOf = ({ start, end }: Interval, zone: string) => ({
  start_time: { timestamp: seconds(start), timezone: zone },
  end_time: { timestamp: seconds(end), timezone: zone },
});

const asAttendees = (personIds: readonly PersonId[]): AttendeeDraft[] =>
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
