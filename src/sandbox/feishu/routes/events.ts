import type { Interval } from "../../../core/interval.ts";
import type { Meeting } from "../../world.ts";
import { showAttendee } from "../attendee-view.ts";
import { peopleOf } from "../attendees.ts";
import { type Found, findEvent, findInstance, may, ownCalendar, viewerOf } from "../calendar-access.ts";
import { invalidFields, refusal } from "../errors.ts";
import type { EventBook } from "../event-book.ts";
import { type EventInput, readEvent } from "../event-input.ts";
import { showEvent, type Viewer } from "../event-view.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { userId, userIdType } from "../people.ts";
import { calendarIdOf, type Tenant, whoIs } from "../tenant.ts";
import { secondsOf } from "../unix-seconds.ts";

/** Fields that everybody has for themselves, and that who is only asked to an event may change. */
const OWN_FIELDS: readonly string[] = ["visibility", "free_busy_status", "color", "reminders"];

/** calendar/v4 calendars and events. Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create and its neighbours. */
export function eventRoutes(tenant: Tenant, book: EventBook): Handlers {
  const { world } = tenant.ground;

  return {
    "calendar.calendars.primary": ({ query, user }) => {
      const type = userIdType(query);
      const owner = user ?? whoIs(tenant, "bot");
      return {
        calendars: [
          {
            calendar: {
              calendar_id: calendarIdOf(tenant, owner),
              summary: owner.name,
              description: "",
              permissions: "private",
              color: -14513409,
              type: "primary",
              summary_alias: "",
              is_deleted: false,
              is_third_party: false,
              role: "owner",
            },
            user_id: userId(owner, type),
          },
        ],
      };
    },

    "calendar.events.create": (call) => {
      const owner = ownCalendar(tenant, call);
      const key = call.query.get("idempotency_key") ?? undefined;
      if (key !== undefined && (key.length < 32 || key.length > 128)) {
        throw invalidFields([{ field: "idempotency_key", description: "the length is from 32 to 128" }]);
      }
      const { title = "", when, rule, fields, isTold = true } = read(call);
      if (!when) {
        const field = call.body.start_time === undefined ? "start_time" : "end_time";
        throw invalidFields([{ field, description: "is required" }]);
      }
      const { zone, ...times } = when;
      const details = { fields, own: new Map(), zone, isTold, attendees: [] };
      const event = { when: { ...times, ...(rule === undefined ? {} : { rule }) }, title, details };
      const meeting = book.create(owner, event, key);
      return { event: show(meeting, viewerOf(tenant, call)) };
    },

    "calendar.events.get": (call) => {
      const found = findEvent(tenant, book, call, { alsoDeleted: true });
      const { meeting, details } = found;
      const viewer = viewerOf(tenant, call);
      if (call.query.get("need_attendee") !== "true") return { event: show(meeting, viewer) };
      const most = Number(call.query.get("max_attendee_num") || 10);
      if (!Number.isInteger(most) || most < 1 || most > 100) throw refusal(190002);
      if (!may(found, "can_see_others")) throw refusal(194001);
      const attendees = details.attendees.map((one) => showAttendee(book.desk, meeting, one, viewer.type));
      return {
        event: {
          ...show(meeting, viewer),
          attendees: attendees.slice(0, most),
          has_more_attendee: attendees.length > most,
        },
      };
    },

    "calendar.events.list": (call) => {
      const owner = ownCalendar(tenant, call);
      return list(call.query, book.calendarOf(owner), viewerOf(tenant, call));
    },

    "calendar.events.patch": (call) => {
      const instance = findInstance(tenant, book, call);
      const found = instance ?? findEvent(tenant, book, call);
      const input = read(call);
      checkMayPatch(found, call);
      const { meeting, details } = instance ? book.detach(instance) : found;
      const { title, when, rule, fields, isTold = details.isTold } = input;
      const own = Object.entries(fields).filter(([name]) => OWN_FIELDS.includes(name));
      const all = Object.entries(fields).filter(([name]) => !OWN_FIELDS.includes(name));
      const { key } = found.caller;
      details.own.set(key, { ...details.own.get(key), ...Object.fromEntries(own) });
      if (!found.isOrganiser) return { event: show(meeting, viewerOf(tenant, call)) };
      details.fields = { ...details.fields, ...Object.fromEntries(all) };
      details.isTold = isTold;
      if (title !== undefined) world.change(meeting, { title });
      if (when) details.zone = when.zone;
      const { start, end, isAllDay } = when ?? meeting;
      // One that was taken out of its series cannot come again.
      const again = rule === undefined || meeting.instanceOf ? {} : { rule };
      book.move(meeting, details, { start, end, isAllDay, ...again });
      if (isTold) book.notices.tell("changed", meeting, details.attendees.flatMap(peopleOf));
      return { event: show(meeting, viewerOf(tenant, call)) };
    },

    "calendar.events.delete": (call) => {
      const instance = findInstance(tenant, book, call);
      const { meeting, details, isOrganiser } = instance ?? findEvent(tenant, book, call);
      const wish = call.query.get("need_notification");
      if (wish !== null && wish !== "true" && wish !== "false") throw refusal(190002);
      if (!isOrganiser) throw refusal(193002);
      if (instance) world.skip(meeting, instance.one.start);
      else world.cancel(meeting);
      if (wish !== "false") book.notices.tell("cancelled", meeting, details.attendees.flatMap(peopleOf));
      return {};
    },
  };

  function read({ body, user }: ApiCall): EventInput {
    return readEvent(body, { isApp: !user, officeZone: world.office.zone });
  }

  /** Whoever is only asked to an event changes what is their own, however much they may change in the client. */
  function checkMayPatch({ isOrganiser }: Found, { body }: ApiCall): void {
    if (isOrganiser) return;
    const others = Object.keys(body).filter((name) => !OWN_FIELDS.includes(name));
    if (others.some((name) => name !== "need_notification")) throw refusal(193002);
  }

  function show(meeting: Meeting, viewer: Viewer): object {
    const details = book.detailsOf(meeting);
    return details ? showEvent(tenant, meeting, details, viewer) : {};
  }

  /** A deleted event is listed by the times it had. */
  function isIn(one: Meeting, window: Interval): boolean {
    if (one.isCancelled) return one.start < window.end && one.end > window.start;
    return world.occurrences(one, window).length > 0;
  }

  function list(query: URLSearchParams, events: readonly Meeting[], viewer: Viewer): object {
    const [from, to, anchor] = [
      secondsOf(query, "start_time"),
      secondsOf(query, "end_time"),
      secondsOf(query, "anchor_time"),
    ];
    const isWindow = from !== undefined || to !== undefined;
    if (
      isWindow &&
      (from === undefined || to === undefined || anchor !== undefined || query.has("page_token"))
    ) {
      throw refusal(190002);
    }
    const window = { start: (from ?? 0) * 1_000, end: (to ?? 0) * 1_000 };
    // From an anchor on every series is told, also one that is over.
    const chosen = events.filter((one) =>
      isWindow ? isIn(one, window) : one.recurrence !== undefined || one.end >= (anchor ?? 0) * 1_000,
    );
    const bad = () => refusal(190002);
    const { items, ...rest } = page(chosen, query, {
      least: 50,
      most: 1_000,
      usual: 500,
      badSize: bad,
      badToken: bad,
    });
    const shown = { items: items.map((meeting) => show(meeting, viewer)) };
    // A window is cut at the page's size and cannot be continued.
    if (isWindow) return { has_more: false, ...shown };
    return rest.has_more
      ? { ...rest, ...shown }
      : {
          ...rest,
          sync_token: `ListCalendarsSyncToken_${Math.floor(tenant.ground.clock.now() / 1_000)}`,
          ...shown,
        };
  }
}
