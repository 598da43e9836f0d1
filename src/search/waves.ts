import type { Offer } from "../availability/offer.ts";
import { roomCost } from "../availability/rank-cost.ts";
import type { Taste } from "../availability/taste.ts";
import type { Wish } from "../availability/wish.ts";
import type { Room } from "../core/model.ts";

/** Before anything is known of an hour: the part of the rooms that are free in it; counted as so many rooms seen. */
const FREE_BEFORE = 0.4;
const COUNTED_AS = 3;
/** More than this is expected of no room, however many times would do. */
const MOST_EXPECTED = 0.9;
/** Rooms that may be asked about at once where a call tells of one only. */
const FEW_ROOMS = 15;
/** No more calls than this at once for one question, or as many as it has made already. */
const MOST_CALLS = 3;
/** Where nothing at all was found among so many, nearly everything has to be asked for: then so much is at once. */
const TELLING_ROOMS = 8;
const MANY_ROOMS = 200;

/** The part of the rooms that may be expected to have what is wanted: the more times would do, the more rooms do. */
export function expectedShare({ when }: Wish): number {
  if (when.kind !== "within") return FREE_BEFORE;
  const times = when.windows.map(({ start, end }) => Math.floor((end - start) / when.durationMs));
  const chances = Math.max(
    1,
    times.reduce((sum, count) => sum + count, 0),
  );
  return Math.min(MOST_EXPECTED, 1 - (1 - FREE_BEFORE) ** chances);
}

/**
 * How many rooms are asked about next: as many as the offers that are wanting should take, in whole calls.
 * `batch` is what one call tells of; `seen` and `found` are rooms known and offers made of them; `expected` is the part
 * of the rooms that should have what is wanted, before any was seen.
 */
export function waveSize(state: {
  readonly wanting: number;
  readonly seen: number;
  readonly found: number;
  readonly batch: number;
  readonly expected: number;
}): number {
  const { wanting, seen, found, batch, expected } = state;
  if (found === 0 && seen >= TELLING_ROOMS) return Math.ceil(MANY_ROOMS / batch) * batch;
  const share = (Math.min(found, seen) + expected * COUNTED_AS) / (seen + COUNTED_AS);
  const calls = Math.ceil(Math.max(1, wanting) / share / batch);
  const most = Math.max(MOST_CALLS, Math.ceil(FEW_ROOMS / batch), Math.ceil(seen / batch));
  return Math.min(calls, most) * batch;
}

/** Points by which the first of the list may be worse than a room that a call would have told of: some chairs. */
const REGRET = 4;

/** Whether a room that is not known yet would be so much better than what can be offered that it is worth a call. */
export function isWorthAsking(unknown: readonly Room[], offers: readonly Offer[], taste: Taste): boolean {
  const [next, first] = [unknown[0], offers[0]];
  return Boolean(next && first && roomCost(next, taste) + REGRET < roomCost(first.room, taste));
}
