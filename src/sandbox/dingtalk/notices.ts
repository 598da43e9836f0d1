import type { Clock } from "../../core/clock.ts";
import type { Meeting } from "../world.ts";

/** How somebody is told of an event: by a notification that pops up, or by a card in the chat with the calendar. */
export type Way = "push" | "chat";

/** Somebody on an event was told that something became of it. */
export interface Notice {
  readonly kind: "invited" | "removed" | "changed" | "cancelled";
  /** The office's id of the meeting. */
  readonly meetingId: string;
  readonly to: string;
  readonly by: Way;
  readonly atMs: number;
}

/** What DingTalk's calendar has told people, so that tests can tell who was disturbed; never whoever organises. */
export class Notices {
  readonly all: Notice[] = [];

  constructor(readonly clock: Clock) {}

  tell(
    kind: Notice["kind"],
    meeting: Meeting,
    ways: readonly Way[],
    keys: readonly string[] = meeting.attendeeKeys,
  ): void {
    const atMs = this.clock.now();
    for (const by of ways) {
      for (const to of new Set(keys))
        if (to !== meeting.organiserKey) this.all.push({ kind, meetingId: meeting.id, to, by, atMs });
    }
  }
}

/**
 * The ways that an API's parameters leave open: told unless they are switched off. What is meant by none is not
 * documented.
 */
export const waysLeft = (isOff: Readonly<Record<Way, boolean>>): Way[] =>
  (["push", "chat"] as const).filter((way) => !isOff[way]);
