import { z } from "zod";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { PersonBusy, PersonId } from "../../core/model.ts";
import type { Schedules } from "../../ports/schedules.ts";
import type { DingTalkClient } from "./client.ts";
import { idText, maybe } from "./json.ts";
import { busyIn, scheduleFields, unknown } from "./schedule-items.ts";
import { formatInstant } from "./times.ts";
import type { UnionIdOf } from "./union-ids.ts";

/** "The maximum length of the user list is 20." */
const MOST_PEOPLE = 20;

/** `userId` is a unionId, whatever its name. */
const schedule = z.object({ userId: idText, ...scheduleFields });
type Schedule = z.output<typeof schedule>;
const answer = z.object({ scheduleInformation: maybe(z.array(schedule)) });

interface Colleague {
  readonly id: PersonId;
  readonly unionId: string;
}

/** What became of one person's question; `error` where it could not even be asked. */
interface Told {
  readonly id: PersonId;
  readonly busy: PersonBusy;
  readonly error?: unknown;
}

export interface SchedulesDeps {
  readonly client: DingTalkClient;
  readonly unionIdOf: UnionIdOf;
  /** The office's IANA zone. */
  readonly zone: string;
}

/**
 * People's busy times (`querySchedule`, twenty a call). Each answer is matched by its unionId, never by its place.
 * A refused call is not made again person by person: it is metered, and the vendor tells of single people in `error`.
 */
export function createSchedules({ client, unionIdOf, zone }: SchedulesDeps): Schedules {
  const ask = async (unionIds: readonly string[], window: Interval, asker: string): Promise<Schedule[]> => {
    const got = await client.api({
      api: "userSchedules",
      what: "ask for busy times of people",
      method: "POST",
      path: `/v1.0/calendar/users/${encodeURIComponent(asker)}/querySchedule`,
      body: {
        userIds: unionIds,
        startTime: formatInstant(window.start, zone),
        endTime: formatInstant(window.end, zone),
      },
      answer,
      repeatable: true,
    });
    return got.scheduleInformation ?? [];
  };

  const read = async (people: readonly Colleague[], window: Interval, asker: string): Promise<Told[]> => {
    try {
      const unionIds = people.map(({ unionId }) => unionId);
      const schedules = await ask(unionIds, window, asker);
      return people.map(({ id, unionId }) => ({
        id,
        busy: busyIn(
          schedules.filter(({ userId }) => userId === unionId),
          zone,
        ),
      }));
    } catch (error) {
      return people.map(({ id }) => failed(id, error));
    }
  };

  const identify = async (id: PersonId): Promise<Colleague | Told> => {
    try {
      return { id, unionId: await unionIdOf(id) };
    } catch (error) {
      return failed(id, error);
    }
  };

  return {
    async busyOf(personIds, window, asker) {
      const [askerUnionId, ...people] = await Promise.all([
        unionIdOf(asker.id),
        ...[...new Set(personIds)].map(identify),
      ]);
      const known = people.filter((one) => "unionId" in one);
      const strangers = people.filter((one) => "busy" in one);
      const asked = await Promise.all(batchesOf(known).map((batch) => read(batch, window, askerUnionId)));
      const told = [...strangers, ...asked.flat()];
      // Somebody whom the vendor refuses to tell of is no reason to leave the others' question unanswered.
      const trouble = told.find(({ error }) => error !== undefined && !isPlatformError(error, "refused"));
      if (trouble && !told.some(({ busy }) => busy.known)) throw trouble.error;
      return new Map(told.map(({ id, busy }) => [id, busy]));
    },
  };
}

const failed = (id: PersonId, error: unknown): Told => ({ id, busy: unknown(describeError(error)), error });

const batchesOf = (people: readonly Colleague[]): Colleague[][] =>
  Array.from({ length: Math.ceil(people.length / MOST_PEOPLE) }, (_, index) =>
    people.slice(index * MOST_PEOPLE, (index + 1) * MOST_PEOPLE),
  );
