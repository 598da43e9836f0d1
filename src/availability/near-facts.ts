import type { Interval } from "../core/interval.ts";
import { localDateOf, workingWindow } from "../time/zone.ts";
import type { OfferInput } from "./find-offers.ts";
import type { Facts } from "./opening.ts";
import type { Target } from "./wish.ts";

/** `rooms` are all rooms of the office here: what is no match may be a near one. */
export interface NearMissInput extends OfferInput {
  /** Minutes of the local day in which "later that day" is still worth a proposal. Default 09:00–18:00. */
  readonly workingMinutes?: { readonly from: number; readonly to: number };
}

/** What is known when near misses are made. `workingMinutes` are minutes of the local day. */
export interface NearFacts extends Facts {
  readonly workingMinutes: { readonly from: number; readonly to: number };
}

const WORKING_MINUTES = { from: 9 * 60, to: 18 * 60 };

/** Without word on what was asked, only the wished times and their days' working hours count as known. */
export function nearFacts(input: NearMissInput, targets: readonly Target[]): NearFacts {
  const workingMinutes = input.workingMinutes ?? WORKING_MINUTES;
  return {
    ...input,
    isRecurring: input.wish.when.kind === "series",
    workingMinutes,
    asked: input.asked ?? askedBy(targets, workingMinutes, input.zone),
  };
}

function askedBy(
  targets: readonly Target[],
  workingMinutes: NearFacts["workingMinutes"],
  zone: string,
): Interval {
  const all = targets.flatMap(({ window }) => [
    window,
    workingWindow(localDateOf(window.start, zone), workingMinutes, zone),
  ]);
  return {
    start: Math.min(...all.map(({ start }) => start)),
    end: Math.max(...all.map(({ end }) => end)),
  };
}
