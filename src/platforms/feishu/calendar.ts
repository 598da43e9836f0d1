import type { Clock } from "../../core/clock.ts";
import type { CalendarEvent, EventId, Person, PersonId } from "../../core/model.ts";
import type { Calendar } from "../../ports/calendar.ts";
import type { Storage } from "../../ports/storage.ts";
import type { FeishuClient } from "./client.ts";
import { createEventCalls } from "./event-calls.ts";
import { createEvents, type Events } from "./events.ts";

export interface CalendarOptions {
  readonly client: FeishuClient;
  /** Whose bot it is. */
  readonly appId: string;
  readonly clock: Clock;
  readonly zone: string;
  readonly settleMs: number;
  readonly storage: Storage;
  /** Whether the bot may act in this colleague's name; absent where nobody can link an account. */
  readonly isLinked: ((personId: PersonId) => Promise<boolean>) | undefined;
}

/** Marks the id of an event on a colleague's own calendar; others are on the bot's. */
const OWN = "own/";
const named = (event: CalendarEvent): CalendarEvent => ({
  ...event,
  id: OWN + event.id,
  ...(event.seriesId !== undefined && { seriesId: OWN + event.seriesId }),
});
/** As long as the vendor honours an idempotency key is not documented; longer than any booking takes. */
const KEY_LIFE_MS = 7 * 24 * 60 * 60_000;

/**
 * Events in the name of whoever they are for. A colleague who linked an account has them on the own calendar. For
 * all others they are on the bot's, which knows only what it made itself: their calendars are not shown to it.
 */
export function createCalendar(options: CalendarOptions): Calendar {
  const { storage, isLinked = async () => false } = options;
  const botCalls = createEventCalls(options);
  const bots = createEvents({ ...options, calls: botCalls, whose: "bot" });
  const own = ({ id }: Person): Events =>
    createEvents({ ...options, calls: createEventCalls(options, id), whose: "own" });
  const of = (eventId: EventId, organiser: Person): readonly [Events, EventId] =>
    eventId.startsWith(OWN) ? [own(organiser), eventId.slice(OWN.length)] : [bots, eventId];

  /** Decided once for a key: sent again after the colleague has linked, it must make the same event. */
  const isOwn = async (organiser: Person, key: string): Promise<boolean> => {
    const at = `made-as:feishu:${key}`;
    const known = await storage.get(at);
    if (known !== undefined) return known === "own";
    const value = (await isLinked(organiser.id)) ? "own" : "bot";
    const isFirst = await storage.write([{ key: at, value, ttlMs: KEY_LIFE_MS }], { key: at, is: undefined });
    return isFirst ? value === "own" : (await storage.get(at)) === "own";
  };

  const eventsOf: Calendar["eventsOf"] = async (person, window) => {
    if (!(await isLinked(person.id))) return undefined;
    const listed = await own(person).within(window, person);
    const isGuestOf = listed.some(({ event }) => !event.isOrganiser);
    const botsCalendar = isGuestOf ? await botCalls.calendarId() : undefined;
    // The bot's own are called as it calls them, so that one which it made for the person is not taken for another.
    return listed.map(({ event, calendarId }) =>
      calendarId !== undefined && calendarId === botsCalendar ? event : named(event),
    );
  };

  return {
    ...(options.isLinked && { eventsOf }),
    async read(eventId, organiser) {
      const [events, id] = of(eventId, organiser);
      const event = await events.read(id, organiser);
      return event && { ...event, id: eventId };
    },
    async create(draft, key) {
      if (!(await isOwn(draft.organiser, key))) return bots.create(draft, key);
      return OWN + (await own(draft.organiser).create(draft, key));
    },
    async addRoom(eventId, roomId, organiser, how) {
      const [events, id] = of(eventId, organiser);
      return events.addRoom(id, roomId, organiser, how);
    },
    async removeRoom(eventId, roomId, organiser) {
      const [events, id] = of(eventId, organiser);
      await events.removeRoom(id, roomId, organiser);
    },
    async invite(eventId, people, organiser) {
      const [events, id] = of(eventId, organiser);
      await events.invite(id, people, organiser);
    },
    async reschedule(eventId, to, organiser) {
      const [events, id] = of(eventId, organiser);
      await events.reschedule(id, to, organiser);
    },
    async remove(eventId, organiser, how) {
      const [events, id] = of(eventId, organiser);
      await events.remove(id, organiser, how);
    },
  };
}
