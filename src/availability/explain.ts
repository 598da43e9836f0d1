import type { Room } from "../core/model.ts";
import { overlaps } from "../time/interval.ts";
import type { OfferInput } from "./find-offers.ts";
import { offerAt, openingsOf } from "./opening.ts";
import { matchRooms } from "./rooms-matching.ts";
import { intervalsIn } from "./starts.ts";
import type { WhyNot } from "./why-not.ts";
import { targetsOf } from "./wish.ts";

/**
 * Everything that speaks against one room for the wish: what it is, what its rules say, and when it is taken. Empty:
 * it can be had as wished. `input.rooms` are all rooms, for a name in the wish is read against them.
 */
export function whyNot(room: Room, input: OfferInput): WhyNot[] {
  const { excludeRoomIds: _, ...wish } = input.wish;
  const { others } = matchRooms(input.rooms, wish);
  const missing: readonly WhyNot[] = others.find((other) => other.room.id === room.id)?.missing ?? [];
  return [...missing, ...whyNotThen(room, input).filter(({ code }) => missing.every((m) => m.code !== code))];
}

/** What speaks against the room at the wished times; nothing as soon as one of them is possible. */
function whyNotThen(room: Room, input: OfferInput): WhyNot[] {
  const targets = targetsOf(input.wish.when);
  const known = input.busy.get(room.id);
  const [opening] = openingsOf([room], input);
  if (!opening) return [{ code: "unknown", ...(known?.known === false && { why: known.why }) }];

  const intervals = targets.flatMap((target) => intervalsIn(target, opening, input.now));
  if (intervals.some((interval) => offerAt(opening, interval, input))) return [];

  const ahead = intervals.filter(({ end }) => end > input.now);
  if (ahead.length === 0) return [{ code: "past" }];
  const verdicts = ahead.map(opening.judge);
  const forbidden = verdicts.every((verdict) => "reason" in verdict && verdict.kind !== "maybe");
  const [first] = verdicts;
  const busy = (known?.known ? known.busy : []).filter((taken) =>
    targets.some(({ window }) => overlaps(taken, window)),
  );
  return [
    ...(forbidden && first && "reason" in first ? [first.reason] : []),
    ...(busy.length > 0 ? [{ code: "busy" as const, busy }] : []),
  ];
}
