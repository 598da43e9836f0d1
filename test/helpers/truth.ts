import { expect } from "vitest";
import type { Interval } from "../../src/core/interval.ts";
import type { Meeting } from "../../src/sandbox/world.ts";
import { localMinuteOf } from "../../src/time/zone.ts";
import { type openOffice, PLATFORMS } from "./office.ts";

export type OpenOffice = Awaited<ReturnType<typeof openOffice>>;

/** Meetings made while the office was open: whatever is in the world beyond `before`. */
export const madeSince = (office: OpenOffice, before: ReadonlySet<string>): Meeting[] =>
  office.world.meetings().filter(({ id }) => !before.has(id));

export const idsOf = (office: OpenOffice): ReadonlySet<string> =>
  new Set(office.world.meetings().map(({ id }) => id));

/** Whatever the bot says that it does not know for certain; it must be settled, and told, later. */
const WARNING =
  /may be left on your calendar|may still be held|do not know yet how it stands|可能留下|可能还占着|还不清楚预订的状态/;
/** An event that the person knows to be without a room. */
const LOST = /it has lost |没能保住 /;

/** What the bot told a colleague in all chats, in the words that stand there now. */
export function told(office: OpenOffice, colleagueKey: string): string[] {
  return PLATFORMS.flatMap((vendor) => {
    const chats = office.world.office.chats.filter(({ memberKeys }) => memberKeys.includes(colleagueKey));
    const lines = office.sandbox[vendor].lines.filter(
      (line) => line.from === "bot" && chats.some(({ key }) => key === line.chatKey),
    );
    return [...new Map(lines.map((line) => [line.id, line.text])).values()];
  });
}

/** A room that somebody holds, and when: `15:00–16:00`; absent where the words do not say. */
interface Hold {
  readonly room: string;
  readonly when: string | undefined;
}

/** What a message says happened to the rooms of whoever it was told, by its heading. */
const NEWS: readonly { readonly heading: RegExp; readonly kind: "had" | "gone" | "changed" }[] = [
  { kind: "had", heading: /^(?:Booked: |Requested: |已预订：|已申请：)(.+)/m },
  { kind: "gone", heading: /^(?:Cancelled: |已取消：)(.+)/m },
  { kind: "gone", heading: /^(?:Cleaned up: nothing is left of |已清理：)(.+?)(?: 没有留下任何东西)?$/m },
  { kind: "changed", heading: /^(?:Extended: |Shortened: |Moved: |已延长：|已缩短：|已改时间：)(.+)/m },
];
/** Rooms that are gone besides what the heading says. */
const ALSO_GONE = [/^(.+?) (?:was given back|已退掉)/m, /it has lost ([^:]+):/, /没能保住 ([^，]+)，/];
const CLOCK_RANGE = /\d\d:\d\d–\d\d:\d\d/;
/** A new time says what to type to have the old one: when it began. */
const UNDO_MOVE = /(?:move to|改到).*(\d\d:\d\d)/;

/** The rooms that a colleague believes to hold, from what the bot said. */
function believed(lines: readonly string[]): Hold[] {
  let holds: Hold[] = [];
  const drop = (room: string, isMeant: (hold: Hold) => boolean = () => true) => {
    const ofRoom = holds.filter((hold) => hold.room === room);
    const gone = ofRoom.find(isMeant) ?? ofRoom[0];
    holds = holds.filter((hold) => hold !== gone);
  };
  for (const line of lines) {
    let when: string | undefined;
    for (const { heading, kind } of NEWS) {
      const found = heading.exec(line);
      if (!found?.[1]) continue;
      const times = line.slice(found.index).split("\n").slice(1);
      // A plan names both of its rooms, and then each with its own time.
      for (const [at, room] of found[1]
        .trim()
        .split(/, then |，之后换 /)
        .entries()) {
        when = CLOCK_RANGE.exec(times[at] ?? "")?.[0];
        const said = { room, when };
        const began = (kind === "changed" && UNDO_MOVE.exec(line)?.[1]) || when?.slice(0, 5);
        if (kind === "changed") drop(room, (hold) => hold.when?.startsWith(began ?? "") === true);
        // Said once more, it is no second hold.
        else if (kind === "gone" || holds.some((hold) => isSame(hold, said)))
          drop(room, (hold) => hold.when === when);
        if (kind !== "gone") holds = [...holds, said];
      }
    }
    for (const pattern of ALSO_GONE) {
      const also = pattern.exec(line)?.[1]?.trim();
      if (also !== undefined) drop(also, (hold) => hold.when === when);
    }
  }
  return holds;
}

const isSame = (one: Hold, other: Hold): boolean => one.room === other.room && one.when === other.when;

/** What is so in the world: the rooms that a colleague holds, and how many events of theirs have none. */
function actual(office: OpenOffice, before: ReadonlySet<string>, colleagueKey: string) {
  const made = madeSince(office, before);
  const mine = made.filter(
    ({ organiserKey, attendeeKeys }) =>
      organiserKey === colleagueKey || (organiserKey === "bot" && attendeeKeys.includes(colleagueKey)),
  );
  const roomsOf = (meeting: Meeting) => meeting.rooms.filter(({ answer }) => answer !== "declined");
  return {
    held: mine.flatMap((meeting) =>
      roomsOf(meeting).map(
        ({ roomKey }): Hold => ({ room: office.world.room(roomKey).name, when: clockRange(office, meeting) }),
      ),
    ),
    bare: mine.filter((meeting) => roomsOf(meeting).length === 0).length,
    nobodys: made.filter(
      ({ organiserKey, attendeeKeys }) => organiserKey === "bot" && attendeeKeys.length === 0,
    ).length,
  };
}

function clockRange(office: OpenOffice, { start, end }: Interval): string {
  const { zone } = office.world.office;
  return [start, end].map((ms) => localMinuteOf(ms, zone).slice(11)).join("–");
}

/**
 * The promise of every booking and every change, checked on the world: no event without a room that its person was
 * not told of, no room held that the person does not know of, at another time than they know, or that they wrongly
 * believe to hold. `settled`: what the bot was not certain of must be clear by now.
 */
export function expectTruth(
  office: OpenOffice,
  before: ReadonlySet<string>,
  colleagueKey: string,
  { settled = false } = {},
): void {
  const lines = told(office, colleagueKey);
  const beliefs = believed(lines);
  const world = actual(office, before, colleagueKey);
  const lost = lines.filter((line) => LOST.test(line)).length;
  const isExcused = !settled && lines.some((line) => WARNING.test(line));
  const shown = ({ room, when }: Hold) => `${room} ${when}`;
  // Where the words name no time, the room alone counts.
  const isTimed = beliefs.every(({ when }) => when !== undefined);
  const names = (holds: readonly Hold[]) => holds.map((hold) => (isTimed ? shown(hold) : hold.room)).sort();
  if (isExcused) return;
  expect(
    { held: names(world.held), untold: Math.max(0, world.bare - lost), nobodys: world.nobodys },
    `the world against what was said:\n${lines.join("\n---\n")}`,
  ).toEqual({ held: names(beliefs), untold: 0, nobodys: 0 });
}
