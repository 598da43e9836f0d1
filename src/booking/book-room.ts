import type { Clock } from "../core/clock.ts";
import { describeError, isPlatformError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { CalendarEvent } from "../core/model.ts";
import type { Calendar } from "../ports/calendar.ts";
import { insist } from "./insist.ts";
import type { BookingOutcome, BookingRequest, Journal, JournalEntry, NotBooked } from "./journal.ts";
import type { BookingRecords } from "./records.ts";
import { awaitRoom, lookAtRoom, type RoomState } from "./room-answer.ts";
import { findTarget } from "./target-event.ts";

/** What a booking works with: one platform's calendar, and where its progress is written. */
export interface BookingTools {
  readonly calendar: Calendar;
  readonly journal: Journal;
  readonly records: BookingRecords;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A booking may need the organiser's word first. */
export type BookingAnswer =
  | BookingOutcome
  | { readonly kind: "ask-event"; readonly events: readonly CalendarEvent[] };

/**
 * Books a room, as a recipe: find or make the event, claim the room, wait for its answer; on a no, take back what
 * was made. Each step is journalled before it runs. Called again with the same key (after a crash, or because the
 * message came twice) it goes on where it stopped, and never books twice.
 */
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest & { readonly onto: "new" },
): Promise<BookingOutcome>;
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest,
): Promise<BookingAnswer>;
export async function bookRoom(
  tools: BookingTools,
  key: string,
  request: BookingRequest,
): Promise<BookingAnswer> {
  const known = await tools.journal.find(key);
  if (known) return resumeBooking(tools, known);
  if (request.onto === "fitting") {
    const target = await findTarget(tools.calendar, request.organiser, request);
    if (target.kind === "ask") return { kind: "ask-event", events: target.events };
    if (target.kind === "event") {
      const { id: eventId, title } = target.event;
      return claimRoom(
        tools,
        await tools.journal.write(onExisting(key, { ...request, onto: { eventId, title } })),
      );
    }
  } else if (request.onto !== "new") {
    return claimRoom(tools, await tools.journal.write(onExisting(key, request)));
  }
  return createEvent(
    tools,
    await tools.journal.write({ key, request: { ...request, onto: "new" }, phase: "creating" }),
  );
}

/** Goes on with a booking that was begun: finishes it, or takes it back. One that was given up stays so. */
export async function resumeBooking(tools: BookingTools, entry: JournalEntry): Promise<BookingOutcome> {
  if (entry.isLeftover && entry.phase !== "done") {
    const { undoing } = entry;
    const because: NotBooked = { kind: "failed", because: "unknown", leftover: true };
    return undoing && undoing.kind !== "booked" ? { ...undoing, leftover: true } : because;
  }
  const stages: Record<JournalEntry["phase"], () => Promise<BookingOutcome>> = {
    creating: () => createEvent(tools, entry),
    "adding-room": () => settleClaim(tools, entry),
    undoing: () =>
      undo(tools, entry, entry.undoing ?? { kind: "failed", because: "interrupted", leftover: false }),
    done: async () => entry.outcome ?? { kind: "failed", because: "interrupted", leftover: false },
  };
  return stages[entry.phase]();
}

const onExisting = (key: string, request: BookingRequest): JournalEntry => ({
  key,
  request,
  phase: "adding-room",
  ownsEvent: false,
  ...(typeof request.onto === "object" ? { eventId: request.onto.eventId } : {}),
});

/** The key makes the same event of every try, so a create whose answer was lost is simply sent again. */
async function createEvent(tools: BookingTools, entry: JournalEntry): Promise<BookingOutcome> {
  const { request } = entry;
  try {
    const eventId = await tools.calendar.create(request, entry.key);
    return await claimRoom(
      tools,
      await tools.journal.write({ ...entry, phase: "adding-room", eventId, ownsEvent: true }),
    );
  } catch (error) {
    const mayExist = !isPlatformError(error, "refused", "unauthorised", "quota", "throttled", "unreachable");
    if (mayExist) {
      tools.logger.error("it is not known whether an event was made; the entry stays open", {
        key: entry.key,
        error: describeError(error),
      });
      await tools.journal.write({ ...entry, isLeftover: true });
      return { ...failure(error), leftover: true };
    }
    return finish(tools, entry, failure(error));
  }
}

async function claimRoom(tools: BookingTools, entry: JournalEntry): Promise<BookingOutcome> {
  const { request, eventId = "" } = entry;
  try {
    const response = await tools.calendar.addRoom(eventId, request.room.id, request.organiser);
    if (response === "accepted" && !request.needsApproval) return await booked(tools, entry, "accepted");
    if (response === "approval") return await booked(tools, entry, "approval");
    return await settle(
      tools,
      entry,
      response === "declined" ? "declined" : await ask(tools, entry, response),
    );
  } catch (error) {
    if (isPlatformError(error, "unknown")) return settleClaim(tools, entry);
    return undo(tools, entry, failure(error));
  }
}

/** What the room says after a claim that was answered at once: at once where only an approval is in question. */
async function ask(
  tools: BookingTools,
  entry: JournalEntry,
  response: "accepted" | "pending",
): Promise<RoomState> {
  const at = {
    eventId: entry.eventId ?? "",
    roomId: entry.request.room.id,
    organiser: entry.request.organiser,
  };
  if (response === "pending") return awaitRoom(tools.calendar, tools.clock, at);
  const state = await lookAtRoom(tools.calendar, at).catch(() => "unknown" as const);
  return state === "unknown" || state === "gone" ? "accepted" : state;
}

/** A claim whose answer is not known: reads back what became of it, and claims once more only where it certainly did not happen. */
async function settleClaim(tools: BookingTools, entry: JournalEntry): Promise<BookingOutcome> {
  const at = {
    eventId: entry.eventId ?? "",
    roomId: entry.request.room.id,
    organiser: entry.request.organiser,
  };
  try {
    const state = await lookAtRoom(tools.calendar, at);
    if (state === "pending")
      return await settle(tools, entry, await awaitRoom(tools.calendar, tools.clock, at));
    if (state === "accepted" || state === "approval" || state === "declined")
      return await settle(tools, entry, state);
    const response = await tools.calendar.addRoom(at.eventId, at.roomId, at.organiser);
    return await settle(tools, entry, response === "pending" ? await ask(tools, entry, response) : response);
  } catch (error) {
    return undo(tools, entry, failure(error));
  }
}

async function settle(tools: BookingTools, entry: JournalEntry, state: RoomState): Promise<BookingOutcome> {
  if (state === "accepted" || state === "approval") return booked(tools, entry, state);
  if (state === "pending")
    return undo(tools, entry, { kind: "failed", because: "no-answer", leftover: false });
  return undo(tools, entry, { kind: "refused", leftover: false });
}

async function booked(
  tools: BookingTools,
  entry: JournalEntry,
  response: "accepted" | "approval",
): Promise<BookingOutcome> {
  const { request, eventId = "", ownsEvent = false } = entry;
  const title = typeof request.onto === "object" ? request.onto.title : request.title;
  await tools.records.add(request.organiser.id, {
    eventId,
    roomId: request.room.id,
    roomName: request.room.name,
    title,
    start: request.start,
    end: request.end,
    ownsEvent,
  });
  return finish(tools, entry, { kind: "booked", eventId, title, ownsEvent, response });
}

/** Takes back what was made, and nothing else: our event with its room, or only the room from an event that was there before. */
async function undo(
  tools: BookingTools,
  entry: JournalEntry,
  outcome: BookingOutcome,
): Promise<BookingOutcome> {
  const begun = await tools.journal.write({ ...entry, phase: "undoing", undoing: outcome });
  const { request, eventId, ownsEvent } = begun;
  if (eventId === undefined) return finish(tools, entry, outcome);
  try {
    const { calendar, clock } = tools;
    const { organiser, room } = request;
    if (ownsEvent) await insist(clock, () => calendar.remove(eventId, organiser, "quietly"));
    else if (outcome.kind !== "refused")
      await insist(clock, () => calendar.removeRoom(eventId, room.id, organiser));
    await tools.records.remove(organiser.id, eventId);
    return await finish(tools, entry, outcome);
  } catch (error) {
    tools.logger.error("a booking could not be taken back; the entry stays open", {
      key: entry.key,
      eventId,
      room: request.room.name,
      error: describeError(error),
    });
    await tools.journal.write({ ...begun, isLeftover: true });
    return outcome.kind === "booked" ? outcome : { ...outcome, leftover: true };
  }
}

/**
 * Takes back the booking of that key, because what it was a part of did not come about: `because` is why. Safe to be
 * repeated; `leftover` of the answer says whether it is still held.
 */
export async function takeBack(tools: BookingTools, key: string, because: NotBooked): Promise<NotBooked> {
  const entry = await tools.journal.find(key);
  const outcome = entry ? await undo(tools, entry, { ...because, leftover: false }) : because;
  return outcome.kind === "booked" ? { ...because, leftover: true } : outcome;
}

/** Tries again to take back what earlier could not be: events that nobody wants any more. */
export async function takeBackLeftovers(tools: BookingTools): Promise<void> {
  for (const entry of await tools.journal.leftovers()) {
    const { request } = entry;
    const outcome = entry.undoing ?? { kind: "failed", because: "unknown", leftover: false };
    try {
      // The same key answers with the event that was made then, if it was; else it makes one, which is removed.
      const eventId = entry.eventId ?? (await tools.calendar.create(request, entry.key));
      await undo(tools, { ...entry, eventId, ownsEvent: entry.ownsEvent ?? true }, outcome);
    } catch (error) {
      tools.logger.warn("a leftover could not be taken back yet", {
        key: entry.key,
        error: describeError(error),
      });
    }
  }
}

async function finish(
  tools: BookingTools,
  entry: JournalEntry,
  outcome: BookingOutcome,
): Promise<BookingOutcome> {
  await tools.journal.write({ ...entry, phase: "done", outcome });
  return outcome;
}

function failure(error: unknown): NotBooked {
  if (isPlatformError(error, "refused"))
    return { kind: "refused", leftover: false, ...(error.reason ? { reason: error.reason } : {}) };
  return { kind: "failed", because: isPlatformError(error) ? error.kind : "error", leftover: false };
}
