import type { Interval } from "../../core/interval.ts";
import type { Meeting } from "../world.ts";
import { ApiError } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { asList, type Call, type Handlers } from "./request.ts";
import type { Switches } from "./switches.ts";
import { instantOf, personalTimes } from "./times.ts";

/** "The maximum length of the user list is 20." */
const MAX_PEOPLE = 20;
/** Documented for the schedules of rooms; assumed here. */
const MAX_SPAN_MS = 90 * 86_400_000;
/** Seen for somebody whom the app's scope does not include. */
const OUT_OF_SCOPE = "user not in calendar scope";

/** When people are busy: times and nothing else. Source: "Query the free/busy status of users" (querySchedule). */
export const peopleBusyHandlers = (ids: Ids, switches: Switches): Handlers => ({
  "calendar.users.schedules": ({ params, body }: Call) => {
    const unionIds = asList(body.userIds);
    const isAskable = unionIds.length > 0 && unionIds.length <= MAX_PEOPLE;
    if (!isAskable || !ids.member(params.unionId ?? "")) throw paramIllegal();
    const start = instantOf(body.startTime, "startTime", "seconds");
    const end = instantOf(body.endTime, "endTime", "seconds");
    if (end <= start || end - start > MAX_SPAN_MS) throw paramIllegal();
    return {
      scheduleInformation: unionIds.map((unionId) =>
        scheduleOf(String(unionId), { start, end }, ids, switches),
      ),
    };
  },
});

/** An `error` means that nothing is known of the person's time; it comes without items. */
function scheduleOf(
  userId: string,
  window: Interval,
  ids: Ids,
  { unreadablePeople }: Switches,
): Record<string, unknown> {
  const person = ids.member(userId);
  const error = person ? unreadablePeople.get(person.key) : OUT_OF_SCOPE;
  if (!person || error !== undefined) return { userId, error };
  const busy = ids.world
    .concerning(person.key, window)
    .filter((one) => one.replies[person.key] !== "declined");
  return {
    userId,
    scheduleItems: busy.map((meeting) => ({
      status: isTentative(person.key, meeting) ? "TENTATIVE" : "BUSY",
      ...personalTimes(meeting, ids.world.office.zone),
    })),
  };
}

const isTentative = (personKey: string, meeting: Meeting): boolean =>
  meeting.replies[personKey] === "tentative";

const paramIllegal = (): ApiError => new ApiError(400, "paramIllegal", "PARAM ILLEGAL");
