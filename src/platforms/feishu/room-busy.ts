import { z } from "zod";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { RoomBusy, RoomId } from "../../core/model.ts";
import { dataOf, type FeishuClient, listOf } from "./client.ts";
import { unreadable } from "./errors.ts";
import { askable, busyBlock, busyOf, freeBusyAnswer, rfc3339 } from "./free-busy.ts";

/** `POST /calendar/v4/freebusy/list`: one room and 90 days a call. */
const LONGEST_WINDOW_MS = 90 * 24 * 60 * 60_000;
/** `GET /meeting_room/freebusy/batch_get`: twenty rooms a call; its page recommends no more than 30 days. */
const MOST_IN_BATCH = 20;
const LONGEST_BATCH_WINDOW_MS = 30 * 24 * 60 * 60_000;
/** "room id invalid": one such room has the whole question refused. */
const ROOM_UNKNOWN = "100005";

const batchAnswer = dataOf(
  z.object({ free_busy: z.record(z.string(), listOf(busyBlock)), error_room_ids: listOf(z.string()) }),
);

/** Busy times of rooms: how many may be asked for at once, and how. */
export interface RoomsBusy {
  readonly busyBatch?: number;
  busy(roomIds: readonly RoomId[], window: Interval): Promise<ReadonlyMap<RoomId, RoomBusy>>;
}

export interface RoomsBusyOptions {
  readonly client: FeishuClient;
  /** The office's IANA zone. */
  readonly zone: string;
}

/** One room a call, with what each room has answered. */
export function createBusyByRoom({ client, zone }: RoomsBusyOptions): RoomsBusy {
  const busyIn = async (roomId: RoomId, window: Interval): Promise<Interval[]> => {
    const pieces = await Promise.all(
      askable(window, LONGEST_WINDOW_MS).map(({ start, end }) =>
        client.call({
          api: "freeBusy",
          send: (sdk, auth) =>
            sdk.calendar.v4.freebusy.list(
              {
                params: { user_id_type: "open_id" },
                data: {
                  time_min: rfc3339(start, zone),
                  time_max: rfc3339(end, zone),
                  room_id: roomId,
                  need_rsvp_status: true,
                },
              },
              auth,
            ),
          answer: freeBusyAnswer,
          repeatable: true,
        }),
      ),
    );
    const busy = busyOf(pieces.flatMap(({ freebusy_list: blocks }) => blocks));
    if (!busy) throw unreadable("read a room's busy times");
    return busy;
  };

  return {
    async busy(roomIds, window) {
      const answers = await Promise.allSettled(roomIds.map((id) => busyIn(id, window)));
      const [first] = answers;
      if (first?.status === "rejected" && answers.every(({ status }) => status === "rejected"))
        throw first.reason;
      return new Map(roomIds.map((id, index) => [id, roomBusy(answers[index])] as const));
    },
  };
}

/**
 * Twenty rooms a call, through an API that the official SDK lacks. It tells busy blocks only, and by whom, which is
 * not read. A free room is an empty list in some answers and left out of others, so a room that is in neither the
 * answer nor its errors is free; a room that the vendor does not know has the question refused, and then each room is
 * asked about alone.
 */
export function createBusyByBatch(options: RoomsBusyOptions): RoomsBusy {
  const { client, zone } = options;
  const alone = createBusyByRoom(options);

  const ask = (roomIds: readonly RoomId[], { start, end }: Interval) => {
    const query = new URLSearchParams({ time_min: rfc3339(start, zone), time_max: rfc3339(end, zone) });
    for (const id of roomIds) query.append("room_ids", id);
    return client.call({
      api: "roomBusyBatch",
      send: (sdk, auth) =>
        sdk.request({ method: "GET", url: `/open-apis/meeting_room/freebusy/batch_get?${query}` }, auth),
      answer: batchAnswer,
      repeatable: true,
    });
  };

  return {
    busyBatch: MOST_IN_BATCH,
    async busy(roomIds, window) {
      if (roomIds.length > MOST_IN_BATCH)
        throw new RangeError(`Feishu is asked about at most ${MOST_IN_BATCH} rooms at once.`);
      if (roomIds.length === 0) return new Map();
      try {
        const pieces = await Promise.all(
          askable(window, LONGEST_BATCH_WINDOW_MS).map((piece) => ask(roomIds, piece)),
        );
        return new Map(
          roomIds.map((id): [RoomId, RoomBusy] => {
            if (pieces.some(({ error_room_ids: unread }) => unread.includes(id)))
              return [id, { known: false, why: "named as an error" }];
            const busy = busyOf(pieces.flatMap(({ free_busy: rooms }) => rooms[id] ?? []));
            return [id, busy ? { known: true, busy } : { known: false, why: "a time could not be read" }];
          }),
        );
      } catch (error) {
        if (!isPlatformError(error, "refused") || error.code !== ROOM_UNKNOWN) throw error;
        return alone.busy(roomIds, window);
      }
    },
  };
}

function roomBusy(answer: PromiseSettledResult<Interval[]> | undefined): RoomBusy {
  if (answer?.status === "fulfilled") return { known: true, busy: answer.value };
  return { known: false, why: answer ? describeError(answer.reason) : "not asked" };
}
