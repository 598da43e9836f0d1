import type { Interval } from "../core/interval.ts";
import type { MembershipKey, Room, RoomBusy, RoomId, RoomRules } from "../core/model.ts";
import { contains, merge } from "../time/interval.ts";
import type { Offer } from "./offer.ts";
import { type Judge, judgeOfRoom } from "./rules.ts";

/** What is known when offers are made. */
export interface Facts {
  readonly busy: ReadonlyMap<RoomId, RoomBusy>;
  /** A room that is missing here may be declined. */
  readonly rules?: ReadonlyMap<RoomId, RoomRules> | undefined;
  readonly memberships?: readonly MembershipKey[] | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** The office's IANA zone. */
  readonly zone: string;
  readonly isRecurring?: boolean;
  /** Whether an approver can be asked in the asker's name; absent: yes. */
  readonly canAskApproval?: boolean;
  /** The rooms that are for the asker, where that was asked because rules did not tell. */
  readonly bookable?: ReadonlySet<RoomId>;
  /** The stretch that was asked about: outside of it nothing is known, and so nothing free. Absent: all that is wished. */
  readonly asked?: Interval;
}

/** A room with all the times at which nobody can have it: meetings and closures, merged and in order. */
export interface Opening {
  readonly room: Room;
  /** By the room's rules, for the asker. */
  readonly judge: Judge;
  readonly taken: readonly Interval[];
}

/** The rooms whose busy times are known. What is unknown is never free, and so not here. */
export function openingsOf(rooms: readonly Room[], facts: Facts): Opening[] {
  return rooms.flatMap((room) => {
    const busy = facts.busy.get(room.id);
    if (!busy?.known) return [];
    const rules = facts.rules?.get(room.id);
    const closures = [...(room.closed ? [room.closed] : []), ...(rules?.closures ?? [])];
    const judge = judgeOfRoom(room, rules, { ...facts, memberships: facts.memberships });
    return [{ room, judge, taken: merge([...busy.busy, ...closures]) }];
  });
}

/** The room at that time as an offer, where it is free for the whole of it and its rules allow it. */
export function offerAt(opening: Opening, interval: Interval, facts: Facts): Offer | undefined {
  const isKnown = !facts.asked || contains(facts.asked, interval);
  if (!isKnown || interval.end <= facts.now) return undefined;
  const next = firstEndingAfter(opening.taken, interval.start);
  const following = opening.taken[next];
  if (following && following.start < interval.end) return undefined;
  const verdict = opening.judge(interval);
  if (verdict.kind === "no" || verdict.kind === "client-only") return undefined;
  return {
    room: opening.room,
    interval,
    freeFrom: opening.taken[next - 1]?.end,
    freeUntil: following?.start,
    approval: verdict.kind === "approval",
    mayBeDeclined: verdict.kind === "maybe" || (verdict.kind === "approval" && verdict.unsure !== undefined),
    differs: [],
    why: [],
  };
}

/** Which of the stretches (in order, none touching another) is the first to end after `ms`; a search asks this thousands of times. */
function firstEndingAfter(taken: readonly Interval[], ms: number): number {
  let [from, to] = [0, taken.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const ends = taken[middle]?.end ?? 0;
    if (ends > ms) to = middle;
    else from = middle + 1;
  }
  return from;
}
