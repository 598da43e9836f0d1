import type { Logger } from "../../core/logger.ts";
import { BUSY_BATCH, type Rooms } from "../../ports/rooms.ts";
import type { DingTalkClient } from "./client.ts";
import { busyOf } from "./room-busy.ts";
import { listRooms } from "./room-list.ts";
import { roomDetail, rulesOf } from "./room-rules.ts";
import type { UnionIdOf } from "./union-ids.ts";

export interface RoomsDeps {
  readonly client: DingTalkClient;
  readonly unionIdOf: UnionIdOf;
  /** The office's IANA zone. */
  readonly zone: string;
  readonly logger: Logger;
}

/** The organisation's meeting rooms: their list, their rules and their busy times are three APIs. */
export function createRooms({ client, unionIdOf, zone, logger }: RoomsDeps): Rooms {
  return {
    list: async (asker) => listRooms(client, await unionIdOf(asker.id), logger),
    async rules(roomId, asker) {
      const { result } = await client.api({
        api: "roomDetail",
        what: "read a room's rules",
        path: `/v1.0/rooms/meetingRooms/${encodeURIComponent(roomId)}`,
        query: { unionId: await unionIdOf(asker.id) },
        answer: roomDetail,
        repeatable: true,
      });
      return rulesOf(result);
    },
    async busy(roomIds, window, asker) {
      if (roomIds.length > BUSY_BATCH)
        throw new RangeError(`DingTalk is asked about at most ${BUSY_BATCH} rooms at once.`);
      return busyOf(client, { roomIds, window, unionId: await unionIdOf(asker.id), zone });
    },
  };
}
