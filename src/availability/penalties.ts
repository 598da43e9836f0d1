import type { Difference, Offer } from "./offer.ts";
import { floorsApart } from "./place.ts";
import type { Target, Wish } from "./wish.ts";

/**
 * What it costs a person to take something else than was wished, in points. A quarter of an hour earlier or later
 * costs three; the rest is weighed against that: half an hour is better than another floor's far end, the next
 * floor is better than an hour, and leaving the building or doing without the projector is worse than both.
 * One exception in a series is worth a floor, two are not.
 */
const PENALTIES = {
  quarterHour: 3,
  /** For a time that is more than an hour off, on top. */
  muchLater: 6,
  /** Each day later: dearer than anything on the day itself. */
  day: 60,
  /** For another time of day, week after week, on top. */
  seriesMoved: 10,
  shorter: 4,
  /** For each tenth of the wished length that is lost. */
  tenthLost: 2,
  floor: 5,
  /** Each floor beyond the next one. */
  floorFurther: 1,
  floorsAtMost: 6,
  /** It is on another floor, and nobody knows on which. */
  floorUnknown: 9,
  building: 13,
  smaller: 4,
  missingSeat: 3,
  bigger: 2,
  spareSeat: 0.5,
  spareSeatsAtMost: 12,
  without: 12,
  /** Another room than the one that was named. */
  room: 5,
  handover: 11,
  /** Each meeting of a series for which another room is to be found. */
  skip: 7,
  approval: 12,
  /** Who may book, or the rules at all, could not be read. */
  mayBeDeclined: 6,
} as const;

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;

/** The price of each kind of difference. */
const PRICES: {
  readonly [Kind in Difference["kind"]]: (
    difference: Extract<Difference, { kind: Kind }>,
    wish: Wish,
    target: Target,
  ) => number;
} = {
  time: ({ shiftMs }, { when }) =>
    (when.kind === "series" ? PENALTIES.seriesMoved : 0) +
    (Math.abs(shiftMs) / QUARTER_MS) * PENALTIES.quarterHour +
    (Math.abs(shiftMs) > HOUR_MS ? PENALTIES.muchLater : 0),
  day: ({ days }) => days * PENALTIES.day,
  shorter: ({ byMs }, _, { durationMs }) =>
    PENALTIES.shorter + (byMs / durationMs) * 10 * PENALTIES.tenthLost,
  floor: ({ floor }, wish) => {
    const apart =
      floor === undefined || wish.floor === undefined ? undefined : floorsApart(floor, wish.floor);
    if (apart === undefined) return PENALTIES.floorUnknown;
    return (
      PENALTIES.floor + Math.min(Math.max(0, apart - 1), PENALTIES.floorsAtMost) * PENALTIES.floorFurther
    );
  },
  building: () => PENALTIES.building,
  smaller: ({ seats }, { minSeats = seats }) =>
    PENALTIES.smaller + (minSeats - seats) * PENALTIES.missingSeat,
  bigger: ({ seats }, { maxSeats = seats }) =>
    PENALTIES.bigger + Math.min(seats - maxSeats, PENALTIES.spareSeatsAtMost) * PENALTIES.spareSeat,
  without: () => PENALTIES.without,
  approval: () => PENALTIES.approval,
  room: () => PENALTIES.room,
  handover: () => PENALTIES.handover,
  skips: ({ meetings }) => meetings.length * PENALTIES.skip,
};

/** What an offer's differences cost together, and the risk that it is declined. */
export function penaltyOf(offer: Offer, wish: Wish, target: Target): number {
  const risk = offer.mayBeDeclined ? PENALTIES.mayBeDeclined : 0;
  return offer.differs.reduce((sum, difference) => {
    // The table's key and its price's argument are of one kind, which the compiler cannot follow through the look-up.
    const price = PRICES[difference.kind] as (difference: Difference, wish: Wish, target: Target) => number;
    return sum + price(difference, wish, target);
  }, risk);
}
