import type { Interval } from "../core/interval.ts";
import type { Equipment } from "../core/model.ts";

/** Why a room's own nature does not fit a wish, whatever the time. */
export type Mismatch =
  | { readonly code: "too-small"; readonly seats: number; readonly wanted: number }
  | { readonly code: "too-big"; readonly seats: number; readonly wanted: number }
  | { readonly code: "equipment"; readonly missing: readonly Equipment[] }
  /** `floor`, `building`: where the room is, as far as its directory entry tells. */
  | { readonly code: "floor"; readonly floor?: string }
  | { readonly code: "building"; readonly building?: string }
  | { readonly code: "name" }
  | { readonly code: "not-allowed" }
  /** `until` is absent where no end is known. */
  | { readonly code: "closed"; readonly until?: number; readonly reason?: string };

/** Why a room cannot be had, as data: the bot words it in the person's language. Times in epoch ms. */
export type WhyNot =
  | Mismatch
  | { readonly code: "busy"; readonly busy: readonly Interval[] }
  | { readonly code: "too-short"; readonly minMinutes: number }
  | { readonly code: "too-long"; readonly maxMinutes: number }
  /** Bookable up to and with `lastDate` (local day); the wished day opens at `opensAtMs`. */
  | { readonly code: "too-far-ahead"; readonly lastDate: string; readonly opensAtMs: number }
  /** Minutes of the local day. */
  | { readonly code: "outside-hours"; readonly from: number; readonly to: number }
  | { readonly code: "approval-custom" }
  | { readonly code: "no-recurring" }
  /** Of a series of so many, the meetings that the room cannot have. */
  | { readonly code: "some-meetings"; readonly meetings: readonly Interval[]; readonly of: number }
  /** The wished time is over, or too little of it is left. */
  | { readonly code: "past" }
  | { readonly code: "unknown"; readonly why?: string };

/** The last instant that a date can name; a closure that ends then or later has no end. */
const END_OF_TIME_MS = 8.64e15;

/** The reason for which a closed room is refused. */
export function closedReason(closure: Interval & { readonly reason?: string }): Mismatch {
  return {
    code: "closed",
    ...(closure.end < END_OF_TIME_MS && { until: closure.end }),
    ...(closure.reason !== undefined && { reason: closure.reason }),
  };
}
