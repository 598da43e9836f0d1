import { calendarOf } from "./calendar.ts";
import { ApiError, invalidParameter } from "./errors.ts";
import { extraOf } from "./event-view.ts";
import { readAttendees } from "./events.ts";
import type { Ids } from "./ids.ts";
import { asList, asRecord, type Handlers } from "./request.ts";

/** People onto an event and off it. */
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
  };
}
