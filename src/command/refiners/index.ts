import type { Piece, Reading, Refiner } from "../piece.ts";
import { besideDay } from "./beside-day.ts";
import { correction } from "./correction.ts";
import { days } from "./days.ts";
import { endsAt } from "./ends-at.ts";
import { exclusions } from "./exclusions.ts";
import { firstNames } from "./first-names.ts";
import { numbers } from "./numbers.ts";
import { range } from "./range.ts";
import { rule } from "./rule.ts";
import { shiftBy } from "./shift-by.ts";
import { target } from "./target.ts";
import { weak } from "./weak.ts";
import { weekdayList } from "./weekday-list.ts";

/** In the order in which they run. */
export const REFINERS: readonly Refiner[] = [
  correction,
  weak,
  besideDay,
  weekdayList,
  firstNames,
  numbers,
  target,
  shiftBy,
  endsAt,
  range,
  days,
  exclusions,
  rule,
];

export function refinePieces(pieces: readonly Piece[], reading: Reading): readonly Piece[] {
  return REFINERS.reduce<readonly Piece[]>((sofar, refiner) => refiner.refine(sofar, reading), pieces);
}
