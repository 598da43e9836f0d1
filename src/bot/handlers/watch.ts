import { habitsOf } from "../../availability/habits.ts";
import { rankRooms } from "../../availability/rank.ts";
import { matchRooms } from "../../availability/rooms-matching.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Card } from "../../card/elements.ts";
import type { Room } from "../../core/model.ts";
import { BUSY_BATCH } from "../../ports/rooms.ts";
import { checkRooms } from "../../search/check-rooms.ts";
import { findRooms } from "../../search/find-rooms.ts";
import { windowToAsk } from "../../search/window-to-ask.ts";
import { localDateOf, workingWindow } from "../../time/zone.ts";
import { wishedWhen } from "../replies/offer-lines.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { wantedTime, watchTimes } from "../watch/watch-times.ts";
import { MOST_WATCHES, type Watch } from "../watch/watches.ts";
import { type Assumption, wishOf } from "../wish.ts";
import { companyOf } from "./company.ts";
import { findFor } from "./find.ts";
import { offerRooms } from "./offering.ts";
import { saidOfRoom, untouchedList } from "./untouched-list.ts";

/** Rooms of which the rules are read to find those that are worth watching. */
const MOST_CHECKED = 2 * BUSY_BATCH;

/**
 * "Tell me when one frees up": what is free is offered at once. Else a few rooms are looked at again now and then, and
 * the answer says which, how often and until when, beside what comes close by now.
 */
export const watch: Handler = async (turn) => {
  const { command, desk, person, words, language } = turn;
  if (command.change?.isStop) return stopWatching(turn);
  const watched = await wishWatched(turn);
  if (!watched) return findFor(turn);
  const { wish, assumptions } = watched;
  const company = await companyOf(turn);
  const { mentioned, named } = company.kind === "known" ? company : { mentioned: turn.mentions, named: [] };
  const asking = { wish, assumptions, attendees: mentioned, named, title: command.title };
  const { offers } = await findRooms(desk.search, { wish, asker: person, limit: 1, nearMisses: false });
  if (offers.some(({ approval }) => !approval)) return offerRooms(turn, asking);
  const others = (await desk.watches.of(person.id)).filter(({ id }) => id !== turn.id);
  if (others.length >= MOST_WATCHES) {
    const stop = turn.typed(language === "zh" ? "不用盯了" : "stop watching");
    return turn.say(simpleCard(language, words.watchesFull(MOST_WATCHES, stop), { tone: "warning" }), "once");
  }
  const begun = await begin(turn, wish, mentioned, named);
  await offerRooms(turn, {
    ...asking,
    before: begun ? watchCard(turn, begun) : simpleCard(language, words.watchNothing, { tone: "warning" }),
  });
};

/** The wish of the message; where it says no time that of the open list, else the rest of the day. */
async function wishWatched(
  turn: Turn,
): Promise<{ readonly wish: Wish; readonly assumptions: readonly Assumption[] } | undefined> {
  const { command, now, office } = turn;
  const reading = wishOf(command, now, office);
  if (reading.kind !== "wish" || reading.wish.when.kind === "series") return undefined;
  if (command.start ?? command.date ?? command.window) return reading;
  const list = await untouchedList(turn);
  if (list && list.wish.when.kind !== "series")
    return { wish: { ...list.wish, ...saidOfRoom(command) }, assumptions: [] };
  const { end } = workingWindow(localDateOf(now, office.zone), office.workingMinutes, office.zone);
  const durationMs = (command.durationMinutes ?? office.defaultMinutes) * 60_000;
  if (end - now <= durationMs) return reading;
  const when = { kind: "within", windows: [{ start: now, end }], durationMs } as const;
  return { wish: { ...reading.wish, when }, assumptions: reading.assumptions };
}

async function begin(
  turn: Turn,
  wish: Wish,
  attendees: Watch["attendees"],
  named: Watch["named"],
): Promise<Watch | undefined> {
  const { desk, person, now, office, command } = turn;
  const looksAtMs = watchTimes(wantedTime(wish), now, office);
  const rooms = looksAtMs.length === 0 ? [] : await worthWatching(turn, wish);
  if (rooms.length === 0) return undefined;
  const watch: Watch = {
    id: turn.id,
    wish,
    rooms: rooms.map(({ id, name }) => ({ id, name })),
    attendees,
    named,
    ...(command.title !== undefined && { title: command.title }),
    address: turn.address,
    had: (await desk.booking.records.of(person.id)).map(({ eventId }) => eventId),
    looksAtMs,
  };
  await desk.watches.keep(watch);
  return watch;
}

/** The best rooms that only their busy times keep from the person: as many as one call tells of. */
async function worthWatching({ desk, person }: Turn, wish: Wish): Promise<Room[]> {
  const { search } = desk;
  const all = await search.directory.rooms(person);
  const taste = { wish, ...habitsOf(all, await search.habits.roomsBooked(person.id)) };
  const best = rankRooms(matchRooms(all, wish).fitting, taste).slice(0, MOST_CHECKED);
  const window = windowToAsk(wish, search);
  const checked = await checkRooms(search, { rooms: best, wish, window, asker: person });
  return checked
    .filter(({ whyNot }) => whyNot.length > 0 && whyNot.every(({ code }) => code === "busy"))
    .map(({ room }) => room)
    .slice(0, BUSY_BATCH);
}

/** What is watched, how often and until when, and how to end it. */
function watchCard(turn: Turn, { wish, rooms, looksAtMs }: Watch): Card {
  const { words, language } = turn;
  const names = rooms.map(({ name }) => name).join(language === "zh" ? "、" : ", ");
  const last = looksAtMs.at(-1) ?? turn.now;
  const until = `${turn.day(last)} ${turn.clock(last)}`;
  return simpleCard(language, words.watching(wishedWhen([], wish.when, turn)), {
    texts: [names, words.watchPlan(looksAtMs.length, until)],
    notes: [words.stopWatching(turn.typed(language === "zh" ? "不用盯了" : "stop watching"))],
  });
}

/** Ends everything that is watched for the person. */
async function stopWatching({ desk, person, words, language, say }: Turn): Promise<void> {
  const watches = await desk.watches.of(person.id);
  await Promise.all(watches.map(({ id }) => desk.watches.drop(id)));
  await say(simpleCard(language, watches.length > 0 ? words.watchEnded : words.nothingWatched), "final");
}
