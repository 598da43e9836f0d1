import { z } from "zod";
import { isPlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { RoomBusy, RoomId } from "../../core/model.ts";
import type { DingTalkClient } from "./client.ts";
import { idText, maybe } from "./json.ts";
import { busyIn, scheduleFields, unknown } from "./schedule-items.ts";
import { formatInstant } from "./times.ts";

/** "Cannot query schedule for more than 90 days." */
const LONGEST_WINDOW_MS = 90 * 24 * 60 * 60_000;

const schedule = z.object({ roomId: idText, ...scheduleFields });
type Schedule = z.output<typeof schedule>;
const answer = z.object({ scheduleInformation: maybe(z.array(schedule)) });

/** A question about busy times: for whom it is asked, and in which zone the office lives. */
export interface BusyQuestion {
  readonly roomIds: readonly RoomId[];
  readonly window: Interval;
  readonly unionId: string;
  readonly zone: string;
}

/**
 * Busy times by room; what waits for approval (`TENTATIVE`) is busy. A room that was deleted fails the question for
 * its neighbours ("roomId invalid"), so these are asked again alone.
 */
export async function busyOf(client: DingTalkClient, question: BusyQuestion): Promise<Map<RoomId, RoomBusy>> {
  const { roomIds, window, zone } = question;
  if (window.end - window.start > LONGEST_WINDOW_MS)
    throw new RangeError("DingTalk tells busy times of at most 90 days at once.");
  if (roomIds.length === 0) return new Map();
  try {
    const schedules = await ask(client, question);
    return new Map(
      roomIds.map((id) => [
        id,
        dayIn(
          schedules.filter((one) => one.roomId === id),
          zone,
        ),
      ]),
    );
  } catch (error) {
    if (!isPlatformError(error, "refused") || !/roomId invalid/i.test(error.message)) throw error;
    if (roomIds.length === 1)
      return new Map(roomIds.map((id) => [id, unknown("DingTalk does not know this room")]));
    const single = await Promise.all(roomIds.map((id) => busyOf(client, { ...question, roomIds: [id] })));
    return new Map(single.flatMap((one) => [...one]));
  }
}

/** In a room's list `TENTATIVE` is what an approver has not decided on. */
function dayIn(schedules: readonly Schedule[], zone: string): RoomBusy {
  const day = busyIn(schedules, zone);
  const waiting = schedules.map(({ scheduleItems, ...rest }) => ({
    ...rest,
    scheduleItems: scheduleItems?.filter(({ status }) => status === "TENTATIVE"),
  }));
  const tentative = busyIn(waiting, zone);
  return day.known && tentative.known && tentative.busy.length > 0
    ? { ...day, tentative: tentative.busy }
    : day;
}

async function ask(
  client: DingTalkClient,
  { roomIds, window, unionId, zone }: BusyQuestion,
): Promise<Schedule[]> {
  const got = await client.api({
    api: "roomSchedules",
    what: "ask for busy times of rooms",
    method: "POST",
    path: `/v1.0/calendar/users/${encodeURIComponent(unionId)}/meetingRooms/schedules/query`,
    body: {
      roomIds,
      startTime: formatInstant(window.start, zone),
      endTime: formatInstant(window.end, zone),
    },
    answer,
    repeatable: true,
  });
  return got.scheduleInformation ?? [];
}
