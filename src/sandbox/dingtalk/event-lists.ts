import type { Clock } from "../../core/clock.ts";
import type { Interval } from "../../core/interval.ts";
import { dayWindow, localDateOf } from "../../time/zone.ts";
import type { Occurrence } from "../series.ts";
import type { Meeting } from "../world.ts";
import { type Calendar, calendarOf, pageSize } from "./calendar.ts";
import { invalidParameter } from "./errors.ts";
import { shownEvent } from "./event-view.ts";
import { eventIdOf, type Ids, seriesIdOf } from "./ids.ts";
import { readToken, tokenOf } from "./paging.ts";
import type { Call, Handlers } from "./request.ts";
import type { Switches } from "./switches.ts";
import { instantOf } from "./times.ts";

const LARGEST_PAGE = 100;
/** "timeMin 与 timeMax 的间隔不超过一年" (Query an event list). */
const LONGEST_MS = 366 * 86_400_000;

/** Events of a person in a stretch of time: `list` goes by their start, `view` takes whatever touches it. */
export function eventListHandlers(ids: Ids, clock: Clock, switches: Switches): Handlers {
  const { world } = ids;
  const { zone } = world.office;

  const paged = (
    call: Call,
    eventsOf: (calendar: Calendar, window: Interval) => Occurrence[],
    show: typeof shownEvent = shownEvent,
  ) => {
    const calendar = calendarOf(ids, call);
    const window = readWindow(call);
    const size = pageSize(call.query.maxResults, LARGEST_PAGE);
    const maxAttendees = pageSize(call.query.maxAttendees, LARGEST_PAGE);
    const from = readToken(call.query.nextToken);
    const wanted = eventsOf(calendar, window).sort((a, b) => a.start - b.start);
    const hasMore = from + size < wanted.length;
    return {
      events: wanted.slice(from, from + size).map((event) => show(event, calendar.owner, ids, maxAttendees)),
      ...(hasMore ? { nextToken: tokenOf(from + size) } : {}),
    };
  };

  /**
   * Of a series "所有过去的循环日程实例，但是未来的不会返回", today's counted as past. That the first is shown as the series
   * itself is assumed: nothing else would tell of one that is still to begin.
   */
  const listed = (meeting: Meeting): Occurrence[] => {
    if (!meeting.recurrence) return [meeting];
    const past = {
      start: Number.NEGATIVE_INFINITY,
      end: dayWindow(localDateOf(clock.now(), zone), zone).end,
    };
    return [meeting, ...world.occurrences(meeting, past).filter(({ start }) => start !== meeting.start)];
  };

  const viewed: typeof shownEvent = (event, ...rest) => {
    const { meetingRooms, ...shown } = shownEvent(event, ...rest);
    return clock.now() < event.updatedMs + switches.viewLagMs ? shown : { ...shown, meetingRooms };
  };

  return {
    "calendar.events.list": (call) =>
      paged(call, (calendar, window) =>
        calendar
          .meetings()
          .flatMap(listed)
          .filter(({ start }) => start >= window.start && start < window.end)
          .filter((event) => isOf(call.query.seriesMasterId, event)),
      ),
    "calendar.events.view": (call) =>
      paged(
        call,
        (calendar, window) => calendar.meetings().flatMap((meeting) => world.occurrences(meeting, window)),
        viewed,
      ),
  };
}

const isOf = (seriesMasterId: string | undefined, event: Occurrence): boolean =>
  !seriesMasterId || seriesIdOf(event) === seriesMasterId || eventIdOf(event) === seriesMasterId;

function readWindow({ query }: Call): Interval {
  const { timeMin, timeMax } = query;
  const start = timeMin ? instantOf(timeMin, "timeMin", "seconds") : Number.NEGATIVE_INFINITY;
  const end = timeMax ? instantOf(timeMax, "timeMax", "seconds") : Number.POSITIVE_INFINITY;
  if (timeMin && timeMax && end <= start) throw invalidParameter("timeMax must be after timeMin");
  if (timeMin && timeMax && end - start > LONGEST_MS)
    throw invalidParameter("time range must be within 1 year");
  return { start, end };
}
