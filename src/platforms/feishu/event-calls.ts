import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import type { EventId, PersonId, RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import { type Attendee, attendee } from "./attendees.ts";
import { anything, type Call, dataOf, type FeishuClient, listOf, maybe, rowsOf, segment } from "./client.ts";
import { unreadable } from "./errors.ts";
import { type VendorEvent, vendorEvent } from "./event.ts";
import { kept } from "./kept.ts";
import { allPages } from "./paging.ts";

const BOTS_CALENDAR = { kind: "calendar", lifeMs: 24 * 60 * 60_000, shape: z.string().min(1) };

const primaryAnswer = dataOf(
  z.object({ calendars: listOf(z.object({ calendar: z.object({ calendar_id: z.string().min(1) }) })) }),
);
const createAnswer = dataOf(z.object({ event: z.object({ event_id: z.string().min(1) }) }));
const getAnswer = dataOf(z.object({ event: vendorEvent.extend({ has_more_attendee: maybe(z.boolean()) }) }));
/** `max_attendee_num` of "Get calendar event". */
const MOST_WITH_EVENT = 100;
const addAnswer = dataOf(z.object({ attendees: listOf(attendee) }));
const listAnswer = dataOf(
  z.object({ items: listOf(attendee), page_token: maybe(z.string()), has_more: maybe(z.boolean()) }),
);

const instancesAnswer = dataOf(z.object({ items: rowsOf(vendorEvent) }));

/** What an event may be told; the fields' names are the vendor's. */
export interface EventFields {
  readonly start_time: VendorTime;
  readonly end_time: VendorTime;
  readonly summary?: string;
  readonly recurrence?: string;
  readonly need_notification?: boolean;
  readonly vchat?: { vc_type: "vc"; meeting_settings: { allow_attendees_start: boolean } };
  readonly attendee_ability?: "can_modify_event";
}
interface VendorTime {
  /** Seconds. */
  readonly timestamp: string;
  readonly timezone: string;
}

/**
 * Who, or which room, is asked to an event. `operate_id`: whom a room's people may ask, which an app's event must name.
 * `approval_reason`: why, for a room that somebody has to approve; only a colleague can give one.
 */
export type AttendeeDraft =
  | { type: "user"; user_id: PersonId }
  | { type: "resource"; room_id: RoomId; operate_id?: PersonId; approval_reason?: string };

export interface EventCallsOptions {
  readonly client: FeishuClient;
  /** Whose bot it is. */
  readonly appId: string;
  readonly storage: Storage;
  readonly clock: Clock;
}

export type EventCalls = ReturnType<typeof createEventCalls>;

/**
 * The calls of calendar/v4 on one's primary calendar: the bot's own in the app's name, or that of the colleague `as`
 * who linked an account. Each fails with a `PlatformError`.
 */
export function createEventCalls({ client, appId, storage, clock }: EventCallsOptions, as?: PersonId) {
  const call = <T>(one: Call<T>): Promise<T> => client.call({ ...one, as });
  const botsCalendar = kept({ storage, clock }, BOTS_CALENDAR, async () => {
    const { calendars } = await call({
      api: "calendarPrimary",
      send: (sdk, auth) => sdk.calendar.v4.calendar.primary({ params: { user_id_type: "open_id" } }, auth),
      answer: primaryAnswer,
      repeatable: true,
    });
    const [own] = calendars;
    if (!own) throw unreadable("find the bot's calendar");
    return own.calendar.calendar_id;
  });
  // What the vendor's own command line calls a person's calendar; a bot's is asked for.
  const ownCalendar = async () => (as === undefined ? botsCalendar(appId) : "primary");
  const pathTo = async (eventId: EventId) => ({
    calendar_id: segment(await ownCalendar()),
    event_id: segment(eventId),
  });
  const params = { user_id_type: "open_id" } as const;

  return {
    /** Of the calendar that all of this is on. */
    calendarId: ownCalendar,

    /** The same idempotency key makes no second event. */
    async create(data: EventFields, idempotencyKey: string): Promise<EventId> {
      const path = { calendar_id: segment(await ownCalendar()) };
      const { event } = await call({
        api: "eventCreate",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.create(
            { path, params: { ...params, idempotency_key: idempotencyKey }, data },
            auth,
          ),
        answer: createAnswer,
        repeatable: true,
      });
      return event.event_id;
    },

    /** With its attendees, where these come along whole: that spares the call for them. */
    async get(eventId: EventId): Promise<{ event: VendorEvent; attendees: Attendee[] | undefined }> {
      const path = await pathTo(eventId);
      const { event } = await call({
        api: "eventGet",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.get(
            { path, params: { ...params, need_attendee: true, max_attendee_num: MOST_WITH_EVENT } },
            auth,
          ),
        answer: getAnswer,
        repeatable: true,
      });
      const { attendees, has_more_attendee: isCut } = event;
      return { event, attendees: attendees.length > 0 && !isCut ? attendees : undefined };
    },

    /** What touches the window, recurring ones expanded. */
    async instances(window: Interval): Promise<VendorEvent[]> {
      const path = { calendar_id: segment(await ownCalendar()) };
      const { items } = await call({
        api: "eventInstances",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.instanceView(
            {
              path,
              params: {
                ...params,
                start_time: String(Math.floor(window.start / 1000)),
                end_time: String(Math.ceil(window.end / 1000)),
              },
            },
            auth,
          ),
        answer: instancesAnswer,
        repeatable: true,
      });
      return items.rows;
    },

    /** What is not named stays as it is; said again, it changes nothing. */
    async patch(eventId: EventId, data: EventFields): Promise<void> {
      const path = await pathTo(eventId);
      await call({
        api: "eventPatch",
        send: (sdk, auth) => sdk.calendar.v4.calendarEvent.patch({ path, params, data }, auth),
        answer: anything,
        repeatable: true,
      });
    },

    async delete(eventId: EventId, notify: boolean): Promise<void> {
      const path = await pathTo(eventId);
      await call({
        api: "eventDelete",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEvent.delete(
            { path, params: { need_notification: notify ? "true" : "false" } },
            auth,
          ),
        answer: anything,
        repeatable: true,
      });
    },

    /** Who is there already stays so. A room that has said no is asked anew, so asking rooms is not repeatable. */
    async addAttendees(
      eventId: EventId,
      attendees: AttendeeDraft[],
      options: { readonly notify: boolean; readonly repeatable: boolean },
    ): Promise<readonly Attendee[]> {
      const path = await pathTo(eventId);
      const answer = await call({
        api: "attendeeCreate",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEventAttendee.create(
            { path, params, data: { attendees, need_notification: options.notify } },
            auth,
          ),
        answer: addAnswer,
        repeatable: options.repeatable,
      });
      return answer.attendees;
    },

    async attendees(eventId: EventId): Promise<Attendee[]> {
      const path = await pathTo(eventId);
      return allPages("list the attendees", async (token) => {
        const page = await call({
          api: "attendeeList",
          send: (sdk, auth) =>
            sdk.calendar.v4.calendarEventAttendee.list(
              { path, params: { ...params, page_size: 100, ...(token && { page_token: token }) } },
              auth,
            ),
          answer: listAnswer,
          repeatable: true,
        });
        return { items: page.items, token: page.has_more ? page.page_token : undefined };
      });
    },

    async deleteRoom(eventId: EventId, roomId: RoomId): Promise<void> {
      const path = await pathTo(eventId);
      await call({
        api: "attendeeDelete",
        send: (sdk, auth) =>
          sdk.calendar.v4.calendarEventAttendee.batchDelete(
            {
              path,
              params,
              data: { delete_ids: [{ type: "resource", room_id: roomId }], need_notification: true },
            },
            auth,
          ),
        answer: anything,
        repeatable: true,
      });
    },
  };
}
