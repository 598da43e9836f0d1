import { showAttendee } from "../attendee-view.ts";
import { findEvent, may, ownCalendar, viewerOf } from "../calendar-access.ts";
import { refusal } from "../errors.ts";
import type { EventBook } from "../event-book.ts";
import { showInstance } from "../event-view.ts";
import type { Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import type { Tenant } from "../tenant.ts";
import { windowOf } from "../unix-seconds.ts";

const DAY_MS = 86_400_000;
const VIEW = { belowMs: 40 * DAY_MS, tooLong: () => refusal(193103) };
const MOST_IN_VIEW = 1_000;
/** "不能超过 2年". */
const SERIES = { belowMs: 732 * DAY_MS, tooLong: () => refusal(190002) };

/**
 * Every time at which events take place: those of one series, or all of a calendar.
 * Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/instances and …/instance_view
 */
export function instanceRoutes(tenant: Tenant, book: EventBook): Handlers {
  const { world } = tenant.ground;

  return {
    "calendar.events.instances": (call) => {
      const { meeting, details } = findEvent(tenant, book, call);
      const times = world.occurrences(meeting, windowOf(call.query, SERIES));
      const bad = () => refusal(190002);
      const paging = { least: 10, most: 500, usual: 50, badSize: bad, badToken: bad };
      const { items, ...rest } = page(times, call.query, paging);
      const viewer = viewerOf(tenant, call);
      return { items: items.map((one) => showInstance(tenant, one, details, viewer)), ...rest };
    },

    "calendar.events.instance_view": (call) => {
      const caller = ownCalendar(tenant, call);
      const window = windowOf(call.query, VIEW);
      const times = book.calendarOf(caller).flatMap((meeting) => world.occurrences(meeting, window));
      if (times.length > MOST_IN_VIEW) throw refusal(193104);
      const viewer = viewerOf(tenant, call);
      const items = times
        .toSorted((one, other) => one.start - other.start)
        .flatMap((one) => {
          const meeting = one.series ?? one;
          const details = book.detailsOf(meeting);
          if (!details) return [];
          const isOrganiser = meeting.organiserKey === caller.key;
          const people = may({ meeting, details, caller, isOrganiser }, "can_see_others")
            ? details.attendees
            : [];
          const attendees = people.map((who) => showAttendee(book.desk, meeting, who, viewer.type));
          return { ...showInstance(tenant, one, details, viewer), attendees };
        });
      return { items };
    },
  };
}
