import { describeError, isPlatformError, NOT_LINKED } from "../../core/errors.ts";
import type { CalendarEvent, EventId } from "../../core/model.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import type { Turn } from "../turn.ts";
import type { FollowUp } from "./follow-ups.ts";
import { lateTurn } from "./late-turn.ts";
import { LAST_LOOK_MS, nextLook } from "./look-times.ts";
import {
  tellApproved,
  tellRefused,
  tellStillWaiting,
  tellTakenOff,
  tellToBeApproved,
  tellUnseen,
  wasGivenBack,
} from "./tell-room.ts";

/** A look that came in the middle of a change is taken again after this. */
const AFTER_CHANGE_MS = 60_000;

/**
 * Looks what became of a room that waits for an approver, or of which something was heard, and tells the person where
 * that is news. The event itself is asked, whatever was heard: our own changes make the vendor say things too.
 */
export async function lookAt(deps: BotDeps, desk: Desk, eventId: EventId): Promise<void> {
  const { clock, logger } = deps;
  const found = await desk.followUps.find(eventId);
  if (!found) return;
  const busy = () => desk.followUps.lookNext(eventId, clock.now() + AFTER_CHANGE_MS);
  if (await isBeingChanged(desk, eventId)) return busy();
  try {
    const event = await desk.platform.calendar.read(eventId, found.address.person);
    // What was begun meanwhile may be what was read.
    if (await isBeingChanged(desk, eventId)) return busy();
    const followUp = await desk.followUps.find(eventId);
    if (!followUp) return;
    if (event) return await judge(deps, desk, followUp, event);
    const refused = turnFor(deps, desk, followUp, "refused");
    // Removed by ourselves, when nothing could be said any more: else it was removed by the person.
    if (await wasGivenBack(refused)) await tellRefused(refused, followUp, followUp);
    await desk.followUps.drop(eventId);
  } catch (error) {
    if (isPlatformError(error) && error.code === NOT_LINKED) {
      if (found.isWaiting) await tellUnseen(turnFor(deps, desk, found, "unseen"), found);
      return desk.followUps.drop(eventId);
    }
    logger.warn("a booking that is followed could not be looked at", { error: describeError(error) });
    await desk.followUps.lookAfterFailure(eventId);
  }
}

async function judge(deps: BotDeps, desk: Desk, followUp: FollowUp, event: CalendarEvent): Promise<void> {
  const { room, isWaiting } = followUp;
  const turn = (news: string) => turnFor(deps, desk, followUp, news);
  const said = event.rooms?.find(({ roomId }) => roomId === room.id)?.response ?? "gone";
  const isOffIt = event.rooms !== undefined && (said === "declined" || said === "gone");
  const hasOther = event.rooms?.some(({ roomId, response }) => roomId !== room.id && response !== "declined");
  if (said === "accepted") {
    if (isWaiting) await tellApproved(turn("approved"), followUp);
    const { start, end } = event.isRecurring ? followUp : event;
    const isMoved = start !== followUp.start || end !== followUp.end;
    if (isWaiting || isMoved) await desk.followUps.keep({ ...followUp, start, end, isWaiting: false });
    else await desk.followUps.lookNext(event.id, undefined);
  } else if (said === "approval" && !isWaiting) {
    const nowMs = deps.clock.now();
    await tellToBeApproved(turn("to-be-approved"), followUp);
    const nextMs = nextLook({ sinceMs: nowMs, startMs: event.start, nowMs });
    await desk.followUps.keep({ ...followUp, isWaiting: true, sinceMs: nowMs }, nextMs);
  } else if (!isOffIt) {
    await wait(deps, desk, followUp);
  } else {
    // With another room on it, somebody has seen to it by hand.
    if (!hasOther && isWaiting) await tellRefused(turn("refused"), followUp, event);
    else if (!hasOther) await tellTakenOff(turn("taken-off"), followUp, event);
    await desk.followUps.drop(event.id);
  }
}

/** One message may have booked several events, of which each has its own news. */
const turnFor = (deps: BotDeps, desk: Desk, { eventId, room, address }: FollowUp, news: string): Turn =>
  lateTurn(deps, desk, address, `room:${eventId}:${room.id}:${news}`);

/** Looks again later; an hour before the meeting the person hears of it, while something can be done. */
async function wait(deps: BotDeps, desk: Desk, followUp: FollowUp): Promise<void> {
  const { eventId, start, sinceMs, isWaiting, isReminded } = followUp;
  if (!isWaiting) return desk.followUps.lookNext(eventId, undefined);
  const nowMs = deps.clock.now();
  const nextMs = nextLook({ sinceMs, startMs: start, nowMs });
  const isLast = nowMs < start && start - nowMs <= LAST_LOOK_MS && start - sinceMs > LAST_LOOK_MS;
  if (!isLast || isReminded) return desk.followUps.lookNext(eventId, nextMs);
  await tellStillWaiting(turnFor(deps, desk, followUp, "waiting"), followUp);
  await desk.followUps.keep({ ...followUp, isReminded: true }, nextMs);
}

/** What the bot itself is changing, or could not change yet, is not judged in the middle. */
async function isBeingChanged({ booking }: Desk, eventId: EventId): Promise<boolean> {
  const open = await booking.journal.open(() => {});
  return open.some(({ input }) => {
    const changed = input as { readonly booking?: { readonly eventId?: EventId } } | null;
    return changed?.booking?.eventId === eventId;
  });
}
