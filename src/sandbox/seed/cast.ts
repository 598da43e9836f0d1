import type { Interval } from "../../core/interval.ts";
import type { Colleague, OfficeRoom } from "../office.ts";
import type { RoomSlot } from "./room-days.ts";

/** Which of the colleagues have to do with a meeting. */
export interface Part {
  /** Absent: somebody of the other staff. */
  organiser?: Colleague;
  readonly attendees: Colleague[];
}

const MOST_A_DAY = 3;
const DAY_MS = 86_400_000;

/**
 * Gives the colleagues some of the rooms' meetings, so that nobody's own list is absurd: one to three of their own in
 * the coming weeks, a few in the last, and a few invitations by each other and by others.
 */
export function castMeetings(
  slots: readonly RoomSlot[],
  people: readonly Colleague[],
  diary: Diary,
  random: () => number,
): ReadonlyMap<RoomSlot, Part> {
  const cast = new Map<RoomSlot, Part>();
  const whole = (below: number): number => Math.floor(random() * below);
  const mixed = slots.filter((slot) => !slot.isAllDay).map((slot) => ({ slot, place: random() }));
  const all = mixed.sort((one, other) => one.place - other.place).map(({ slot }) => slot);

  /** Up to `count` of those that the person has time for, from anywhere on. */
  const choose = (person: Colleague, count: number, among: readonly RoomSlot[]): RoomSlot[] => {
    const from = whole(among.length);
    const chosen: RoomSlot[] = [];
    for (const slot of [...among.slice(from), ...among.slice(0, from)]) {
      if (chosen.length >= count) break;
      if (!diary.isFree(person, slot)) continue;
      diary.note(person, slot);
      chosen.push(slot);
    }
    return chosen;
  };
  const lead = (person: Colleague, count: number, isWhen: (slot: RoomSlot) => boolean): void => {
    const open = all.filter((slot) => isWhen(slot) && !cast.has(slot) && mayBook(slot.room, person));
    for (const slot of choose(person, count, open)) cast.set(slot, { organiser: person, attendees: [] });
  };
  const join = (person: Colleague, count: number, among: readonly RoomSlot[]): void => {
    for (const slot of choose(person, count, among)) {
      const part = cast.get(slot) ?? { attendees: [] };
      part.attendees.push(person);
      cast.set(slot, part);
    }
  };

  for (const person of people) {
    lead(person, 1 + whole(3), ({ dayOffset }) => dayOffset > 0);
    lead(person, whole(3), ({ dayOffset }) => dayOffset < 0);
  }
  const led = [...cast.keys()];
  const others = all.filter((slot) => !cast.has(slot));
  for (const person of people) {
    join(person, 1 + whole(3), led);
    join(person, 2 + whole(3), others);
  }
  return cast;
}

function mayBook({ rules: { bookableBy } }: OfficeRoom, person: Colleague): boolean {
  if (bookableBy === "everyone") return true;
  if (bookableBy === "admins") return person.isAdmin;
  return bookableBy.people.includes(person.key) || bookableBy.departments.includes(person.departmentKey);
}

/** Who is where: nobody sits in two meetings at once, and nobody has more than three within a day. */
export class Diary {
  readonly #byPerson = new Map<Colleague, Interval[]>();

  isFree(person: Colleague, time: Interval): boolean {
    const known = this.#byPerson.get(person) ?? [];
    const near = known.filter((one) => Math.abs(one.start - time.start) < DAY_MS / 2);
    return near.length < MOST_A_DAY && near.every((one) => one.end <= time.start || one.start >= time.end);
  }

  note(person: Colleague, time: Interval): void {
    this.#byPerson.set(person, [...(this.#byPerson.get(person) ?? []), time]);
  }
}
