import type { Offer, RankReason } from "./offer.ts";
import { roomAround } from "./rank-cost.ts";
import { isOnUsualFloor, isSizeAsked, isUsualRoom, type Taste } from "./taste.ts";

const REASONS_AT_MOST = 2;

/** What an offer is compared with. */
interface Among {
  readonly firstStart: number;
  readonly lastStart: number;
  readonly leastSeats: number;
  readonly mostSeats: number;
}

type Reason = (offer: Offer, taste: Taste, among: Among) => RankReason | undefined;

/** The reasons that can be given, the most telling first. */
const REASONS: readonly Reason[] = [
  function sizeUnknown({ room }, { wish }) {
    return isSizeAsked(wish) && room.capacity === undefined ? { kind: "size-unknown" } : undefined;
  },
  function soonest({ interval }, { wish }, { firstStart, lastStart }) {
    const isTold = wish.when.kind === "within" && firstStart < lastStart;
    return isTold && interval.start === firstStart ? { kind: "soonest" } : undefined;
  },
  function usual({ room }, taste) {
    if (isUsualRoom(room, taste)) return { kind: "usual-room" };
    return isOnUsualFloor(room, taste) ? { kind: "usual-floor" } : undefined;
  },
  /** The smallest or the biggest is worth a word only among rooms of other sizes. */
  function size({ room: { capacity } }, { wish }, { leastSeats, mostSeats }) {
    const { minSeats, maxSeats = minSeats, prefers } = wish;
    if (capacity !== undefined && capacity === maxSeats) return { kind: "right-size" };
    if (capacity === undefined || leastSeats === mostSeats) return undefined;
    if (prefers === "bigger") return capacity === mostSeats ? { kind: "biggest" } : undefined;
    return capacity === leastSeats ? { kind: "smallest" } : undefined;
  },
  function wanted({ room }, { wish: { equipment } }) {
    const hasAll = equipment.length > 0 && equipment.every((thing) => room.equipment.includes(thing));
    return hasAll ? { kind: "equipment", equipment } : undefined;
  },
  function fillsGap(offer) {
    const { beforeMs, afterMs } = roomAround(offer);
    return beforeMs === 0 && afterMs === 0 ? { kind: "fills-gap" } : undefined;
  },
];

/** The same offers, each told why it stands where it stands among the others, in at most two reasons. */
export function reasonsFor(offers: readonly Offer[], taste: Taste): Offer[] {
  const starts = offers.map((offer) => offer.interval.start);
  const seats = offers.flatMap((offer) => offer.room.capacity ?? []);
  const among: Among = {
    firstStart: least(starts),
    lastStart: -least(starts.map((start) => -start)),
    leastSeats: least(seats),
    mostSeats: -least(seats.map((count) => -count)),
  };
  return offers.map((offer) => ({
    ...offer,
    why: REASONS.map((reason) => reason(offer, taste, among))
      .filter((reason) => reason !== undefined)
      .slice(0, REASONS_AT_MOST),
  }));
}

const least = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
