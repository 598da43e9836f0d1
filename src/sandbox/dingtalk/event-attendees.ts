import type { PersonReply } from "../world.ts";
import { calendarOf } from "./calendar.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import { extraOf } from "./event-view.ts";
import { readAttendees } from "./events.ts";
import type { Ids } from "./ids.ts";
import { asList, asRecord, type Handlers } from "./request.ts";

/** What can be said to an invitation; `needsAction` takes back what was said before. */
const REPLIES: ReadonlyMap<unknown, PersonReply | undefined> = new Map([
  ["accepted", "accepted"],
  ["tentative", "tentative"],
  ["declined", "declined"],
  ["needsAction", undefined],
]);

/** People onto an event and off it, and what they say to it. */
export function eventAttendeeHandlers(ids: Ids): Handlers {
  const { world } = ids;
  return {
    "calendar.attendees.add": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = calendar.ownEvent(call);
      const added = readAttendees(call.body.attendeesToAdd, calendar);
      if (added.length === 0) throw invalidParameter("attendees must be provided.");
      const optional = added.filter((one) => one.isOptional).map((one) => one.key);
      const extra = extraOf(meeting);
      meeting.extra.dingtalk = { ...extra, optional: [...new Set([...(extra.optional ?? []), ...optional])] };
      world.change(meeting, {
        attendeeKeys: [...new Set([...meeting.attendeeKeys, ...added.map((one) => one.key)])],
      });
      return {};
    },
    "calendar.attendees.remove": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = calendar.ownEvent(call);
      const unionIds = asList(call.body.attendeesToRemove).map((one) => asRecord(one).id);
      if (unionIds.length === 0) throw invalidParameter("attendees to remove must be provided.");
      if (unionIds.includes(calendar.owner.dingtalk.unionId)) {
        // Recorded live as a business error of this code and text.
        throw new ApiError(400, "300000", "can not remove organizer.");
      }
      const isLeaving = (key: string) => unionIds.includes(ids.unionIdOf(key));
      world.change(meeting, { attendeeKeys: meeting.attendeeKeys.filter((key) => !isLeaving(key)) });
      return {};
    },
    "calendar.events.respond": (call) => {
      const calendar = calendarOf(ids, call);
      const meeting = calendar.event(call);
      const { responseStatus } = call.body;
      if (!REPLIES.has(responseStatus)) throw invalidParameter("responseStatus invalid");
      const { key } = calendar.owner;
      const reply = REPLIES.get(responseStatus);
      const { [key]: _, ...others } = meeting.replies;
      world.change(meeting, { replies: reply === undefined ? others : { ...others, [key]: reply } });
      return {};
    },
  };
}
