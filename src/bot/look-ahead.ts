import { judgeOfRoom } from "../availability/rules.ts";
import type { WhyNot } from "../availability/why-not.ts";
import type { Booking } from "../booking/bookings.ts";
import { newMinutes } from "../booking/change-time.ts";
import type { Interval } from "../core/interval.ts";
import type { Person, Room } from "../core/model.ts";
import type { SearchTools } from "../search/find-rooms.ts";
import { Look } from "../search/look.ts";
import { clip, merge } from "../time/interval.ts";

/** Whether the rooms of a booking can be had at another time. */
export type LookAhead =
  | { readonly kind: "free"; readonly needsApproval: boolean }
  /** Somebody else has a room in some of the new minutes: in these. */
  | { readonly kind: "taken"; readonly room: string; readonly busy: readonly Interval[] }
  | { readonly kind: "forbidden"; readonly room: string; readonly why: WhyNot }
  /** It could not be found out. */
  | { readonly kind: "unknown"; readonly room: string };

/**
 * Looks whether the rooms of a booking are free in the minutes that it does not hold yet, and whether their rules
 * allow the new whole. Only the new minutes are asked for.
 */
export async function lookAhead(
  tools: SearchTools,
  { booking, to, asker }: { booking: Booking; to: Interval; asker: Person },
): Promise<LookAhead> {
  const stretches = newMinutes(booking, to);
  const listed = await tools.directory.rooms(asker);
  const rooms = booking.rooms.map(
    ({ id, name }): Room =>
      listed.find((room) => room.id === id) ?? { id, name, equipment: [], path: [], access: "everyone" },
  );
  const window = {
    start: Math.min(...stretches.map(({ start }) => start)),
    end: Math.max(...stretches.map(({ end }) => end)),
  };
  // What is held is at stake: nothing is believed that was learnt for another question.
  const look = new Look(tools, asker, window, 0);
  await Promise.all([stretches.length > 0 ? look.at(rooms) : true, look.readRules(rooms)]);
  const facts = look.facts();
  let needsApproval = false;
  for (const room of rooms) {
    const verdict = judgeOfRoom(room, facts.rules.get(room.id), { ...facts, memberships: facts.memberships })(
      to,
    );
    if (verdict.kind === "no" || verdict.kind === "client-only")
      return { kind: "forbidden", room: room.name, why: verdict.reason };
    needsApproval ||= verdict.kind !== "yes";
    if (stretches.length === 0) continue;
    const busy = facts.busy.get(room.id);
    if (!busy?.known) return { kind: "unknown", room: room.name };
    const taken = merge(
      stretches.flatMap((stretch) => busy.busy.flatMap((interval) => clip(interval, stretch) ?? [])),
    );
    if (taken.length > 0) return { kind: "taken", room: room.name, busy: taken };
  }
  return { kind: "free", needsApproval };
}
