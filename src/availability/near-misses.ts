import type { Interval } from "../core/interval.ts";
import type { Room } from "../core/model.ts";
import { contains } from "../time/interval.ts";
import { localDateOf, workingWindow } from "../time/zone.ts";
import type { OfferInput } from "./find-offers.ts";
import { handover } from "./handover.ts";
import { NEAR_TIMES, type NearFacts, type NearTime } from "./near-times.ts";
import { type Offer, secondPartOf } from "./offer.ts";
import { type Opening, offerAt, openingsOf } from "./opening.ts";
import { penaltyOf } from "./penalties.ts";
import { byNature } from "./rank.ts";
import { offerCost } from "./rank-cost.ts";
import { roomDifferences } from "./room-differences.ts";
import { matchRooms } from "./rooms-matching.ts";
import { seriesOffer } from "./series.ts";
import type { Taste } from "./taste.ts";
import type { Mismatch } from "./why-not.ts";
import { type Target, targetsOf, type WishedTime } from "./wish.ts";

/** `rooms` are all rooms of the office here: what is no match may be a near one. */
export interface NearMissInput extends OfferInput {
  /** Minutes of the local day in which "later that day" is still worth a proposal. Default 09:00–18:00. */
  readonly workingMinutes?: { readonly from: number; readonly to: number };
}

interface NearMiss {
  readonly offer: Offer;
  readonly penalty: number;
  readonly cost: number;
}

const WORKING_MINUTES = { from: 9 * 60, to: 18 * 60 };
/** A proposal that differs in more than so many ways is no near miss; approval is not counted. */
const DIFFERENCES_AT_MOST = 2;
const PER_ROOM_AT_MOST = 2;
const LIMIT = 5;

/**
 * What nearly fits when nothing (or too little) fits, least penalty first (the table is in `penalties.ts`): another
 * time, a shorter meeting, a room that differs in something, a change of rooms; of a series a room that has nearly all
 * of it. All of it is free and allowed and says in what it differs; what fits exactly is not here, and neither are
 * other times of a room that can be had as wished.
 */
export function nearMisses(input: NearMissInput): Offer[] {
  const { fitting, others } = matchRooms(input.rooms, input.wish);
  const targets = targetsOf(input.wish.when);
  const facts = nearFacts(input, targets);
  const rooms = [...fitting.map((room) => ({ room, missing: [] })), ...others];
  const misses = [
    ...rooms.flatMap(({ room, missing }) => missesIn(room, missing, input.wish.when, facts)),
    ...(input.wish.when.kind === "at" ? handovers(fitting, targets, facts, input) : []),
  ];
  const priced = misses.map(({ offer, target }) => ({
    offer,
    penalty: penaltyOf(offer, input.wish, target),
    cost: offerCost(offer, input),
  }));
  return chosen(priced.sort(byPenalty), input.limit ?? LIMIT);
}

interface Miss {
  readonly offer: Offer;
  readonly target: Target;
}

/** Every way to nearly have this room, for every wished time; nothing but the wished time where the room can be had then. */
function missesIn(room: Room, missing: readonly Mismatch[], when: WishedTime, facts: NearFacts): Miss[] {
  const targets = targetsOf(when);
  const differs = roomDifferences(room, missing);
  const [opening] = openingsOf([room], facts);
  if (!differs || !opening) return [];
  const found = timesNear(opening, when, facts).map(({ offer, target }) => ({
    offer: { ...offer, differs: [...differs, ...offer.differs] },
    target,
  }));
  const asWished = found.filter(({ offer }) => offer.differs.length === differs.length);
  const keepsTime = asWished.some(({ offer }) => !offer.approval);
  return (keepsTime ? asWished : found)
    .filter(({ offer }) => isNearMiss(offer, targets))
    .map(({ offer, target }) => ({ offer: withApproval(offer), target }));
}

/** When the room can be had, as wished or nearly. A series has one time of day, which is kept. */
function timesNear(opening: Opening, when: WishedTime, facts: NearFacts): Miss[] {
  const targets = targetsOf(when);
  const asked = when.kind === "series" ? targets.slice(0, 1) : targets;
  const ways: readonly NearTime[] =
    when.kind === "series" ? [() => seriesOffer(opening, when, facts)] : NEAR_TIMES;
  return ways.flatMap((way) =>
    asked.flatMap((target) => {
      const offer = way(opening, target, facts);
      return offer ? [{ offer, target }] : [];
    }),
  );
}

/** Whether it differs at all, not too much, and not in a time that is another of the wished ones. */
function isNearMiss({ differs, interval }: Offer, targets: readonly Target[]): boolean {
  if (differs.length === 0 || differs.length > DIFFERENCES_AT_MOST) return false;
  const isShifted = differs.some(({ kind }) => kind === "time");
  return !isShifted || targets.every((target) => !contains(target.window, interval));
}

const withApproval = (offer: Offer): Offer =>
  offer.approval ? { ...offer, differs: [...offer.differs, { kind: "approval" }] } : offer;

/** Changes of rooms, for the wished times at which no fitting room can be had for the whole time. */
function handovers(
  fitting: readonly Room[],
  targets: readonly Target[],
  facts: NearFacts,
  taste: Taste,
): Miss[] {
  const openings = openingsOf(fitting, facts);
  return targets.flatMap((target) => {
    const whole = openings.map((opening) => offerAt(opening, target.window, facts));
    if (whole.some((offer) => offer && !offer.approval)) return [];
    const offer = handover(openings, target.window, facts, taste);
    return offer ? [{ offer, target }] : [];
  });
}

/** Without word on what was asked, only the wished times and their days' working hours count as known. */
function nearFacts(input: NearMissInput, targets: readonly Target[]): NearFacts {
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

/** A total order: the penalty, then what `rank` would say, then the time and the room. */
const byPenalty = (a: NearMiss, b: NearMiss): number =>
  a.penalty - b.penalty ||
  a.cost - b.cost ||
  a.offer.interval.start - b.offer.interval.start ||
  a.offer.interval.end - b.offer.interval.end ||
  byNature(a.offer.room, b.offer.room);

/** The first of them, no room at one time twice, and no room so often that it hides the others. */
function chosen(misses: readonly NearMiss[], limit: number): Offer[] {
  const timesSeen = new Map<string, Interval[]>();
  const offers: Offer[] = [];
  for (const { offer } of misses) {
    const seen = timesSeen.get(placeInList(offer)) ?? [];
    const isNew = seen.every(
      ({ start, end }) => start !== offer.interval.start || end !== offer.interval.end,
    );
    if (offers.length >= limit || seen.length >= PER_ROOM_AT_MOST || !isNew) continue;
    timesSeen.set(placeInList(offer), [...seen, offer.interval]);
    offers.push(offer);
  }
  return offers;
}

/** A room, or a pair of rooms: the beginning of a plan does not stand for a meeting in its first room alone. */
function placeInList(offer: Offer): string {
  const second = secondPartOf(offer);
  return second ? `${offer.room.id} ${second.room.id}` : offer.room.id;
}
