import type { Equipment } from "../core/model.ts";
import type { ChineseFeast } from "./chinese-feast.ts";
import type { CommandContext, CommandError } from "./command.ts";
import type { Tokens } from "./token.ts";

export type Part =
  | "dawn"
  | "early"
  | "morning"
  | "lateMorning"
  | "noon"
  | "earlyAfternoon"
  | "afternoon"
  | "lateAfternoon"
  | "evening"
  | "night";

/** A time on the clock as said: nothing is decided yet about its half of the day or its date. */
export interface Clock {
  /** 0–24. */
  readonly hour: number;
  readonly minute: number;
  readonly half?: "am" | "pm";
  /** Said in a way that leaves no doubt about the half: 15:00, 08:30, noon. */
  readonly exact?: boolean;
  /** Written with a full stop, as a date may be: 3.20. */
  readonly dotted?: boolean;
  /** The end of working hours. */
  readonly eod?: boolean;
}

/** A day as said, before the calendar is asked. */
export type DaySpec =
  | { readonly type: "offset"; readonly days: number; readonly unit?: "day" | "week" | "month" }
  | { readonly type: "weekday"; readonly weekday: number; readonly week?: number; readonly strict?: boolean }
  | { readonly type: "date"; readonly month: number; readonly day: number; readonly year?: number }
  | { readonly type: "monthDay"; readonly day: number; readonly monthOffset?: number }
  | {
      readonly type: "nthWeekday";
      readonly nth: number;
      readonly weekday: number;
      readonly month?: number;
      readonly year?: number;
      readonly monthOffset?: number;
    }
  | {
      readonly type: "monthEdge";
      readonly edge: "start" | "end";
      readonly monthOffset: number;
      readonly month?: number;
    }
  | { readonly type: "span"; readonly unit: "week" | "weekend" | "month"; readonly offset: number }
  /** So many days after another day. */
  | { readonly type: "shifted"; readonly base: DaySpec; readonly days: number }
  /** The nearest such weekday before (-1) or after (1) another day. */
  | {
      readonly type: "beside";
      readonly base: DaySpec;
      readonly weekday: number;
      readonly direction: number;
    }
  /** Days after Easter Sunday. */
  | { readonly type: "easter"; readonly days: number }
  | { readonly type: "chineseFeast"; readonly feast: ChineseFeast }
  /** A month, or its so manieth week; -1 is the last whole one. */
  | { readonly type: "monthSpan"; readonly month: number; readonly week?: number; readonly year?: number }
  /** So many working days on. */
  | { readonly type: "workday"; readonly days: number };

export interface Recurrence {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  readonly weekdays?: readonly number[];
  readonly nth?: number;
  readonly monthDay?: number;
  readonly moreMonthDays?: readonly number[];
}

/** How long a series goes on: so many meetings, so many units of time, or up to a day (`isBefore`: without it). */
export type SeriesEnd =
  | { readonly type: "count"; readonly count: number }
  | { readonly type: "span"; readonly count: number; readonly unit: "day" | "week" | "month" | "year" }
  | { readonly type: "until"; readonly day: DaySpec; readonly isBefore: boolean };

export type Relation = "from" | "until" | "before" | "after";

export type Meaning =
  | { readonly kind: "clock"; readonly clock: Clock; readonly relation?: Relation }
  | { readonly kind: "day"; readonly day: DaySpec; readonly weak?: boolean }
  | { readonly kind: "part"; readonly part: Part; readonly day?: DaySpec; readonly relation?: Relation }
  | { readonly kind: "now"; readonly soon: boolean }
  | { readonly kind: "length"; readonly minutes: number }
  /** So long from now, in minutes. */
  | { readonly kind: "offset"; readonly minutes: number }
  /** The stretch that begins now: "the next two hours", 两小时内. */
  | { readonly kind: "stretch"; readonly minutes: number; readonly window: boolean }
  | { readonly kind: "range"; readonly start: RangeEnd; readonly end: RangeEnd; readonly between: boolean }
  | { readonly kind: "days"; readonly from: DaySpec; readonly to: DaySpec }
  | { readonly kind: "recurrence"; readonly recurrence: Recurrence; readonly part?: Part }
  | { readonly kind: "seriesEnd"; readonly end: SeriesEnd }
  | { readonly kind: "zone"; readonly zone: string }
  | { readonly kind: "anytime" }
  | { readonly kind: "or" }
  /** Says which booking is meant, where another of its kind says what is wanted: "move my 3pm to 5". */
  | { readonly kind: "which"; readonly said: Meaning }
  /** Read, and of no consequence here. */
  | { readonly kind: "aside" }
  | { readonly kind: "capacity"; readonly from: number; readonly to?: number }
  | { readonly kind: "roomCount"; readonly count: number }
  | { readonly kind: "equipment"; readonly equipment: Equipment; readonly negated: boolean }
  | { readonly kind: "floor"; readonly floor: string }
  | { readonly kind: "building"; readonly building: string }
  | { readonly kind: "roomName"; readonly name: string }
  | { readonly kind: "people"; readonly names: readonly string[] }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "choice"; readonly choice: number; readonly bare: boolean }
  | { readonly kind: "error"; readonly error: CommandError };

export interface RangeEnd {
  readonly clock?: Clock;
  readonly day?: DaySpec;
  readonly part?: Part;
  readonly now?: boolean;
  /** On the day after the start's: 次日. */
  readonly isNextDay?: boolean;
}

/** What a rule read: which tokens (half-open) and what they mean. */
export interface Piece {
  readonly rule: string;
  readonly from: number;
  readonly to: number;
  readonly meaning: Meaning;
}

/** A text on its way to being understood. */
export interface Reading {
  /** The normalised text and the one as written; offsets agree. */
  readonly text: string;
  readonly original: string;
  readonly tokens: Tokens;
  readonly context: CommandContext;
  /** This minute as local wall time, in minutes. */
  readonly now: number;
}

/** Reads a piece that begins at one token. `find` must look at a bounded number of tokens. */
export interface Parser {
  readonly name: string;
  find(reading: Reading, at: number): { readonly to: number; readonly meaning: Meaning } | undefined;
}

/** Turns pieces into fewer or better pieces; returns them in the order of the text. */
export interface Refiner {
  readonly name: string;
  refine(pieces: readonly Piece[], reading: Reading): readonly Piece[];
}
