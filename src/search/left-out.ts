import { findOffers } from "../availability/find-offers.ts";
import type { Offer } from "../availability/offer.ts";
import { needsClient } from "../availability/rules.ts";
import type { Wish } from "../availability/wish.ts";
import type { Room, RoomId, RoomRules } from "../core/model.ts";
import type { LookFacts } from "./look.ts";

/** More would not be read. */
const MOST_NAMED = 3;

/** The rooms of which it was learnt that no program can book them, where they would be offers otherwise. */
export function byHand(rooms: readonly Room[], facts: LookFacts, wish: Wish): readonly Offer[] {
  const mayNeedClient = ({ approval }: RoomRules) => approval !== "none";
  const free = offersBut(rooms, facts, wish, mayNeedClient, { approval: "none" });
  return free.filter(({ room, interval }) => {
    const rules = facts.rules.get(room.id);
    return rules && needsClient(rules, interval, facts);
  });
}

/** The rooms of which it was learnt that they take no series, where they would be offers otherwise. */
export function onlySingle(rooms: readonly Room[], facts: LookFacts, wish: Wish): readonly Room[] {
  const isSingle = ({ recurring }: RoomRules) => !recurring;
  const free = offersBut(rooms, facts, wish, isSingle, { recurring: true });
  return wish.when.kind === "series" ? free.map(({ room }) => room) : [];
}

/** The first offers of rooms that only one rule keeps from being offered. */
function offersBut(
  rooms: readonly Room[],
  facts: LookFacts,
  wish: Wish,
  isKept: (rules: RoomRules) => boolean,
  instead: Partial<RoomRules>,
): readonly Offer[] {
  const kept = [...facts.rules].filter(([, rule]) => isKept(rule));
  const rules = new Map(kept.map(([id, rule]): [RoomId, RoomRules] => [id, { ...rule, ...instead }]));
  const free = findOffers({ ...facts, rooms: rooms.filter(({ id }) => rules.has(id)), rules, wish });
  const first = new Map([...free].reverse().map((offer) => [offer.room.id, offer]));
  return [...first.values()].reverse().slice(0, MOST_NAMED);
}
