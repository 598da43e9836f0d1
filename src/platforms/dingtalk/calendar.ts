import { createHash } from "node:crypto";
import { z } from "zod";
import { isPlatformError, PlatformError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { Logger } from "../../core/logger.ts";
import type { CalendarEvent, EventId, Person, RoomId } from "../../core/model.ts";
import type { Calendar } from "../../ports/calendar.ts";
import type { Call, DingTalkClient } from "./client.ts";
import { isGone, unreadable } from "./errors.ts";
import { creationOf, eventPage, timesOf, toEvent, type VendorEvent, vendorEvent } from "./event.ts";
import { formatInstant } from "./times.ts";
import type { UnionIdOf } from "./union-ids.ts";

const LONGEST_WINDOW_MS = 365 * 24 * 60 * 60_000;
const PAGE_SIZE = 100;
/** 2 000 events. A vendor that always has one more page must not keep us for ever. */
const MOST_PAGES = 20;

const done = z.object({ result: z.boolean() });
/** Of a new event only its id is used: nothing else in the answer may hide that it was made. */
const created = z.object({ id: z.string().min(1) });

export interface CalendarDeps {
  readonly client: DingTalkClient;
  readonly unionIdOf: UnionIdOf;
  /** The office's IANA zone. */
  readonly zone: string;
  readonly logger: Logger;
}

/**
 * People's primary calendars. The app acts as any person in its scope: the path's unionId is who acts, so events
 * are the organiser's own. Writes are never repeated by themselves, but for the creation, which carries a key.
 */
export function createCalendar({ client, unionIdOf, zone, logger }: CalendarDeps): Calendar {
  const calendarOf = (unionId: string) =>
    `/v1.0/calendar/users/${encodeURIComponent(unionId)}/calendars/primary`;
  const eventPath = async (eventId: EventId, organiser: Person) =>
    `${calendarOf(await unionIdOf(organiser.id))}/events/${encodeURIComponent(eventId)}`;

  const read = async (eventId: EventId, organiser: Person): Promise<CalendarEvent | undefined> => {
    const what = "read an event";
    const event = await orGone(
      client.api({
        api: "eventGet",
        what,
        path: await eventPath(eventId, organiser),
        answer: vendorEvent,
        repeatable: true,
      }),
    );
    if (!event || event.status === "cancelled") return undefined;
    const known = toEvent(event, await unionIdOf(organiser.id), zone);
    if (!known) throw unreadable(what);
    return known;
  };

  const viewPages = async (unionId: string, window: Interval): Promise<VendorEvent[]> => {
    const events: VendorEvent[] = [];
    let unread = 0;
    let nextToken: string | undefined;
    let isCut = true;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const got = await client.api({
        api: "eventView",
        what: "list a person's events",
        path: `${calendarOf(unionId)}/eventsview`,
        query: {
          timeMin: formatInstant(window.start, zone),
          timeMax: formatInstant(window.end, zone),
          maxResults: PAGE_SIZE,
          nextToken,
        },
        answer: eventPage,
        repeatable: true,
      });
      events.push(...got.events.rows);
      unread += got.events.unread;
      isCut = Boolean(got.nextToken) && got.nextToken !== nextToken;
      if (!isCut) break;
      nextToken = got.nextToken;
    }
    if (isCut) logger.warn("the list of a person's events was cut", { events: events.length });
    if (unread > 0) logger.warn("some of a person's events could not be read", { events: unread });
    return events;
  };

  /** A write on an event's rooms, which answers `{ "result": true }`. */
  const changeRooms = async (call: Pick<Call<unknown>, "api" | "what" | "path" | "body">): Promise<void> => {
    const { result } = await client.api({ ...call, method: "POST", answer: done, repeatable: false });
    if (!result) throw new PlatformError("refused", `DingTalk did not ${call.what}, without a reason.`);
  };

  const isRoomGone = async (eventId: EventId, roomId: RoomId, organiser: Person): Promise<boolean> => {
    const event = await read(eventId, organiser);
    return !event || event.rooms?.every((room) => room.roomId !== roomId) === true;
  };

  return {
    read,
    async eventsOf(person, window) {
      if (window.end - window.start > LONGEST_WINDOW_MS)
        throw new RangeError("DingTalk shows events of at most one year at once.");
      const unionId = await unionIdOf(person.id);
      const events = await viewPages(unionId, window);
      return events.flatMap((event) => toEvent(event, unionId, zone) ?? []);
    },
    async create(draft, key) {
      const organiserId = await unionIdOf(draft.organiser.id);
      const { id } = await client.api({
        api: "eventCreate",
        what: "make an event",
        method: "POST",
        path: `${calendarOf(organiserId)}/events`,
        headers: { "x-client-token": clientTokenOf(key) },
        body: creationOf(draft),
        answer: created,
        repeatable: true,
      });
      return id;
    },
    async addRoom(eventId, roomId, organiser) {
      await changeRooms({
        api: "eventAddRooms",
        what: "add the room",
        path: `${await eventPath(eventId, organiser)}/meetingRooms`,
        body: { meetingRoomsToAdd: [{ roomId }] },
      });
      return "accepted";
    },
    async removeRoom(eventId, roomId, organiser) {
      try {
        await changeRooms({
          api: "eventRemoveRooms",
          what: "give the room back",
          path: `${await eventPath(eventId, organiser)}/meetingRooms/batchRemove`,
          body: { meetingRoomsToRemove: [{ roomId }] },
        });
      } catch (error) {
        // How a room that is not there is refused is in no page: the event itself tells.
        if (!isPlatformError(error, "refused")) throw error;
        if (!isGone(error) && !(await isRoomGone(eventId, roomId, organiser))) throw error;
      }
    },
    async invite(eventId, people, organiser) {
      const looked = await Promise.allSettled([...people, organiser].map((person) => unionIdOf(person.id)));
      const found = looked.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
      const organiserId = await unionIdOf(organiser.id);
      const guests = [...new Set(found)].filter((id) => id !== organiserId);
      if (guests.length > 0)
        await client.api({
          api: "eventAddAttendees",
          what: "invite people",
          method: "POST",
          path: `${await eventPath(eventId, organiser)}/attendees`,
          body: {
            attendeesToAdd: guests.map((id) => ({ id, isOptional: false })),
            pushNotification: true,
            chatNotification: false,
          },
          answer: z.unknown(),
          // Somebody who is invited already stays so: at worst a push comes twice.
          repeatable: true,
        });
      // One person who cannot be found keeps nobody else from being invited.
      const lost = looked.find((one) => one.status === "rejected");
      if (lost) throw lost.reason;
    },
    async reschedule(eventId, to, organiser) {
      // Undocumented: that rooms stay on the event, whether they answer anew, and whether a clash refuses the whole
      // change ("Meeting room invalid") or drops the room. Whoever calls this must look at the event afterwards.
      await client.api({
        api: "eventUpdate",
        what: "move the event",
        method: "PUT",
        path: await eventPath(eventId, organiser),
        body: { id: eventId, ...timesOf(to, zone) },
        answer: z.unknown(),
        // The same times again change nothing.
        repeatable: true,
      });
    },
    async remove(eventId, organiser, how) {
      await orGone(
        client.api({
          api: "eventDelete",
          what: "remove the event",
          method: "DELETE",
          path: await eventPath(eventId, organiser),
          // Attendees are told, so that a meeting does not silently vanish from their day.
          query: { pushNotification: how !== "quietly" },
          answer: z.unknown(),
          repeatable: false,
        }),
      );
    },
  };
}

/** The same key makes the same token, which DingTalk honours for a day. */
const clientTokenOf = (key: string): string => createHash("sha256").update(key).digest("hex");

async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
