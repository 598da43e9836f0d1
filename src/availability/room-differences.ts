import type { Room } from "../core/model.ts";
import type { Difference } from "./offer.ts";
import type { Mismatch } from "./why-not.ts";

/** A room with fewer seats than this share of those wanted is no near miss. */
const LEAST_SEATS = 0.75;

type Told = readonly Difference[] | undefined;

/** What each mismatch is in an offer's words; `undefined` where such a room is no near miss at all. */
const DIFFERENCES: {
  readonly [Code in Mismatch["code"]]: (mismatch: Extract<Mismatch, { code: Code }>, room: Room) => Told;
} = {
  "too-small": ({ seats, wanted }) =>
    seats >= wanted * LEAST_SEATS ? [{ kind: "smaller", seats }] : undefined,
  "too-big": ({ seats }) => [{ kind: "bigger", seats }],
  equipment: ({ missing }) => (missing.length === 1 ? [{ kind: "without", equipment: missing }] : undefined),
  floor: ({ floor }) => [{ kind: "floor", ...(floor !== undefined && { floor }) }],
  building: ({ building }) => [{ kind: "building", ...(building !== undefined && { building }) }],
  name: (_, { name }) => [{ kind: "room", name }],
  "not-allowed": () => undefined,
  // Closed at the wished time: another time may do, which the closure itself decides.
  closed: () => [],
};

/** In what a room differs from the wish, whatever the time; `undefined` where it is too far from it. */
export function roomDifferences(room: Room, missing: readonly Mismatch[]): Told {
  const told = missing.map((mismatch) => {
    const tell = DIFFERENCES[mismatch.code] as (mismatch: Mismatch, room: Room) => Told;
    return tell(mismatch, room);
  });
  return told.every((differences) => differences !== undefined) ? told.flat() : undefined;
}
