import type { Room } from "../core/model.ts";
import { overlaps } from "../time/interval.ts";
import type { OfferInput } from "./find-offers.ts";
import { type Opening, offerAt, openingsOf } from "./opening.ts";
import { matchRooms } from "./rooms-matching.ts";
import type { Verdict } from "./rules.ts";
import { meetingsIn } from "./series.ts";
import { intervalsIn } from "./starts.ts";
import type { WhyNot } from "./why-not.ts";
import { targetsOf, type WishedSeries } from "./wish.ts";

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
  const { when } = input.wish;
  const targets = targetsOf(when);
  const known = input.busy.get(room.id);
  const [opening] = openingsOf([room], { ...input, isRecurring: when.kind === "series" });
  if (!opening) return [{ code: "unknown", ...(known?.known === false && { why: known.why }) }];
  if (when.kind === "series") return whyNotAll(opening, when, input);

  const intervals = targets.flatMap((target) => intervalsIn(target, opening, input.now));
  if (intervals.some((interval) => offerAt(opening, interval, input))) return [];

  const ahead = intervals.filter(({ end }) => end > input.now);
  if (ahead.length === 0) return [{ code: "past" }];
  const verdicts = ahead.map(opening.judge);
  const [first] = verdicts;
  const rule = first && isForbidden(first) && verdicts.every(isForbidden) ? first.reason : undefined;
  const busy = (known?.known ? known.busy : []).filter((taken) =>
    targets.some(({ window }) => overlaps(taken, window)),
  );
  return [...(rule ? [rule] : []), ...(busy.length > 0 ? [{ code: "busy" as const, busy }] : [])];
}

/** What speaks against a series: a rule that forbids some of it, and which meetings the room cannot have. */
function whyNotAll(opening: Opening, series: WishedSeries, input: OfferInput): WhyNot[] {
  const { skips } = meetingsIn(opening, series, input);
  const verdicts = skips.map(opening.judge);
  const rule = verdicts.flatMap((verdict) => (isForbidden(verdict) ? [verdict.reason] : [])).at(0);
  const isForAll = skips.length === series.occurrences.length && verdicts.every(isForbidden);
  return [
    ...(rule ? [rule] : []),
    ...(skips.length > 0 && !isForAll
      ? [{ code: "some-meetings" as const, meetings: skips, of: series.occurrences.length }]
      : []),
  ];
}

const isForbidden = (verdict: Verdict): verdict is Extract<Verdict, { kind: "no" | "client-only" }> =>
  verdict.kind === "no" || verdict.kind === "client-only";
