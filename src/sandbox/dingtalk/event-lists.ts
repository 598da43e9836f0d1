import type { Meeting } from "../world.ts";
import { calendarOf, pageSize } from "./calendar.ts";
import { invalidParameter } from "./errors.ts";
import { shownEvent } from "./event-view.ts";
import type { Ids } from "./ids.ts";
import type { Call, Handlers } from "./request.ts";
import { instantOf } from "./times.ts";

const LARGEST_PAGE = 100;
/** "timeMin 与 timeMax 的间隔不超过一年" (Query an event list). */
const LONGEST_MS = 366 * 86_400_000;

/** Events of a person in a stretch of time: `list` goes by their start, `view` takes whatever touches it. */
export function eventListHandlers(ids: Ids): Handlers {
  const paged = (call: Call, isWanted: (meeting: Meeting, window: Window) => boolean) => {
    const calendar = calendarOf(ids, call);
    const window = readWindow(call);
    const size = pageSize(call.query.maxResults, LARGEST_PAGE);
    const maxAttendees = pageSize(call.query.maxAttendees, LARGEST_PAGE);
    const from = readToken(call.query.nextToken);
    const wanted = calendar.meetings().filter((meeting) => isWanted(meeting, window));
    const hasMore = from + size < wanted.length;
    return {
      events: wanted
        .slice(from, from + size)
        .map((meeting) => shownEvent(meeting, calendar.owner, ids, maxAttendees)),
      ...(hasMore ? { nextToken: tokenOf(from + size) } : {}),
    };
  };
  return {
    "calendar.events.list": (call) =>
      paged(call, ({ start }, window) => start >= window.min && start < window.max),
    "calendar.events.view": (call) =>
      paged(call, ({ start, end }, window) => end > window.min && start < window.max),
  };
}

interface Window {
  readonly min: number;
  readonly max: number;
}

function readWindow({ query }: Call): Window {
  const { timeMin, timeMax } = query;
  const min = timeMin ? instantOf(timeMin, "timeMin", "seconds") : Number.NEGATIVE_INFINITY;
  const max = timeMax ? instantOf(timeMax, "timeMax", "seconds") : Number.POSITIVE_INFINITY;
  if (timeMin && timeMax && max <= min) throw invalidParameter("timeMax must be after timeMin");
  if (timeMin && timeMax && max - min > LONGEST_MS)
    throw invalidParameter("time range must be within 1 year");
  return { min, max };
}

const tokenOf = (from: number): string => Buffer.from(`offset:${from}`).toString("base64");

function readToken(token: string | undefined): number {
  if (!token) return 0;
  const found = /^offset:(\d+)$/.exec(Buffer.from(token, "base64").toString("latin1"));
  if (!found) throw invalidParameter("nextToken invalid");
  return Number(found[1]);
}
