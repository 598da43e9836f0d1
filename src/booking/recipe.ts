import type { Clock } from "../core/clock.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { EventId, RoomId } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import type { Failure } from "./failure.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { BookingRecords } from "./records.ts";

/** What a booking works with: one platform's calendar, and where its progress is written. */
export interface BookingTools {
  readonly calendar: Calendar;
  readonly journal: Journal;
  readonly records: BookingRecords;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a step may use: the tools, the key, and what the steps that are done found out. */
export interface Work {
  readonly tools: BookingTools;
  readonly key: string;
  /** Epoch ms at which the recipe was begun. */
  readonly begunAt: number;
  readonly done: JournalEntry["done"];
}

/** What `settle` says of a step that was not done. */
export const NOT_DONE = Symbol("not done");

/** What follows when a step fails; see `Step.onFailure`. */
export type AfterFailure = "undo" | "miss" | "later";

/** One thing that is done. Throws the platform's error, or a `StepFailure`. */
export interface Step {
  readonly name: string;
  /** Does it. What it finds out is kept for the steps after it. */
  readonly run: (work: Work) => Promise<Json | undefined>;
  /**
   * Reads back what became of a run without an answer: what it would have found out, or `NOT_DONE`. Absent where
   * running again is as good: a read, or a write that its key or its nature keeps from happening twice.
   */
  readonly settle?: (work: Work) => Promise<Json | typeof NOT_DONE | undefined>;
  /** Takes it back, also where it is not certain that it was done. Absent where nothing is left to take back. */
  readonly undo?: (work: Work) => Promise<Json | undefined>;
  /** A refusal of this step does not mean that nothing happened. */
  readonly refusesHalfway?: true;
  /**
   * What follows when it fails: `undo` takes back everything before it, and is the rule; `miss` goes on without it;
   * `later` keeps what was done and tries again, for there is no way back from here.
   */
  readonly onFailure?: (failure: Failure, work: Work & { readonly mayBeDone: boolean }) => AfterFailure;
}

/** Something with several steps that never half-happens. */
export interface Recipe<Input, Outcome> {
  readonly name: string;
  readonly steps: (input: Input) => readonly Step[];
  /** What came of it, from the journal alone. */
  readonly outcome: (input: Input, entry: JournalEntry) => Outcome;
  /** The event that it changes, where it is known by now: what changes it later has the last word. */
  readonly eventOf: (input: Input, done: JournalEntry["done"]) => EventId | undefined;
  /** The rooms that it puts onto that event or takes off it: of these what was done last has the last word. */
  readonly roomsOf?: (input: Input) => readonly RoomId[];
  /** Where a later change of the event is no reason not to finish it: it is as good after as before. */
  readonly isWantedStill?: true;
  /** Epoch ms from which on nothing of it matters any more: what could not be brought to an end is let go. */
  readonly endsAt: (input: Input) => number;
}
