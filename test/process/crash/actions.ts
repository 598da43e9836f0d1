import { addDays, instantOf, localDateOf, localMinuteOf } from "../../../src/time/zone.ts";
import { type CrashOffice, type House, meetingsOf, type Seat, type VendorName } from "./office.ts";

const ZONE = "Asia/Shanghai";

/** Something that people have the bot do, from three to four tomorrow. */
export interface Action {
  readonly name: string;
  /** Where it is said; in a group the guest is mentioned with it. */
  readonly where?: "group";
  /** In an office with this rule; absent: in an ordinary one. */
  readonly house?: House;
  /** Absent: at both vendors. */
  readonly only?: VendorName;
  /** On Feishu by a colleague who linked an account: their own calendar is theirs and the bot's to book on. */
  readonly isLinked?: true;
  /** What the person's calendar has before anything is said. */
  readonly has?: (office: CrashOffice, seat: Seat) => void;
  /** What was said and answered before. */
  readonly before: (seat: Seat) => readonly string[];
  readonly say: (seat: Seat) => string;
  /** How things stand when it was done: the rooms and times of the person's meetings. */
  readonly after: (seat: Seat) => readonly Holding[];
}

/** `Room 001 15:00–16:00` */
export type Holding = string;

const book = ({ room }: Seat): string => `book ${room} tomorrow 3pm 1h`;

/** Made in the vendor's client: whatever becomes of the room, the event stays. */
function ownEvent({ sandbox }: CrashOffice, { key }: Seat): void {
  const tomorrow = addDays(localDateOf(sandbox.clock.now(), ZONE), 1);
  const at = (time: string) => instantOf(`${tomorrow}T${time}`, ZONE).ms;
  const times = { start: at("15:00"), end: at("16:00") };
  sandbox.world.add({ madeOn: "client", organiserKey: key, title: "Retro", ...times });
}

export const ACTIONS: readonly Action[] = [
  { name: "book", before: () => [], say: book, after: ({ room }) => [`${room} 15:00–16:00`] },
  {
    name: "book with a guest",
    where: "group",
    before: () => [],
    say: book,
    after: ({ room }) => [`${room} 15:00–16:00 with the guest`],
  },
  {
    name: "book with a linked account",
    only: "feishu",
    isLinked: true,
    before: () => [],
    say: book,
    after: ({ room }) => [`${room} 15:00–16:00`],
  },
  {
    name: "book on an own event",
    isLinked: true,
    has: ownEvent,
    before: () => [],
    say: book,
    after: ({ room }) => [`${room} 15:00–16:00`],
  },
  {
    name: "cancel on an own event",
    isLinked: true,
    has: ownEvent,
    before: (seat) => [book(seat)],
    say: () => "cancel",
    after: () => ["no room 15:00–16:00"],
  },
  { name: "cancel", before: (seat) => [book(seat)], say: () => "cancel", after: () => [] },
  {
    name: "extend",
    before: (seat) => [book(seat)],
    say: () => "extend by 30 minutes",
    after: ({ room }) => [`${room} 15:00–16:30`],
  },
  {
    name: "move",
    before: (seat) => [book(seat)],
    say: () => "move to 5pm",
    after: ({ room }) => [`${room} 17:00–18:00`],
  },
  {
    name: "swap",
    before: (seat) => [book(seat)],
    say: ({ other }) => `swap to ${other}`,
    after: ({ other }) => [`${other} 15:00–16:00`],
  },
  {
    name: "swap, giving back first",
    house: "one room at a time",
    only: "dingtalk",
    before: (seat) => [book(seat), `swap to ${seat.other}`],
    say: () => "1",
    after: ({ other }) => [`${other} 15:00–16:00`],
  },
];

/** What somebody holds, as the world has it; an event without a room shows as such. */
export function holdings(office: CrashOffice, seat: Seat): Holding[] {
  const { world } = office.sandbox;
  return meetingsOf(office, seat).flatMap(({ rooms, start, end, attendeeKeys }) => {
    const guest = attendeeKeys.includes(seat.guestKey) ? ["with the guest"] : [];
    const when = `${localMinuteOf(start, ZONE).slice(11)}–${localMinuteOf(end, ZONE).slice(11)}`;
    const held = rooms.filter(({ answer }) => answer !== "declined");
    if (held.length === 0) return [`no room ${when}`];
    return held.map(({ roomKey, answer }) =>
      [world.room(roomKey).name, when, ...(answer === "accepted" ? [] : [`(${answer})`]), ...guest].join(" "),
    );
  });
}
