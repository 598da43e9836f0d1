import type { Offer } from "./offer.ts";

/** Points for a time right beside one that was chosen already; none when it is far enough away. */
const CLOSENESS = 20;
/** Points for a time at which every room needs approval. */
const APPROVAL = 50;

interface Slot {
  readonly start: number;
  readonly end: number;
  /** Best first. */
  readonly offers: readonly Offer[];
  readonly cost: number;
}

export interface SpreadRules {
  readonly limit: number;
  /** Rooms wanted for the same time. */
  readonly roomCount: number;
  /** Whether times that overlap are variations of one another, of which one is enough to begin with. */
  readonly apart: boolean;
  readonly costOf: (offer: Offer) => number;
}

/**
 * Chooses among offers at many times: first one time after the other, the soonest and then the best that are far from
 * those chosen; then further rooms at these times; then what is left. A greater limit only adds to what a smaller one
 * chooses. `offers` come best first within each time.
 */
export function spread(offers: readonly Offer[], rules: SpreadRules): Offer[] {
  const slots = slotsOf(offers, rules);
  const chosen = farApart(slots, rules);
  const left = slots.filter((slot) => !chosen.includes(slot)).sort((a, b) => a.cost - b.cost);
  return [...roundByRound(chosen, rules.roomCount), ...left.flatMap((slot) => slot.offers)].slice(
    0,
    wholeTimes(chosen, rules),
  );
}

/** How many offers there may be, so that none of the first times is shown with fewer rooms than are wanted there. */
function wholeTimes(chosen: readonly Slot[], { limit, roomCount }: SpreadRules): number {
  const isCut = limit < chosen.length * roomCount && limit > roomCount;
  const haveEnough = chosen.every((slot) => slot.offers.length >= roomCount);
  return isCut && haveEnough ? limit - (limit % roomCount) : limit;
}

/** Times with their offers, in order. Those with fewer rooms than are wanted at once count only if all have too few. */
function slotsOf(offers: readonly Offer[], { roomCount, costOf }: SpreadRules): Slot[] {
  const byTime = new Map<string, Offer[]>();
  for (const offer of offers) {
    const key = `${offer.interval.start} ${offer.interval.end}`;
    const same = byTime.get(key);
    if (same) same.push(offer);
    else byTime.set(key, [offer]);
  }
  const slots = [...byTime.values()].flatMap((group): Slot[] => {
    const [best] = group;
    return best
      ? [{ ...best.interval, offers: group, cost: costOf(best) + (best.approval ? APPROVAL : 0) }]
      : [];
  });
  const roomy = slots.filter((slot) => slot.offers.length >= roomCount);
  return (roomy.length > 0 ? roomy : slots).sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Times one by one: the soonest that needs no approval, then always the cheapest when closeness is paid for too. No more
 * than can be shown: each has a room at least, and a few weeks have thousands of times.
 */
function farApart(slots: readonly Slot[], { apart, limit }: SpreadRules): Slot[] {
  const [first] = slots;
  const last = slots.at(-1);
  if (!first || !last) return [];
  const farMs = Math.max(3 * (first.end - first.start), (last.start - first.start) / 4);
  const chosen: Slot[] = [slots.find((slot) => !slot.offers[0]?.approval) ?? first];
  while (chosen.length < limit) {
    const open = slots.filter(
      (slot) =>
        !chosen.includes(slot) &&
        !(apart && chosen.some((other) => slot.start < other.end && other.start < slot.end)),
    );
    const price = (slot: Slot) => {
      const nearestMs = Math.min(...chosen.map((other) => Math.abs(slot.start - other.start)));
      return slot.cost + CLOSENESS * Math.max(0, 1 - nearestMs / farMs);
    };
    const next = cheapest(open, price);
    if (!next) break;
    chosen.push(next);
  }
  return chosen;
}

/** The first of those that cost least. */
function cheapest(slots: readonly Slot[], price: (slot: Slot) => number): Slot | undefined {
  let best: { slot: Slot; price: number } | undefined;
  for (const slot of slots) {
    const cost = price(slot);
    if (!best || cost < best.price) best = { slot, price: cost };
  }
  return best?.slot;
}

/** The wanted number of rooms at each time, then one more at each, and so on. */
function roundByRound(slots: readonly Slot[], roomCount: number): Offer[] {
  const most = Math.max(0, ...slots.map((slot) => slot.offers.length));
  const rounds = Array.from({ length: most }, (_, round) => (round === 0 ? 0 : roomCount + round - 1));
  return rounds.flatMap((from, round) =>
    slots.flatMap((slot) => slot.offers.slice(from, round === 0 ? roomCount : from + 1)),
  );
}
