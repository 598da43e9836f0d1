import { z } from "zod";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { PersonBusy, PersonId } from "../../core/model.ts";
import type { Schedules } from "../../ports/schedules.ts";
import { dataOf, type FeishuClient, listOf } from "./client.ts";
import { askable, busyBlock, busyOf, rfc3339 } from "./free-busy.ts";

/** `POST /calendar/v4/freebusy/batch`: ten people and two weeks a call. */
const MOST_PEOPLE = 10;
const LONGEST_WINDOW_MS = 14 * 24 * 60 * 60_000;

const batchAnswer = dataOf(
  z.object({
    freebusy_lists: listOf(z.object({ user_id: z.string(), freebusy_items: listOf(busyBlock) })),
  }),
);

export interface SchedulesOptions {
  readonly client: FeishuClient;
  readonly zone: string;
}

export function createSchedules({ client, zone }: SchedulesOptions): Schedules {
  const ask = ({ start, end }: Interval, ids: readonly PersonId[]) =>
    client.call({
      api: "freeBusyBatch",
      send: (sdk, auth) =>
        sdk.calendar.v4.freebusy.batch(
          {
            params: { user_id_type: "open_id" },
            data: {
              time_min: rfc3339(start, zone),
              time_max: rfc3339(end, zone),
              user_ids: [...ids],
              need_rsvp_status: true,
            },
          },
          auth,
        ),
      answer: batchAnswer,
      repeatable: true,
    });

  const read = async (window: Interval, ids: readonly PersonId[]): Promise<[PersonId, PersonBusy][]> => {
    const pieces = await Promise.all(askable(window, LONGEST_WINDOW_MS).map((piece) => ask(piece, ids)));
    return ids.map((id) => {
      const lists = pieces.map((piece) => piece.freebusy_lists.find((list) => list.user_id === id));
      const told = lists.filter((list) => list !== undefined);
      if (told.length < pieces.length) return [id, unknown("Feishu left this person out")];
      const busy = busyOf(told.flatMap((list) => list.freebusy_items));
      return [id, busy ? { known: true, busy } : unknown("a time could not be read")];
    });
  };

  /** Somebody who has left fails the whole call: then each is asked about alone. */
  const readApart = async (
    window: Interval,
    ids: readonly PersonId[],
  ): Promise<{ answers: [PersonId, PersonBusy][]; error?: unknown }> => {
    try {
      return { answers: await read(window, ids) };
    } catch (error) {
      if (ids.length > 1 && isPlatformError(error, "refused")) {
        const apart = await Promise.all(ids.map((id) => readApart(window, [id])));
        return { answers: apart.flatMap(({ answers }) => answers), error };
      }
      return { answers: ids.map((id) => [id, unknown(describeError(error))]), error };
    }
  };

  return {
    async busyOf(personIds, window) {
      const batches = await Promise.all(inTens([...new Set(personIds)]).map((ids) => readApart(window, ids)));
      const answers = batches.flatMap((batch) => batch.answers);
      const error = batches.find((batch) => batch.error !== undefined)?.error;
      if (error !== undefined && answers.every(([, busy]) => !busy.known)) throw error;
      return new Map(answers);
    },
  };
}

const unknown = (why: string): PersonBusy => ({ known: false, why });

const inTens = (ids: readonly PersonId[]): PersonId[][] =>
  Array.from({ length: Math.ceil(ids.length / MOST_PEOPLE) }, (_, index) =>
    ids.slice(index * MOST_PEOPLE, (index + 1) * MOST_PEOPLE),
  );
