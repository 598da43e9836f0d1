import type { Meeting } from "../../world.ts";
import { attendeesOf } from "../attendee-view.ts";
import type { BotCalendar, EventDetails } from "../calendar.ts";
import { isNode } from "../card.ts";
import { invalidFields, refusal } from "../errors.ts";
import { readEvent } from "../event-input.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { userIdType } from "../people.ts";
import type { Tenant } from "../tenant.ts";

/** calendar/v4 calendars and events of the bot. Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create and its neighbours. */
export function eventRoutes(tenant: Tenant, calendar: BotCalendar): Handlers {
  const { world } = tenant.ground;

  return {
    "calendar.calendars.primary": ({ query }) => {
      userIdType(query);
      return {
        calendars: [
          {
            calendar: {
              calendar_id: tenant.botCalendarId,
              summary: tenant.bot.name,
              description: "",
              permissions: "private",
              color: -14513409,
              type: "primary",
              summary_alias: "",
              is_deleted: false,
              is_third_party: false,
              role: "owner",
            },
            user_id: tenant.bot.openId,
          },
        ],
      };
    },

    "calendar.events.create": (call) => {
      ownCalendar(tenant, call);
      const key = call.query.get("idempotency_key") ?? undefined;
      if (key !== undefined && (key.length < 32 || key.length > 128)) {
        throw invalidFields([{ field: "idempotency_key", description: "the length is from 32 to 128" }]);
      }
      const { title = "", when, fields } = readEvent(call.body);
      if (!when) {
        throw invalidFields([
          {
            field: call.body.start_time === undefined ? "start_time" : "end_time",
            description: "is required",
          },
        ]);
      }
      const { startTime, endTime, ...interval } = when;
      const meeting = calendar.create(interval, title, { fields, startTime, endTime, attendees: [] }, key);
      return { event: show(meeting, calendar.detailsOf(meeting)) };
    },

    "calendar.events.get": (call) => {
      const { meeting, details } = findEvent(tenant, calendar, call, { alsoDeleted: true });
      const type = userIdType(call.query);
      if (call.query.get("need_attendee") !== "true") return { event: show(meeting, details) };
      const most = Number(call.query.get("max_attendee_num") || 10);
      if (!Number.isInteger(most) || most < 1 || most > 100) throw refusal(190002);
      const attendees = attendeesOf(calendar, meeting, details, type);
      return {
        event: {
          ...show(meeting, details),
          attendees: attendees.slice(0, most),
          has_more_attendee: attendees.length > most,
        },
      };
    },

    "calendar.events.list": (call) => {
      ownCalendar(tenant, call);
      return list(call.query, calendar.events());
    },

    "calendar.events.patch": (call) => {
      const { meeting, details } = findEvent(tenant, calendar, call);
      const { title, when, fields } = readEvent(call.body);
      details.fields = { ...details.fields, ...fields };
      if (title !== undefined) world.change(meeting, { title });
      if (when) {
        const { startTime, endTime, ...interval } = when;
        Object.assign(details, { startTime, endTime });
        calendar.move(meeting, details, interval);
      }
      return { event: show(meeting, details) };
    },

    "calendar.events.delete": (call) => {
      const { meeting } = findEvent(tenant, calendar, call);
      const wish = call.query.get("need_notification");
      if (wish !== null && wish !== "true" && wish !== "false") throw refusal(190002);
      world.cancel(meeting);
      return {};
    },
  };

  function list(query: URLSearchParams, events: readonly Meeting[]): object {
    const [from, to, anchor] = [
      seconds(query, "start_time"),
      seconds(query, "end_time"),
      seconds(query, "anchor_time"),
    ];
    const isWindow = from !== undefined || to !== undefined;
    if (
      isWindow &&
      (from === undefined || to === undefined || anchor !== undefined || query.has("page_token"))
    ) {
      throw refusal(190002);
    }
    const chosen = events.filter((one) =>
      isWindow
        ? one.start < (to ?? 0) * 1_000 && one.end > (from ?? 0) * 1_000
        : one.end >= (anchor ?? 0) * 1_000,
    );
    const bad = () => refusal(190002);
    const { items, ...rest } = page(chosen, query, {
      least: 50,
      most: 1_000,
      usual: 500,
      badSize: bad,
      badToken: bad,
    });
    const shown = { items: items.map((meeting) => show(meeting, calendar.detailsOf(meeting))) };
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

  function show(meeting: Meeting, details: EventDetails | undefined): object {
    const {
      description = "",
      visibility = "default",
      attendee_ability = "none",
      ...fields
    } = details?.fields ?? {};
    const { free_busy_status = "busy", location = {}, color = -1, reminders = [] } = fields;
    const link = new URLSearchParams({
      calendarId: tenant.botCalendarId,
      key: meeting.id,
      originalTime: "0",
      startTime: String(meeting.start / 1_000),
    });
    return {
      event_id: `${meeting.id}_0`,
      organizer_calendar_id: tenant.botCalendarId,
      summary: meeting.title,
      description,
      start_time: details?.startTime,
      end_time: details?.endTime,
      vchat: videoMeeting(meeting, details),
      visibility,
      attendee_ability,
      free_busy_status,
      location,
      color,
      reminders,
      recurrence: "",
      status: meeting.isCancelled ? "cancelled" : "confirmed",
      is_exception: false,
      recurring_event_id: "",
      create_time: String(Math.floor(meeting.createdMs / 1_000)),
      event_organizer: { user_id: tenant.bot.openId, display_name: tenant.bot.name },
      app_link: `https://applink.feishu.cn/client/calendar/event/detail?${link}`,
    };
  }
}

/** A query parameter that is Unix seconds. */
function seconds(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,10}$/.test(text)) throw refusal(190002);
  return Number(text);
}

/** The video meeting of an event: a link comes with the first attendee, unless none is wanted. */
function videoMeeting(meeting: Meeting, details: EventDetails | undefined): object {
  const wish = details?.fields.vchat;
  const vchat = isNode(wish) ? wish : {};
  const type = vchat.vc_type ?? "vc";
  if (type !== "vc" || !details || details.attendees.length === 0) return vchat;
  const number = String(Number.parseInt(meeting.id.slice(0, 8), 16) % 1_000_000_000).padStart(9, "0");
  return { ...vchat, vc_type: "vc", meeting_url: `https://vc.feishu.cn/j/${number}` };
}

/** Throws unless the path names the bot's calendar: it has no role on anybody else's. */
function ownCalendar({ botCalendarId, ground }: Tenant, { params }: ApiCall): void {
  const id = params.calendar_id ?? "";
  if (id === "primary" || id === botCalendarId) return;
  if (!/^feishu\.cn_\w+@group\.calendar\.feishu\.cn$/.test(id)) throw refusal(191001);
  const isSomebodys = ground.world.office.colleagues.some((one) => id === calendarIdOf(one.feishu.userId));
  throw refusal(isSomebodys ? 191002 : 191000);
}

/** The id of a colleague's own calendar. */
const calendarIdOf = (userId: string): string => `feishu.cn_${userId}@group.calendar.feishu.cn`;

/** The event that the path names; a deleted one can only be read. */
export function findEvent(
  tenant: Tenant,
  calendar: BotCalendar,
  call: ApiCall,
  { alsoDeleted = false } = {},
): { meeting: Meeting; details: EventDetails } {
  ownCalendar(tenant, call);
  const id = call.params.event_id ?? "";
  if (!/^[\w-]+_\d+$/.test(id)) throw refusal(193000);
  const found = id.endsWith("_0") ? calendar.find(id) : undefined;
  if (!found) throw refusal(193001);
  if (found.meeting.isCancelled && !alsoDeleted) throw refusal(193003);
  return found;
}
