import type { Interval } from "../../../core/interval.ts";
import type { Meeting } from "../../world.ts";
import type { BotCalendar } from "../calendar.ts";
import { refusal } from "../errors.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { findMember, userIdType } from "../people.ts";
import { readRfc3339, writeRfc3339 } from "../rfc3339.ts";
import { rsvpOf } from "../rsvp.ts";
import type { Tenant } from "../tenant.ts";

const LONGEST_MS = 90 * 86_400_000;

/** calendar/v4/freebusy/list: one person or one room a call. Source: https://open.feishu.cn/document/server-docs/calendar-v4/freebusy/list */
export function freeBusyRoutes({ ground }: Tenant, calendar: BotCalendar): Handlers {
  const { world } = ground;
  const { office } = world;

  const ofRoom = (id: unknown, window: Interval): { meeting: Meeting; rsvp: string }[] => {
    const room = office.rooms.find((one) => one.feishu.roomId === id);
    if (!room) throw refusal(190002);
    return world
      .holding(room.key, window)
      .map((meeting) => ({ meeting, rsvp: rsvpOf(calendar.roomAnswer(meeting, room)) }));
  };

  const ofPerson = ({ body, query }: ApiCall, window: Interval): { meeting: Meeting; rsvp: string }[] => {
    const colleague = findMember(office, userIdType(query), String(body.user_id));
    if (!colleague) throw refusal(195100);
    return world
      .meetings()
      .filter((meeting) => meeting.start < window.end && meeting.end > window.start)
      .filter(
        (meeting) => meeting.organiserKey === colleague.key || meeting.attendeeKeys.includes(colleague.key),
      )
      .filter(
        (meeting) =>
          body.only_busy === false || calendar.detailsOf(meeting)?.fields.free_busy_status !== "free",
      )
      .map((meeting) => ({
        meeting,
        rsvp: meeting.organiserKey === colleague.key ? "accept" : "needs_action",
      }));
  };

  return {
    "calendar.freebusy.list": (call) => {
      const { body } = call;
      const [start, end] = [readRfc3339(body.time_min), readRfc3339(body.time_max)];
      if (start === undefined || end === undefined || end <= start || end - start > LONGEST_MS)
        throw refusal(190002);
      if (!body.user_id && !body.room_id) throw refusal(190002);
      const found = body.user_id ? ofPerson(call, { start, end }) : ofRoom(body.room_id, { start, end });
      return {
        freebusy_list: found.map(({ meeting, rsvp }) => ({
          start_time: writeRfc3339(meeting.start, office.zone),
          end_time: writeRfc3339(meeting.end, office.zone),
          ...(body.need_rsvp_status === true ? { rsvp_status: rsvp } : {}),
        })),
      };
    },
  };
}
