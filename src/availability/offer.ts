import type { Interval } from "../core/interval.ts";
import type { Equipment, Room } from "../core/model.ts";

/** In what an offer differs from the wish. */
export type Difference =
  /** How far it lies outside of what was wished: negative is earlier. */
  | { readonly kind: "time"; readonly shiftMs: number }
  /** At the wished time of day, so many days after the last one that was wished. */
  | { readonly kind: "day"; readonly days: number }
  | { readonly kind: "shorter"; readonly byMs: number }
  /** Where it is instead; absent where that is not known. */
  | { readonly kind: "floor"; readonly floor?: string }
  | { readonly kind: "building"; readonly building?: string }
  | { readonly kind: "smaller"; readonly seats: number }
  | { readonly kind: "bigger"; readonly seats: number }
  | { readonly kind: "without"; readonly equipment: readonly Equipment[] }
  | { readonly kind: "approval" }
  /** Another room than the one that was named. */
  | { readonly kind: "room"; readonly name: string }
  /** Of a series of so many meetings, those that the room does not have. */
  | { readonly kind: "skips"; readonly meetings: readonly Interval[]; readonly of: number }
  /** The offer's room until the offer's end, `then` that one. */
  | { readonly kind: "handover"; readonly then: { readonly room: Room; readonly interval: Interval } };

/** Why an offer stands where it stands. At most a few on one offer. */
export type RankReason =
  | { readonly kind: "usual-room" }
  | { readonly kind: "usual-floor" }
  /** Exactly as many seats as wanted (of a range the most), or the fewest of those offered. */
  | { readonly kind: "right-size" }
  | { readonly kind: "smallest" }
  | { readonly kind: "biggest" }
  | { readonly kind: "size-unknown" }
  /** It has what was asked for. */
  | { readonly kind: "equipment"; readonly equipment: readonly Equipment[] }
  /** The meeting fills the room's gap, so that longer gaps stay free for others. */
  | { readonly kind: "fills-gap" }
  /** The first time in the window at which anything is free. */
  | { readonly kind: "soonest" };

/** The second part of a plan that changes rooms on the way. */
export type SecondPart = Extract<Difference, { kind: "handover" }>["then"];

/** A room that can be had at a time. */
export interface Offer {
  readonly room: Room;
  readonly interval: Interval;
  /** End of the gap (epoch ms) that the meeting lies in; `undefined` where it runs to the end of what was asked. */
  readonly freeUntil: number | undefined;
  /** Start of that gap; `undefined` where it runs to the beginning of what was asked. */
  readonly freeFrom?: number | undefined;
  /** A person has to approve it first. */
  readonly approval: boolean;
  /** Who may book could not be found out. */
  readonly mayBeDeclined: boolean;
  /** Empty: as wished. That an as-wished room needs approval is said by `approval` alone. */
  readonly differs: readonly Difference[];
  readonly why: readonly RankReason[];
  /**
   * Only on an offer for a series, whose first meeting in this room is `interval`: the wished meetings that the room
   * does not have. Empty: it has all.
   */
  readonly skips?: readonly Interval[];
}

/** Where the meeting goes on after the offer's room; `undefined` where it stays. */
export const secondPartOf = ({ differs }: Offer): SecondPart | undefined =>
  differs.find((difference) => difference.kind === "handover")?.then;

/** How many of the offers are for one and the same time, at most. */
export function mostAtOnce(offers: readonly Offer[]): number {
  const counts = new Map<string, number>();
  for (const { interval } of offers) {
    const time = `${interval.start} ${interval.end}`;
    counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
