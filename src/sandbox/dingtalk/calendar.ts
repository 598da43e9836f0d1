import type { Colleague } from "../office.ts";
import type { Occurrence } from "../series.ts";
import type { Meeting } from "../world.ts";
import { ApiError, invalidParameter, itemNotFound } from "./errors.ts";
import type { Ids } from "./ids.ts";
import type { Call } from "./request.ts";

/** One person's primary calendar: what is on it and who they are to it. */
export class Calendar {
  constructor(
    readonly ids: Ids,
    readonly owner: Colleague,
  ) {}

  /** Whether the meeting is on it: organised or attended, and made in DingTalk or by hand. */
  shows(meeting: Meeting): boolean {
    return (
      meeting.madeOn !== "feishu" &&
      (meeting.organiserKey === this.owner.key || meeting.attendeeKeys.includes(this.owner.key))
    );
  }

  meetings(): Meeting[] {
    return this.ids.world.meetings().filter((meeting) => this.shows(meeting));
  }

  /** The event that the path names, where it is on this calendar; a cancelled one counts as gone. */
  event({ params }: Call): Occurrence {
    const event = this.ids.event(params.eventId ?? "");
    if (!event || event.isCancelled || !this.shows(event)) throw itemNotFound();
    return event;
  }

  /** The same, for what only its organiser may do. */
  ownEvent(call: Call): Occurrence {
    const event = this.event(call);
    if (event.organiserKey !== this.owner.key) {
      throw new ApiError(400, "permissionDeny", "Only the organizer can operate the event.");
    }
    return event;
  }

  /** The event as what can be changed: one of a series goes its own way from now on. */
  alone(event: Occurrence): Meeting {
    return event.series ? this.ids.world.detach(event) : event;
  }
}

/** The calendar that a path names by unionId and `primary`. The app may act as any member of the organisation. */
export function calendarOf(ids: Ids, { params }: Call): Calendar {
  const owner = ids.member(params.unionId ?? "");
  if (!owner) throw new ApiError(400, "permissionDeny", "The user is not in the scope of the application.");
  if (params.calendarId !== "primary") throw invalidParameter("calendarId invalid");
  return new Calendar(ids, owner);
}

/** How many are wanted, from a query: 100 unless it says otherwise, `most` at most. */
export function pageSize(text: string | undefined, most: number): number {
  const count = text === undefined ? 100 : Number(text);
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw invalidParameter(`maxResults or maxAttendees must be between 1 and ${most}`);
  }
  return count;
}
