import { byName } from "../../availability/name-match.ts";
import { statusParts, statusText } from "../../availability/status-line.ts";
import type { WhyNot } from "../../availability/why-not.ts";
import { outlineOf, stretchesOf, type WishedSeries, type WishedTime } from "../../availability/wish.ts";
import type { Interval } from "../../core/interval.ts";
import type { Room } from "../../core/model.ts";
import { type CheckedRoom, checkRooms } from "../../search/check-rooms.ts";
import { contains, merge, overlaps } from "../../time/interval.ts";
import { instantOf, localDateOf, localMinuteOf, workingWindow } from "../../time/zone.ts";
import { dayBlock } from "../replies/day-card.ts";
import { roomPlace, wishedWhen } from "../replies/offer-lines.ts";
import { simpleCard } from "../replies/simple-card.ts";
import { isForbidding, wordWhyNot } from "../replies/why-not.ts";
import type { Handler, Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { find } from "./find.ts";

/** At most so many rooms of one name are told about. */
const MOST_ROOMS = 3;

/** Is this room free, and what does its day look like? Without a room it is a wish. */
export const status: Handler = async (turn) => {
  const { command, words, language } = turn;
  if (command.room === undefined) return find(turn);
  const { search } = turn.desk;
  const rooms = byName(await search.directory.rooms(turn.person), command.room).slice(0, MOST_ROOMS);
  if (rooms.length === 0) {
    await turn.say(simpleCard(language, words.noRoomLikeThat(command.room), { tone: "warning" }), "once");
    return;
  }
  const when = whenOf(turn);
  if (when?.kind === "series") return sayOfSeries(turn, rooms, when);
  const asked = (when && stretchesOf(when)[0]) ?? fromThenOn(turn);
  const day = dayOf(asked, turn);
  const window = { start: Math.min(day.start, asked.start), end: Math.max(day.end, asked.end) };
  const checked = await checkRooms(search, {
    rooms,
    wish: { when: { kind: "at", interval: asked }, equipment: [] },
    window,
    asker: turn.person,
  });
  const texts = checked.map((room) => dayLine(turn, room, asked, window));
  const [first] = rooms;
  const title = words.roomDay(first?.name ?? "", turn.day(asked.start));
  const days = checked.map(({ room, busy }) => ({
    name: room.name,
    window,
    busy: busy.known ? busy.busy : undefined,
    wanted: asked,
  }));
  const blocks = [dayBlock(days, turn, { isPicture: true })];
  await turn.say(simpleCard(language, title, { texts, blocks, notes: [goOn(turn, checked, asked)] }), "once");
};

/** What to type next, where one room and a time to come were named. */
function goOn(turn: Turn, checked: readonly CheckedRoom[], asked: Interval): string {
  const { command, words, language, now, office } = turn;
  const [only, ...others] = checked;
  if (!only || others.length > 0 || !only.busy.known || command.start === undefined || asked.start < now)
    return "";
  const [from, to] = [asked.start, asked.end].map((ms) => localMinuteOf(ms, office.zone));
  const [date, start] = from?.split("T") ?? [];
  const day = date === localDateOf(now, office.zone) ? "" : `${date} `;
  const when = `${day}${start}-${to?.slice(-5)}`;
  if (only.busy.busy.some((interval) => overlaps(interval, asked)))
    return words.otherRoomsThen(turn.typed(language === "zh" ? `${when} 会议室` : `free room ${when}`));
  if (only.whyNot.some(isForbidding)) return "";
  return words.toBookIt(
    turn.typed(language === "zh" ? `订${only.room.name} ${when}` : `book ${only.room.name} ${when}`),
  );
}

/** Whether the rooms are free for all of a series, or when they are not. */
async function sayOfSeries(turn: Turn, rooms: readonly Room[], when: WishedSeries): Promise<void> {
  const { words, language } = turn;
  const wish = { when, equipment: [] };
  const window = outlineOf(when);
  const checked = await checkRooms(turn.desk.search, { rooms, wish, window, asker: turn.person });
  const line = wishedWhen([], when, turn);
  const texts = checked.map(({ room, whyNot }) =>
    whyNot.length === 0
      ? words.isFree(room.name, line)
      : [room.name, ...whyNot.map((reason) => wordWhyNot(reason, turn))].join("\n"),
  );
  await turn.say(simpleCard(language, line, { texts }), "once");
}

/** The time that the question names; `undefined` where it is over, or too far ahead to be booked. */
function whenOf({ command, now, office }: Turn): WishedTime | undefined {
  const reading = wishOf(command, now, office);
  return reading.kind === "wish" ? reading.wish.when : undefined;
}

/** A meeting's length from the time that was named on, whenever that is. */
function fromThenOn({ command: { start, date }, now, office }: Turn): Interval {
  const from = (start ?? date) ? instantOf(start ?? `${date}T00:00`, office.zone).ms : now;
  return { start: from, end: from + office.defaultMinutes * 60_000 };
}

const dayOf = (asked: Interval, { office }: Turn): Interval =>
  workingWindow(localDateOf(asked.start, office.zone), office.workingMinutes, office.zone);

/** Of a whole stretch nobody says that it is to be one meeting. */
const OF_ONE_MEETING: readonly WhyNot["code"][] = ["too-short", "too-long", "outside-hours"];

/** Whether it is free then, what else speaks against having it, where it is, and its day. */
function dayLine(turn: Turn, checked: CheckedRoom, asked: Interval, day: Interval): string {
  const { words, office } = turn;
  const { room, busy, whyNot } = checked;
  const when = turn.range(asked);
  if (!busy.known) return `${room.name}: ${words.busyUnknown}`;
  const taken = busy.busy.some((interval) => overlaps(interval, asked));
  // Of a day or a stretch that is taken in part, the day's line says more than one word could.
  const isStretch =
    turn.command.start === undefined && (turn.command.window ?? turn.command.date) !== undefined;
  const isPartly = isStretch && !merge(busy.busy).some((interval) => contains(interval, asked));
  const verdict = taken ? (isPartly ? "" : words.isBusy(room.name, when)) : words.isFree(room.name, when);
  const rules = whyNot
    .filter((reason) => isForbidding(reason) && !(isStretch && OF_ONE_MEETING.includes(reason.code)))
    .map((reason) => wordWhyNot(reason, turn));
  const parts = statusText(statusParts(busy, day), office.zone, words);
  return [verdict, ...rules, roomPlace(room), parts].filter(Boolean).join("\n");
}
