import { expect } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { type openOffice, PLATFORMS } from "./office.ts";

export type OpenOffice = Awaited<ReturnType<typeof openOffice>>;

/** Meetings made while the office was open: whatever is in the world beyond `before`. */
export const madeSince = (office: OpenOffice, before: ReadonlySet<string>): Meeting[] =>
  office.world.meetings().filter(({ id }) => !before.has(id));

export const idsOf = (office: OpenOffice): ReadonlySet<string> =>
  new Set(office.world.meetings().map(({ id }) => id));

const BOOKED = /(?:Booked: |Requested: |已预订：|已申请：)([^\n]+)/;
const GIVEN_BACK = /(?:Cancelled: |已取消：)([^\n]+)|([^\n]+?) (?:was given back|已退掉)/;
const MAY_BE_LEFT = /may be left on your calendar|可能留下/;

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

/** The rooms that a colleague believes to hold, from what the bot said. */
function believed(lines: readonly string[]): string[] {
  const rooms: string[] = [];
  for (const line of lines) {
    const booked = BOOKED.exec(line)?.[1]?.trim();
    // A plan names both of its rooms.
    if (booked !== undefined) rooms.push(...booked.split(/, then |，之后换 /));
    const back = GIVEN_BACK.exec(line);
    const name = (back?.[1] ?? back?.[2])?.trim();
    if (name !== undefined && rooms.includes(name)) rooms.splice(rooms.indexOf(name), 1);
  }
  return rooms;
}

/**
 * The promise of every booking, checked on the world: no event without a room that its person was not told of, and
 * no room held that the person does not know of; nor one that the person wrongly believes to hold.
 */
export function expectTruth(office: OpenOffice, before: ReadonlySet<string>, colleagueKey: string): void {
  const lines = told(office, colleagueKey);
  const nameOf = (roomKey: string) => office.world.room(roomKey).name;
  const mine = madeSince(office, before).filter(
    ({ organiserKey, attendeeKeys }) =>
      organiserKey === colleagueKey || (organiserKey === "bot" && attendeeKeys.includes(colleagueKey)),
  );
  const roomsOf = (meeting: Meeting) => meeting.rooms.filter(({ answer }) => answer !== "declined");
  const held = mine.flatMap((meeting) => roomsOf(meeting).map(({ roomKey }) => nameOf(roomKey)));
  const bare = mine.filter((meeting) => roomsOf(meeting).length === 0);
  const isWarned = lines.some((line) => MAY_BE_LEFT.test(line));
  const nobodys = madeSince(office, before).filter(
    ({ organiserKey, attendeeKeys }) => organiserKey === "bot" && attendeeKeys.length === 0,
  );
  expect(
    { held: held.sort(), untold: isWarned ? 0 : bare.length, nobodys: isWarned ? 0 : nobodys.length },
    `the world against what was said:\n${lines.join("\n---\n")}`,
  ).toEqual({ held: believed(lines).sort(), untold: 0, nobodys: 0 });
}
