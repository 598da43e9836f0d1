import type { Interval } from "../core/interval.ts";
import type { Person, PersonBusy, PersonId } from "../core/model.ts";

/** What people are doing: busy or free, never with what or whom. `asker` is whoever it is asked for. */
export interface Schedules {
  /**
   * Busy times of these people, asked for in as few calls as the vendor allows. Somebody whose calendar cannot be
   * read, or whom the vendor left out, is in the answer as unknown. Throws only when nobody's could be read.
   */
  busyOf(
    personIds: readonly PersonId[],
    window: Interval,
    asker: Person,
  ): Promise<ReadonlyMap<PersonId, PersonBusy>>;
}
