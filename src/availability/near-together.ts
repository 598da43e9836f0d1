import type { Interval } from "../core/interval.ts";
import { contains } from "../time/interval.ts";
import { type NearFacts, type NearMissInput, nearFacts } from "./near-facts.ts";
import { byPenalty, DIFFERENCES_AT_MOST, type PricedMiss, priced, withApproval } from "./near-order.ts";
import { around, shiftOf } from "./near-times.ts";
import type { Difference, Offer } from "./offer.ts";
import { type Opening, offerAt, openingsOf } from "./opening.ts";
import { roomDifferences } from "./room-differences.ts";
import { matchRooms } from "./rooms-matching.ts";
import { intervalsIn } from "./starts.ts";
import { type Target, targetsOf } from "./wish.ts";

/** As many rooms as are wanted, all at one time, the nearest first. */
interface Group {
  readonly interval: Interval;
  readonly misses: readonly PricedMiss[];
  readonly penalty: number;
  readonly cost: number;
}

interface Candidate {
  readonly opening: Opening;
  /** In what the room differs, whatever the time. */
  readonly differs: readonly Difference[];
}

/** The same rooms a little later are no other proposal. */
const APART_MS = 15 * 60_000;

/**
 * Times near the wished one at which `count` rooms can be had at once, where there are not so many as wished: another
 * time, or a room among them that differs in something. Group by group, the least penalty first, and no group in part;
 * a room of a group that is as wished differs in nothing.
 */
export function nearTogether(input: NearMissInput, count: number, limit: number): Offer[] {
  const targets = targetsOf(input.wish.when);
  const facts = nearFacts(input, targets);
  const candidates = candidatesOf(input, facts);
  const groups = targets.flatMap((target) =>
    timesAround(target, targets, candidates, facts).flatMap(
      (interval) => groupAt(interval, target, candidates, count, facts, input) ?? [],
    ),
  );
  const chosen: Group[] = [];
  for (const group of groups.sort(byGroup)) {
    if ((chosen.length + 1) * count > Math.max(limit, count)) break;
    if (!chosen.some((other) => isLike(group, other))) chosen.push(group);
  }
  return chosen.flatMap(({ misses }) => misses.map(({ offer }) => offer));
}

function candidatesOf(input: NearMissInput, facts: NearFacts): Candidate[] {
  const { fitting, others } = matchRooms(input.rooms, input.wish);
  return [...fitting.map((room) => ({ room, missing: [] })), ...others].flatMap(({ room, missing }) => {
    const differs = roomDifferences(room, missing);
    return differs ? openingsOf([room], facts).map((opening) => ({ opening, differs })) : [];
  });
}

/** Every time at which some room may begin, each once; what is another of the wished times is left to that one. */
function timesAround(
  target: Target,
  targets: readonly Target[],
  candidates: readonly Candidate[],
  facts: NearFacts,
): Interval[] {
  const wished = target.isFixed ? [target.window] : [];
  const shifted = candidates.flatMap(({ opening }) => intervalsIn(around(target, facts), opening, facts.now));
  const once = new Map([...wished, ...shifted].map((interval) => [interval.start, interval]));
  const isOther = (interval: Interval) =>
    shiftOf(target, interval) !== 0 && targets.some(({ window }) => contains(window, interval));
  return [...once.values()].filter((interval) => !isOther(interval));
}

/** The best rooms for this time, where there are enough. */
function groupAt(
  interval: Interval,
  target: Target,
  candidates: readonly Candidate[],
  count: number,
  facts: NearFacts,
  input: NearMissInput,
): Group | undefined {
  const shiftMs = shiftOf(target, interval);
  const time: readonly Difference[] = shiftMs === 0 ? [] : [{ kind: "time", shiftMs }];
  const misses = candidates
    .flatMap(({ opening, differs }) => {
      const offer = offerAt(opening, interval, facts);
      const all = [...differs, ...time];
      return offer && all.length <= DIFFERENCES_AT_MOST
        ? [priced({ offer: withApproval({ ...offer, differs: all }), target }, input)]
        : [];
    })
    .sort(byPenalty)
    .slice(0, count);
  const isNear = misses.length === count && misses.some(({ offer }) => offer.differs.length > 0);
  if (!isNear) return undefined;
  const sum = (points: (miss: PricedMiss) => number) => misses.reduce((all, miss) => all + points(miss), 0);
  return { interval, misses, penalty: sum(({ penalty }) => penalty), cost: sum(({ cost }) => cost) };
}

const byGroup = (a: Group, b: Group): number =>
  a.penalty - b.penalty ||
  a.cost - b.cost ||
  a.interval.start - b.interval.start ||
  a.interval.end - b.interval.end;

const roomsOf = ({ misses }: Group): string =>
  misses
    .map(({ offer }) => offer.room.id)
    .sort()
    .join(" ");

const isLike = (one: Group, other: Group): boolean =>
  Math.abs(one.interval.start - other.interval.start) < APART_MS && roomsOf(one) === roomsOf(other);
