import type { Interval } from "../core/interval.ts";
import type { Room } from "../core/model.ts";
import { contains } from "../time/interval.ts";
import { handover } from "./handover.ts";
import { type NearFacts, type NearMissInput, nearFacts } from "./near-facts.ts";
import { byPenalty, DIFFERENCES_AT_MOST, type Miss, priced, withApproval } from "./near-order.ts";
import { NEAR_TIMES, type NearTime } from "./near-times.ts";
import { nearTogether } from "./near-together.ts";
import { type Offer, secondPartOf } from "./offer.ts";
import { type Opening, offerAt, openingsOf } from "./opening.ts";
import { roomDifferences } from "./room-differences.ts";
import { matchRooms } from "./rooms-matching.ts";
import { seriesAtOtherTime, seriesOffer } from "./series.ts";
import { isSizeAsked, type Taste } from "./taste.ts";
import type { Mismatch } from "./why-not.ts";
import { type Target, targetsOf, type WishedTime } from "./wish.ts";

const PER_ROOM_AT_MOST = 2;
const LIMIT = 5;

/**
 * What nearly fits when nothing (or too little) fits, least penalty first (the table is in `penalties.ts`): another
 * time, a shorter meeting, a room that differs in something, a change of rooms; of a series a room that has nearly all
 * of it. All of it is free and allowed and says in what it differs, approval too; what fits exactly and needs none is
 * not here, and neither are other times of a room that can be had as wished. Where several rooms are wanted at once,
 * these are times with enough of them if there are any (`nearTogether`): the rooms there that fit exactly are named too.
 */
export function nearMisses(input: NearMissInput): Offer[] {
  const { roomCount = 1, when } = input.wish;
  const limit = input.limit ?? LIMIT;
  const together = roomCount > 1 && when.kind !== "series" ? nearTogether(input, roomCount, limit) : [];
  const misses = together.length > 0 ? together : nearAlone(input, limit);
  return misses.map((offer) => withDoubt(offer, input));
}

/** A room whose seats nobody counted differs in nothing; whether it is big enough is not known either. */
const withDoubt = (offer: Offer, { wish }: Taste): Offer =>
  isSizeAsked(wish) && offer.room.capacity === undefined
    ? { ...offer, why: [{ kind: "size-unknown" }] }
    : offer;

/** As `nearMisses`, every room by itself. */
function nearAlone(input: NearMissInput, limit: number): Offer[] {
  const { fitting, others } = matchRooms(input.rooms, input.wish);
  const targets = targetsOf(input.wish.when);
  const facts = nearFacts(input, targets);
  const rooms = [...fitting.map((room) => ({ room, missing: [] })), ...others];
  const misses = [
    ...rooms.flatMap(({ room, missing }) => missesIn(room, missing, input.wish.when, facts)),
    ...(input.wish.when.kind === "at" ? handovers(fitting, targets, facts, input) : []),
  ];
  return chosen(misses.map((miss) => priced(miss, input)).sort(byPenalty), limit);
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

/** The ways to nearly have a series: but for a few of its meetings, or at another time of day. */
const SERIES_WAYS = [seriesOffer, seriesAtOtherTime] as const;

/** When the room can be had, as wished or nearly. */
function timesNear(opening: Opening, when: WishedTime, facts: NearFacts): Miss[] {
  const targets = targetsOf(when);
  const asked = when.kind === "series" ? targets.slice(0, 1) : targets;
  const ways: readonly NearTime[] =
    when.kind === "series" ? SERIES_WAYS.map((way) => () => way(opening, when, facts)) : NEAR_TIMES;
  return ways.flatMap((way) =>
    asked.flatMap((target) => {
      const offer = way(opening, target, facts);
      return offer ? [{ offer, target }] : [];
    }),
  );
}

/** Whether it differs at all, not too much, and not in a time that is another of the wished ones. */
function isNearMiss({ differs, interval, approval }: Offer, targets: readonly Target[]): boolean {
  if ((differs.length === 0 && !approval) || differs.length > DIFFERENCES_AT_MOST) return false;
  const isShifted = differs.some(({ kind }) => kind === "time");
  return !isShifted || targets.every((target) => !contains(target.window, interval));
}

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

/** The first of them, no room at one time twice, and no room so often that it hides the others. */
function chosen(misses: readonly Miss[], limit: number): Offer[] {
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
