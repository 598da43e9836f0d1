import type { Meeting } from "../../../src/sandbox/world.ts";
import { localMinuteOf } from "../../../src/time/zone.ts";
import type { CrashOffice, Seat } from "./office.ts";

const ZONE = "Asia/Shanghai";

/** Something that people have the bot do, from three to four tomorrow. */
export interface Action {
  readonly name: string;
  /** What was said and answered before. */
  readonly before: (seat: Seat) => readonly string[];
  readonly say: (seat: Seat) => string;
  /** How things stand when it was done: the rooms and times of the person's meetings. */
  readonly after: (seat: Seat) => readonly Holding[];
}

/** `Room 001 15:00–16:00` */
export type Holding = string;

const book = ({ room }: Seat): string => `book ${room} tomorrow 3pm 1h`;

export const ACTIONS: readonly Action[] = [
  { name: "book", before: () => [], say: book, after: ({ room }) => [`${room} 15:00–16:00`] },
  { name: "cancel", before: (seat) => [book(seat)], say: () => "cancel", after: () => [] },
];

/** What somebody holds, as the world has it; an event without a room shows as such. */
export function holdings({ sandbox }: CrashOffice, meetings: readonly Meeting[]): Holding[] {
  return meetings.flatMap(({ rooms, start, end }) => {
    const when = `${localMinuteOf(start, ZONE).slice(11)}–${localMinuteOf(end, ZONE).slice(11)}`;
    const held = rooms.filter(({ answer }) => answer !== "declined");
    if (held.length === 0) return [`no room ${when}`];
    return held.map(({ roomKey, answer }) =>
      [sandbox.world.room(roomKey).name, when, ...(answer === "accepted" ? [] : [`(${answer})`])].join(" "),
    );
  });
}
