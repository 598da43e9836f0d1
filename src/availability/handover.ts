import type { Interval } from "../core/interval.ts";
import { roundUp } from "../time/zone.ts";
import type { Offer } from "./offer.ts";
import { type Facts, type Opening, offerAt } from "./opening.ts";
import { byNature } from "./rank.ts";
import { offerCost } from "./rank-cost.ts";
import type { Taste } from "./taste.ts";

const MINUTE_MS = 60_000;
const STEP_MS = 15 * MINUTE_MS;
/** Shorter meetings, and shorter parts of a meeting, are not worth a move. */
const LEAST_MS = 60 * MINUTE_MS;
const LEAST_PART_MS = 30 * MINUTE_MS;

/**
 * One room for the beginning of a long meeting and another for the rest, where no room has the whole of it: the plan
 * with the longest stay in one room, in the best rooms for it. Neither room may need approval.
 */
export function handover(
  openings: readonly Opening[],
  interval: Interval,
  facts: Facts,
  taste: Taste,
): Offer | undefined {
  if (interval.end - interval.start < LEAST_MS) return undefined;
  const bestFirst = (part: Interval): Offer[] =>
    openings
      .flatMap((opening) => offerAt(opening, part, facts) ?? [])
      .filter((offer) => !offer.approval)
      .sort((a, b) => offerCost(a, taste) - offerCost(b, taste) || byNature(a.room, b.room));

  const plans = changesIn(interval).flatMap((change) => {
    const firsts = bestFirst({ start: interval.start, end: change });
    const thens = firsts.length > 0 ? bestFirst({ start: change, end: interval.end }) : [];
    return pairOf(firsts, thens) ?? [];
  });
  const [plan] = plans;
  return plan && withThen(plan.first, plan.then);
}

/** When the rooms may change: on the quarter hours of the meeting, those first that leave the longest part whole. */
function changesIn({ start, end }: Interval): number[] {
  const changes: number[] = [];
  for (let at = roundUp(start + LEAST_PART_MS, STEP_MS); at <= end - LEAST_PART_MS; at += STEP_MS)
    changes.push(at);
  const longestPart = (at: number) => Math.max(at - start, end - at);
  return changes.sort((a, b) => longestPart(b) - longestPart(a) || b - a);
}

/** The best two different rooms. */
function pairOf(
  firsts: readonly Offer[],
  thens: readonly Offer[],
): { first: Offer; then: Offer } | undefined {
  for (const first of firsts) {
    const then = thens.find((other) => other.room.id !== first.room.id);
    if (then) return { first, then };
  }
  return undefined;
}

const withThen = (first: Offer, then: Offer): Offer => ({
  ...first,
  mayBeDeclined: first.mayBeDeclined || then.mayBeDeclined,
  // biome-ignore lint/suspicious/noThenProperty: data, and no function: nothing takes it for a promise
  differs: [{ kind: "handover", then: { room: then.room, interval: then.interval } }],
});
