import type { Equipment } from "../core/model.ts";

/** What a text asks for. What each means: interface.md, "What `freeroom parse` prints"; the table is in docs/commands.md. */
export const INTENTS = [
  "find",
  "book",
  "more",
  "why",
  "confirm",
  "decline",
  "cancel",
  "mine",
  "extend",
  "shorten",
  "move",
  "swap",
  "status",
  "watch",
  "link",
  "unlink",
  "help",
  "unknown",
  "error",
] as const;
export type Intent = (typeof INTENTS)[number];

/** Why a text that is for the bot asks for something impossible. */
export type CommandError = "past" | "duration" | "range" | "too_long" | "time" | "date";

/** Local wall time to the minute in the office's zone: `2026-03-12T15:00`. */
export type LocalMinute = string;
/** Local day: `2026-03-12`. */
export type LocalDate = string;

/** When: a start, a day, or a stretch to search in. */
export interface TimeWish {
  readonly start?: LocalMinute;
  /** Only where the text gives an end or a length. */
  readonly end?: LocalMinute;
  readonly date?: LocalDate;
  readonly window?: { readonly from: LocalMinute; readonly to: LocalMinute };
}

/**
 * What a change says besides what is wanted. `freeroom parse` does not print it: it is for whoever carries the change
 * out, who finds what is wanted in the command itself.
 */
export interface Change {
  /**
   * Which booking is meant, as far as the text tells it by a time, a day or a room ("move my 3pm to 5"); by a number it
   * is the command's `choice`. Where its date was assumed, only the time of day is sure.
   */
  readonly of?: TimeWish & { readonly room?: string; readonly assumed?: readonly string[] };
  /** The booking that comes next, or the one that is under way. */
  readonly which?: "next" | "current";
  /** The numbers, where several were said: "cancel 1 and 2". */
  readonly choices?: readonly number[];
  /** Everything that fits is meant: "cancel everything tomorrow". */
  readonly isAll?: true;
  /** What the command's `durationMinutes` is: by how much, or how long it is to be altogether. */
  readonly lengthIs?: "longer" | "shorter" | "later" | "earlier" | "total";
  /** A bigger or smaller room than now; of a wish, what is preferred. */
  readonly size?: "bigger" | "smaller";
  /** Of a wish: further rooms that would do as well, "Everest or K2". */
  readonly orRooms?: readonly string[];
  /** With `watch`: what is watched is to be watched no longer. */
  readonly isStop?: true;
}

/** A message, understood. A field that the text does not determine is absent: nothing is filled in. */
export interface Command extends TimeWish {
  readonly intent: Intent;
  /** Further times that would do as well ("tomorrow or Friday"). */
  readonly either?: readonly TimeWish[];
  readonly durationMinutes?: number;
  readonly capacity?: number;
  readonly capacityMax?: number;
  readonly roomCount?: number;
  readonly equipment?: readonly Equipment[];
  readonly building?: string;
  readonly floor?: string;
  readonly room?: string;
  /** Counted from 1; -1 is the last. */
  readonly choice?: number;
  readonly people?: readonly string[];
  readonly title?: string;
  /** An RFC 5545 rule without a start. */
  readonly recurrence?: string;
  /** With `cancel`, `extend`, `shorten`, `move`, `swap` and `watch`; of `find` and `book` the size and further rooms. */
  readonly change?: Change;
  /** Which fields were inferred rather than said. */
  readonly assumed?: readonly string[];
  readonly error?: CommandError;
}

/** What a command is read against. */
export interface CommandContext {
  /** Epoch ms. */
  readonly now: number;
  /** The office's IANA zone. */
  readonly zone: string;
  readonly roomNames: readonly string[];
  /** Minutes of the local day. Default 540–1080. */
  readonly workingMinutes?: { readonly from: number; readonly to: number };
}

/** Which rule took which characters of the text, for `freeroom parse --explain`. */
export interface TraceStep {
  readonly rule: string;
  readonly text: string;
  readonly at: number;
}

export interface Understanding {
  readonly command: Command;
  readonly trace: readonly TraceStep[];
}
