import type { PersonReply } from "../world.ts";
import { type Calendar, calendarOf } from "./calendar.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import { MAX_ATTENDEES, readAttendees } from "./event-input.ts";
import { attendeesOf, extraOf } from "./event-view.ts";
import type { EventTools } from "./events.ts";
import { waysLeft } from "./notices.ts";
import { readToken, tokenOf } from "./paging.ts";
import { asList, asRecord, type Call, type Handlers } from "./request.ts";
import { held } from "./room-claims.ts";

/** What can be said to an invitation; `needsAction` takes back what was said before. */
const REPLIES: ReadonlyMap<unknown, PersonReply | undefined> = new Map([
  ["accepted", "accepted"],
  ["tentative", "tentative"],
  ["declined", "declined"],
  ["needsAction", undefined],
]);

/** People onto an event and off it, and what they say to it. */
export function eventAttendeeHandlers({ ids, idempotency, notices, claims }: EventTools): Handlers {
  const { world } = ids;

  const add = (call: Call, calendar: Calendar) => {
    const { attendeesToAdd, pushNotification: push, chatNotification: chat } = call.body;
    const event = calendar.ownEvent(call);
    const added = readAttendees(attendeesToAdd, calendar);
    if (added.length === 0) throw invalidParameter("attendees must be provided.");
    const news = added.map((one) => one.key).filter((key) => !event.attendeeKeys.includes(key));
    const meeting = calendar.alone(event);
    const extra = extraOf(meeting);
    const optional = added.filter((one) => one.isOptional).map((one) => one.key);
    meeting.extra.dingtalk = { ...extra, optional: [...new Set([...(extra.optional ?? []), ...optional])] };
    world.change(meeting, { attendeeKeys: [...new Set([...meeting.attendeeKeys, ...news])] });
    notices.tell("invited", meeting, waysLeft({ push: push === false, chat: chat === false }), news);
    for (const { roomKey, answer } of held(meeting))
      claims.news.tell("bookMemberChange", meeting, roomKey, answer);
    return {};
  };

  const remove = (call: Call, calendar: Calendar) => {
    const event = calendar.ownEvent(call);
    const unionIds = asList(call.body.attendeesToRemove).map((one) => asRecord(one).id);
    if (unionIds.length === 0) throw invalidParameter("attendees to remove must be provided.");
    if (unionIds.includes(calendar.owner.dingtalk.unionId)) {
      // Recorded live as a business error of this code and text.
      throw new ApiError(400, "300000", "can not remove organizer.");
    }
    const isLeaving = (key: string) => unionIds.includes(ids.unionIdOf(key));
    const leaving = event.attendeeKeys.filter(isLeaving);
    const meeting = calendar.alone(event);
    world.change(meeting, { attendeeKeys: meeting.attendeeKeys.filter((key) => !isLeaving(key)) });
    notices.tell("removed", meeting, ["push"], leaving);
    for (const { roomKey, answer } of held(meeting))
      claims.news.tell("bookMemberChange", meeting, roomKey, answer);
    return {};
  };

  return {
    "calendar.attendees.add": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("attendees.add", call, () => add(call, calendar));
    },
    "calendar.attendees.remove": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("attendees.remove", call, () => remove(call, calendar));
    },
    "calendar.attendees.list": (call) => {
      const calendar = calendarOf(ids, call);
      const event = calendar.event(call);
      const size = call.query.maxResults === undefined ? 100 : Number(call.query.maxResults);
      if (!(Number.isInteger(size) && size >= 0 && size <= MAX_ATTENDEES)) {
        throw new ApiError(400, "invalidParameter.maxResults", "maxResults size must within range [0,500]");
      }
      const from = readToken(call.query.nextToken);
      const attendees = attendeesOf(event, calendar.owner, ids);
      return {
        attendees: attendees.slice(from, from + size),
        ...(from + size < attendees.length ? { nextToken: tokenOf(from + size) } : {}),
      };
    },
    "calendar.events.respond": (call) => {
      const calendar = calendarOf(ids, call);
      const event = calendar.event(call);
      const { responseStatus } = call.body;
      if (!REPLIES.has(responseStatus)) throw invalidParameter("responseStatus invalid");
      const { key } = calendar.owner;
      const reply = REPLIES.get(responseStatus);
      const { [key]: _, ...others } = event.replies;
      world.change(calendar.alone(event), {
        replies: reply === undefined ? others : { ...others, [key]: reply },
      });
      return {};
    },
  };
}
