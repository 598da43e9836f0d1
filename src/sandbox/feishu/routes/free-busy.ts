import type { Interval } from "../../../core/interval.ts";
import type { Colleague } from "../../office.ts";
import type { Occurrence } from "../../series.ts";
import { refusal } from "../errors.ts";
import type { EventBook } from "../event-book.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { findMember, userIdType } from "../people.ts";
import { readRfc3339, writeRfc3339 } from "../rfc3339.ts";
import { answerOf } from "../room-desk.ts";
import { DECLINED, rsvpOf, rsvpOfPerson } from "../rsvp.ts";
import type { Tenant } from "../tenant.ts";

const DAY_MS = 86_400_000;
const LONGEST_MS = 90 * DAY_MS;
const LONGEST_BATCH_MS = 14 * DAY_MS;
const MOST_PEOPLE = 10;

/** A stretch of time that somebody or a room is taken for, and what they answered. */
interface Taken {
  readonly meeting: Occurrence;
  readonly rsvp: string;
}

/**
 * calendar/v4/freebusy: one person or one room a call, or several people.
 * Source: https://open.feishu.cn/document/server-docs/calendar-v4/freebusy/list and …/freebusy/batch
 */
export function freeBusyRoutes({ ground }: Tenant, book: EventBook): Handlers {
  const { world } = ground;
  const { office } = world;

  const ofRoom = (id: unknown, window: Interval): Taken[] => {
    const room = office.rooms.find((one) => one.feishu.roomId === id);
    if (!room) throw refusal(190002);
    return world
      .holding(room.key, window)
      .map((meeting) => ({ meeting, rsvp: rsvpOf(answerOf(meeting, room)) }));
  };

  const member = ({ query }: ApiCall, id: unknown): Colleague => {
    const colleague = findMember(office, userIdType(query), String(id));
    if (!colleague) throw refusal(195100);
    return colleague;
  };

  /** What a person declined is told only where the answer to it is told as well. */
  const ofPerson = (person: Colleague, { body }: ApiCall, window: Interval): Taken[] => {
    return world
      .concerning(person.key, window)
      .filter((meeting) => body.only_busy === false || !book.isFreeFor(meeting.series ?? meeting, person))
      .map((meeting) => ({ meeting, rsvp: rsvpOfPerson(person.key, meeting) }))
      .filter(({ rsvp }) => rsvp !== DECLINED || body.need_rsvp_status === true);
  };

  const shown = (taken: readonly Taken[], { body }: ApiCall): object[] =>
    taken.map(({ meeting, rsvp }) => ({
      start_time: writeRfc3339(meeting.start, office.zone),
      end_time: writeRfc3339(meeting.end, office.zone),
      ...(body.need_rsvp_status === true ? { rsvp_status: rsvp } : {}),
    }));

  return {
    "calendar.freebusy.list": (call) => {
      const { body } = call;
      const [start, end] = [readRfc3339(body.time_min), readRfc3339(body.time_max)];
      if (start === undefined || end === undefined || end <= start || end - start > LONGEST_MS)
        throw refusal(190002);
      if (!body.user_id && !body.room_id) throw refusal(190002);
      const window = { start, end };
      const taken = body.user_id
        ? ofPerson(member(call, body.user_id), call, window)
        : ofRoom(body.room_id, window);
      return { freebusy_list: shown(taken, call) };
    },

    /** One whom the organisation does not have spoils the whole call. */
    "calendar.freebusy.batch": (call) => {
      const { user_ids: ids, time_min: from, time_max: to } = call.body;
      if (!Array.isArray(ids)) throw refusal(190002);
      if (ids.length === 0 || ids.length > MOST_PEOPLE) throw refusal(198001);
      const [start, end] = [readRfc3339(from), readRfc3339(to)];
      if (start === undefined || end === undefined) throw refusal(198002);
      if (end <= start || end - start > LONGEST_BATCH_MS) throw refusal(198003);
      const people = ids.map((id: unknown) => ({ user_id: id, colleague: member(call, id) }));
      return {
        freebusy_lists: people.map(({ user_id, colleague }) => ({
          user_id,
          freebusy_items: shown(ofPerson(colleague, call, { start, end }), call),
        })),
      };
    },
  };
}
