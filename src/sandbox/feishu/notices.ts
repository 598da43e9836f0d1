import type { Clock } from "../../core/clock.ts";
import type { Meeting } from "../world.ts";

/** A message of the calendar assistant's to somebody, about an event that they are asked to. */
export interface Notice {
  readonly kind: "invited" | "removed" | "changed" | "cancelled";
  /** The office's id of the meeting. */
  readonly meetingId: string;
  readonly to: string;
  readonly atMs: number;
}

/** What the calendar assistant has told people: one message each, and none to whoever organises the event. */
export class Notices {
  readonly all: Notice[] = [];

  constructor(readonly clock: Clock) {}

  tell(kind: Notice["kind"], { id, organiserKey }: Meeting, keys: readonly string[]): void {
    const atMs = this.clock.now();
    for (const to of new Set(keys)) if (to !== organiserKey) this.all.push({ kind, meetingId: id, to, atMs });
  }
}
