import type { Json } from "../core/json.ts";
import type { EventId } from "../core/model.ts";
import { StepFailure } from "./failure.ts";
import { insist } from "./insist.ts";
import type { JournalEntry } from "./journal.ts";
import type { Booked, Held, NotBooked } from "./outcomes.ts";
import type { Step, Work } from "./recipe.ts";
import { afterDay, type BookingRecord } from "./records.ts";
import type { BookingRequest } from "./requests.ts";
import { claimRoom, hearRoom } from "./room-steps.ts";

/** For a day DingTalk answers the same creation with the same event; after that it would make another one. */
const KEY_LIVES_MS = 23 * 60 * 60_000;
const FORGOTTEN = { kind: "failed", because: "forgotten" } as const;

/** What the steps of one booking are called in the journal; the first of several is called as if it were alone. */
const namesOf = (nth: number) => {
  const more = nth === 1 ? "" : ` ${nth}`;
  return {
    make: `make event${more}`,
    claim: `claim room${more}`,
    hear: `hear room${more}`,
    record: `keep record${more}`,
    invite: `invite guests${more}`,
  };
};

/** One booking. `nth` counts, from 1, the bookings that are made together. */
export function bookingSteps(request: BookingRequest, nth = 1): Step[] {
  const names = namesOf(nth);
  const { room, organiser, needsApproval } = request;
  const spot = {
    roomId: room.id,
    organiser,
    eventId: ({ done }: Work) => madeEventOf(request, done, nth),
    ...(needsApproval ? { reason: request.reason ?? titleOf(request) } : {}),
    ...(typeof request.onto === "object" ? {} : { isFirst: true as const }),
  };
  const waits = request.reason === undefined ? needsApproval : "certainly";
  return [
    ...(typeof request.onto === "object" ? [] : [makeEvent(request, nth)]),
    claimOn(request, claimRoom(names.claim, spot)),
    hearRoom(names.hear, names.claim, spot, waits),
    keepRecord(request, nth),
  ];
}

/** The key makes the same event of every try, so that a create whose answer was lost is simply sent again. */
function makeEvent(request: BookingRequest, nth: number): Step {
  const { title, organiser, start, end, zone, recurrence } = request;
  const draft = { title, organiser, start, end, zone, ...(recurrence ? { recurrence } : {}) };
  const name = namesOf(nth).make;
  const create = ({ tools, key }: Work) => tools.calendar.create(draft, nth === 1 ? key : `${key}:${nth}`);
  return {
    name,
    run: create,
    undo: async (work) => {
      const { calendar, clock } = work.tools;
      const made = work.done[name] as EventId | undefined;
      if (made === undefined && clock.now() > work.begunAt + KEY_LIVES_MS) throw new StepFailure(FORGOTTEN);
      // What was made without an answer is found by asking for it again.
      const eventId = made ?? (await insist(clock, () => create(work)));
      await insist(clock, () => calendar.remove(eventId, organiser, "quietly"));
      return undefined;
    },
  };
}

/** A room goes with the event that was made for it; only from an event that was there before it is taken off. */
function claimOn(request: BookingRequest, { undo, ...claim }: Step): Step {
  return typeof request.onto === "object" && undo ? { ...claim, undo } : claim;
}

/** Remembers the booking, above all whether the event is ours to remove. */
function keepRecord(request: BookingRequest, nth: number): Step {
  const { organiser, room, start, end, recurrence, zone, onto } = request;
  const { record: name } = namesOf(nth);
  return {
    name,
    run: async ({ tools: { records }, done }) => {
      const eventId = madeEventOf(request, done, nth);
      const earlier = await records.find(organiser.id, eventId);
      await records.add(organiser.id, {
        eventId,
        roomId: room.id,
        roomName: room.name,
        title: titleOf(request),
        start,
        end,
        ownsEvent: typeof onto !== "object" || earlier?.ownsEvent === true,
        ...(recurrence ? { series: { ...recurrence, zone } } : {}),
      });
      return (earlier as unknown as Json | undefined) ?? null;
    },
    undo: async ({ tools: { records }, done }) => {
      const earlier = done[name] as unknown as BookingRecord | null | undefined;
      if (earlier) await records.add(organiser.id, earlier);
      else await records.remove(organiser.id, madeEventOf(request, done, nth));
      return undefined;
    },
  };
}

/** Guests are invited to what is won, so that nobody hears of a meeting that does not come about. */
export function inviteGuests(request: BookingRequest, nth = 1): Step[] {
  const { attendees, organiser } = request;
  const step: Step = {
    name: namesOf(nth).invite,
    run: async ({ tools, done }) => {
      await tools.calendar.invite(madeEventOf(request, done, nth), attendees, organiser);
      return undefined;
    },
    onFailure: () => "miss",
  };
  return attendees.length > 0 ? [step] : [];
}

/** The event that takes the room, once there is one. */
export const eventIdOf = (
  { onto }: BookingRequest,
  done: JournalEntry["done"],
  nth = 1,
): EventId | undefined =>
  typeof onto === "object" ? onto.eventId : (done[namesOf(nth).make] as EventId | undefined);

/** As above, after the step that makes it. */
const madeEventOf = (request: BookingRequest, done: JournalEntry["done"], nth: number): EventId =>
  eventIdOf(request, done, nth) ?? "";

const titleOf = ({ onto, title }: BookingRequest): string => (typeof onto === "object" ? onto.title : title);

export function bookedOf(request: BookingRequest, { done, missed }: JournalEntry, nth = 1): Booked {
  const names = namesOf(nth);
  return {
    kind: "booked",
    eventId: madeEventOf(request, done, nth),
    title: titleOf(request),
    ownsEvent: typeof request.onto !== "object",
    response: done[names.hear] as Held,
    ...(names.invite in missed ? { uninvited: true } : {}),
  };
}

export function notBookedOf({ why, openEnd }: JournalEntry): NotBooked {
  const leftover = openEnd !== undefined;
  if (!why || why.kind === "failed")
    return { kind: "failed", because: why?.because ?? "interrupted", leftover };
  return { kind: "refused", ...(why.reason ? { reason: why.reason } : {}), leftover };
}

/** Whether a step of that name belongs to the nth booking. */
export const isOfBooking = (nth: number, step: string): boolean => Object.values(namesOf(nth)).includes(step);

/** When the last meeting is over. */
export const endOf = ({ end, recurrence }: BookingRequest): number =>
  recurrence ? afterDay(recurrence.untilLocalDate) : end;
