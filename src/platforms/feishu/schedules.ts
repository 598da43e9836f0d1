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

/** What became of one person's question; `error` where it was not answered. */
interface Told {
  readonly id: PersonId;
  readonly busy: PersonBusy;
  readonly error?: unknown;
}

export interface SchedulesOptions {
  readonly client: FeishuClient;
  /** The office's IANA zone. */
  readonly zone: string;
}

/** The busy times of people's primary calendars, with the app's identity. Each answer is matched by its open_id. */
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

  const tell = async (window: Interval, ids: readonly PersonId[]): Promise<Told[]> => {
    const pieces = await Promise.all(askable(window, LONGEST_WINDOW_MS).map((piece) => ask(piece, ids)));
    return ids.map((id) => {
      const lists = pieces.map((piece) => piece.freebusy_lists.find((list) => list.user_id === id));
      const told = lists.filter((list) => list !== undefined);
      if (told.length < pieces.length) return { id, busy: unknown("left out of the answer") };
      const busy = busyOf(told.flatMap((list) => list.freebusy_items));
      return { id, busy: busy ? { known: true, busy } : unknown("a meeting's time could not be read") };
    });
  };

  /** Somebody who has left fails the whole call: then each is asked about alone. */
  const read = async (window: Interval, ids: readonly PersonId[]): Promise<Told[]> => {
    try {
      return await tell(window, ids);
    } catch (error) {
      if (ids.length > 1 && isPlatformError(error, "refused"))
        return (await Promise.all(ids.map((id) => read(window, [id])))).flat();
      return ids.map((id) => ({ id, busy: unknown(describeError(error)), error }));
    }
  };

  return {
    async busyOf(personIds, window) {
      const batches = inTens([...new Set(personIds)]);
      const told = (await Promise.all(batches.map((ids) => read(window, ids)))).flat();
      // Somebody whom the vendor refuses to tell of is no reason to leave the others' question unanswered.
      const trouble = told.find(({ error }) => error !== undefined && !isPlatformError(error, "refused"));
      if (trouble && !told.some(({ busy }) => busy.known)) throw trouble.error;
      return new Map(told.map(({ id, busy }) => [id, busy]));
    },
  };
}

const unknown = (why: string): PersonBusy => ({ known: false, why });

const inTens = (ids: readonly PersonId[]): PersonId[][] =>
  Array.from({ length: Math.ceil(ids.length / MOST_PEOPLE) }, (_, index) =>
    ids.slice(index * MOST_PEOPLE, (index + 1) * MOST_PEOPLE),
  );
