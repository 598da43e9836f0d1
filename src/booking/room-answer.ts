import type { Clock } from "../core/clock.ts";
import { isPlatformError } from "../core/errors.ts";
import type { EventId, Person, RoomId, RoomResponse } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import { StepFailure } from "./failure.ts";
import type { Held } from "./outcomes.ts";
import type { BookingTools } from "./recipe.ts";

/**
 * When to look whether a room has answered. Rooms answer after "a few seconds": three looks cover nearly all, and
 * nobody is told anything before the answer is there.
 */
const LOOKS_AFTER_MS = [1_000, 1_300, 2_000, 3_000, 5_000, 8_000, 10_000];
/** What is read just after a write may be from before it: both vendors' tools wait so long. */
export const SETTLES_AFTER_MS = 2_000;
/** An approver who was asked answers much later: these looks are for a room that says no by itself. */
const APPROVAL_LOOKS = 3;
/** Looks that fail take their time too. */
const PATIENCE_MS = 30_000;

/** Rooms of one event. */
export interface Spot {
  readonly eventId: EventId;
  readonly roomIds: readonly RoomId[];
  readonly organiser: Person;
}

/** What a look at the event said of its rooms: `gone` is an event or a room that is not there. */
export type RoomState = RoomResponse | "gone";

/** Of several rooms the first of these that one of them says is what they say together. */
const WORST_FIRST: readonly RoomState[] = ["gone", "declined", "pending", "approval", "accepted"];

/** Looks once; `unknown` where the platform left the rooms out. Throws the platform's error. */
export async function lookAtRooms(
  calendar: Calendar,
  { eventId, roomIds, organiser }: Spot,
): Promise<RoomState | "unknown"> {
  const event = await calendar.read(eventId, organiser);
  if (!event) return "gone";
  if (!event.rooms) return "unknown";
  const said = new Map(event.rooms.map(({ roomId, response }) => [roomId, response]));
  const states = roomIds.map((id) => said.get(id) ?? "gone");
  return WORST_FIRST.find((state) => states.includes(state)) ?? "accepted";
}

/** Looks until all of the rooms have answered; `pending` when they have not after that many looks, of all within half a minute. */
export async function awaitRooms(
  calendar: Calendar,
  clock: Clock,
  spot: Spot,
  mostLooks = LOOKS_AFTER_MS.length,
): Promise<RoomState> {
  const givesUpAt = clock.now() + PATIENCE_MS;
  for (const delayMs of LOOKS_AFTER_MS.slice(0, mostLooks)) {
    if (clock.now() > givesUpAt) break;
    await clock.sleep(delayMs);
    try {
      const state = await lookAtRooms(calendar, spot);
      if (state !== "pending" && state !== "unknown") return state;
    } catch (error) {
      // A look that fails says nothing about the rooms; only a platform that says no for good ends it.
      if (!isPlatformError(error) || error.kind === "refused" || error.kind === "unauthorised") throw error;
    }
  }
  return "pending";
}

/** Whether a person has to approve: as far as the rules are known, or `certainly`, and that person was asked with a reason. */
export type NeedsApproval = boolean | "certainly";

/**
 * How a room is held that answered a claim with `said`. What was not said yet is waited for, and what the rules put in
 * question is looked at. Throws a `StepFailure` where it is not held.
 */
export async function heldAs(
  { calendar, clock }: BookingTools,
  spot: Spot,
  said: RoomState,
  needsApproval: NeedsApproval,
): Promise<Held> {
  if (said === "pending") {
    const looks = needsApproval === "certainly" ? APPROVAL_LOOKS : undefined;
    return held(await awaitRooms(calendar, clock, spot, looks), needsApproval !== false);
  }
  if (said !== "accepted" || !needsApproval) return held(said);
  const look = () => lookAtRooms(calendar, spot).catch(() => "unknown" as const);
  let state = await look();
  if (state === "gone") {
    // Just added: what is read may lag behind.
    await clock.sleep(SETTLES_AFTER_MS);
    state = await look();
  }
  // Where nobody can tell, the rules stand.
  return state === "unknown" ? "approval" : held(state, true);
}

/** Throws a `StepFailure` where a room that answers so is not held. One that needs approval may be silent until then. */
export function held(state: RoomState, needsApproval = false): Held {
  if (state === "accepted" || state === "approval") return state;
  if (state === "pending" && needsApproval) return "approval";
  if (state === "pending") throw new StepFailure({ kind: "failed", because: "no-answer" });
  throw new StepFailure({ kind: "refused" });
}
