import type { Occurrence } from "../../series.ts";
import { refusal } from "../errors.ts";
import type { EventBook } from "../event-book.ts";
import type { Handlers } from "../gateway.ts";
import { readRfc3339, writeRfc3339 } from "../rfc3339.ts";
import { type Tenant, whoIs } from "../tenant.ts";

const MOST_ROOMS = 20;

/**
 * meeting_room/freebusy: what several rooms are held by, and by whom.
 * Source: https://open.feishu.cn/document/ukTMukTMukTM/uIDOyUjLygjM14iM4ITN
 */
export function roomFreeBusyRoutes(tenant: Tenant, book: EventBook): Handlers {
  const { office } = tenant.ground.world;

  /** A private event does not say whose it is, nor an app's what the app is called. */
  const organiserOf = (meeting: Occurrence): object => {
    const { organiserKey } = meeting;
    if (book.detailsOf(meeting.series ?? meeting)?.fields.visibility === "private") return {};
    const { name, feishu } = whoIs(tenant, organiserKey);
    return { organizer_info: { ...(organiserKey !== "bot" && { name }), open_id: feishu.openId } };
  };

  const shown = (meeting: Occurrence): object => ({
    start_time: writeRfc3339(meeting.start, office.zone),
    end_time: writeRfc3339(meeting.end, office.zone),
    uid: meeting.series?.id ?? meeting.id,
    original_time: meeting.series ? meeting.start / 1_000 : 0,
    ...organiserOf(meeting),
  });

  return {
    "meeting_room.freebusy.batch_get": ({ query }) => {
      const ids = query.getAll("room_ids");
      if (ids.length === 0 || ids.length > MOST_ROOMS) throw refusal(105002);
      const [from, to] = [query.get("time_min"), query.get("time_max")];
      const [start, end] = [readRfc3339(from), readRfc3339(to)];
      if (start === undefined || end === undefined) throw refusal(100003);
      if (end <= start) throw refusal(105002);
      const rooms = ids.map((id) => {
        const room = office.rooms.find(({ feishu }) => feishu.roomId === id);
        if (!room) throw refusal(100005);
        return [id, tenant.ground.world.holding(room.key, { start, end }).map(shown)] as const;
      });
      const isTold = (held: readonly object[]) => held.length > 0 || !tenant.switches.leavesFreeRoomsOut;
      return {
        time_min: from,
        time_max: to,
        free_busy: Object.fromEntries(rooms.filter(([, held]) => isTold(held))),
      };
    },
  };
}
