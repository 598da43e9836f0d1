import { byName } from "../../availability/name-match.ts";
import { statusParts, statusText } from "../../availability/status-line.ts";
import { stretchesOf } from "../../availability/wish.ts";
import type { Interval } from "../../core/interval.ts";
import { type CheckedRoom, checkRooms } from "../../search/check-rooms.ts";
import { contains, merge, overlaps } from "../../time/interval.ts";
import { instantOf, localDateOf, workingWindow } from "../../time/zone.ts";
import { roomPlace } from "../replies/offer-lines.ts";
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
  const asked = askedFor(turn);
  const day = dayOf(asked, turn);
  const window = { start: Math.min(day.start, asked.start), end: Math.max(day.end, asked.end) };
  const checked = await checkRooms(search, {
    rooms,
    wish: { when: { kind: "at", interval: asked }, equipment: [] },
    window,
    asker: turn.person,
  });
  const texts = checked.map((room) => dayLine(turn, room, asked, day));
  const [first] = rooms;
  const title = words.roomDay(first?.name ?? "", turn.day(asked.start));
  await turn.say(simpleCard(language, title, { texts }), "once");
};

/** The time that the question names; else from now on. */
function askedFor(turn: Turn): Interval {
  const reading = wishOf(turn.command, turn.now, turn.office);
  if (reading.kind === "wish") {
    const [stretch] = stretchesOf(reading.wish.when);
    if (stretch) return stretch;
  }
  const { start, date } = turn.command;
  if (start ?? date) {
    const from = instantOf(start ?? `${date}T00:00`, turn.office.zone).ms;
    return { start: from, end: from + turn.office.defaultMinutes * 60_000 };
  }
  return { start: turn.now, end: turn.now + turn.office.defaultMinutes * 60_000 };
}

const dayOf = (asked: Interval, { office }: Turn): Interval =>
  workingWindow(localDateOf(asked.start, office.zone), office.workingMinutes, office.zone);

/** Whether it is free then, what else speaks against having it, where it is, and its day. */
function dayLine(turn: Turn, checked: CheckedRoom, asked: Interval, day: Interval): string {
  const { words, office } = turn;
  const { room, busy, whyNot } = checked;
  const when = turn.range(asked);
  if (!busy.known) return `${room.name}: ${words.noneRead}`;
  const taken = busy.busy.some((interval) => overlaps(interval, asked));
  // Of a day or a stretch that is taken in part, the day's line says more than one word could.
  const isStretch =
    turn.command.start === undefined && (turn.command.window ?? turn.command.date) !== undefined;
  const isPartly = isStretch && !merge(busy.busy).some((interval) => contains(interval, asked));
  const verdict = taken ? (isPartly ? "" : words.isBusy(room.name, when)) : words.isFree(room.name, when);
  const rules = whyNot.filter(isForbidding).map((reason) => wordWhyNot(reason, turn));
  const parts = statusText(statusParts(busy, day), office.zone, words);
  return [verdict, ...rules, roomPlace(room), parts].filter(Boolean).join("\n");
}
