import { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import type { Colleague, OfficeRoom } from "../office.ts";
import type { NewMeeting, World } from "../world.ts";

const MINUTE_MS = 60_000;
const DAYS_BACK = 7;
const DAYS_AHEAD = 28;
const OPENS_MINUTE = 9 * 60;
const CLOSES_MINUTE = 18 * 60 + 30;
/** Staff beyond those who chat: they hold most of the meetings, so that nobody's own calendar is absurd. */
const OTHER_STAFF = 160;
const LENGTHS = [30, 30, 60, 60, 60, 90, 120] as const;
const GAPS = [30, 30, 60, 60, 90] as const;
const TITLES = [
  "周会",
  "需求评审",
  "项目同步",
  "一对一",
  "面试",
  "设计评审",
  "客户沟通",
  "技术分享",
  "预算讨论",
  "复盘",
  "Stand-up",
  "Sprint planning",
  "Roadmap review",
  "Vendor call",
  "Design critique",
  "Interview",
] as const;

/**
 * Fills the rooms from a week back to four weeks ahead with a believable office life: about 60 % of the busy
 * hours (10–12, 14–17) and 30 % of the others, some of it back to back, over lunch or all day. The same `random`
 * and the same local day give the same meetings.
 */
export function seedMeetings(world: World, random: () => number): void {
  const { zone, rooms, colleagues } = world.office;
  const today = DateTime.fromMillis(world.clock.now(), { zone }).startOf("day");
  const people = colleagues.filter((one) => !one.isOutsider);
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)] as T;

  for (let offset = -DAYS_BACK; offset <= DAYS_AHEAD; offset += 1) {
    const day = today.plus({ days: offset });
    if (day.weekday > 5) continue;
    const diary = new Diary(people);
    for (const room of rooms) {
      if (!isOpen(room, day, offset)) continue;
      for (const slot of slotsOf(room, day, random, pick)) world.add(meetingIn(room, slot, diary));
    }
    for (const person of people) {
      if (random() < 0.12) addRoomless(person, day, diary);
    }
  }

  function meetingIn(room: OfficeRoom, slot: Slot, diary: Diary): NewMeeting {
    const wanted = random() < 0.15 || !isForEveryone(room) ? mayBook(room, diary.free(slot)) : [];
    const organiser = wanted.length > 0 ? pick(wanted) : undefined;
    if (organiser) diary.note(organiser, slot);
    const attendees = organiser ? diary.free(slot).filter(() => random() < 0.1) : [];
    for (const attendee of attendees) diary.note(attendee, slot);
    const isWaiting = room.rules.approval !== undefined && random() < 0.3 && slot.start > world.clock.now();
    return {
      ...slot,
      madeOn: "client",
      organiserKey: organiser?.key ?? `other:${Math.floor(random() * OTHER_STAFF)}`,
      title: pick(TITLES),
      attendeeKeys: attendees.map((one) => one.key),
      rooms: [{ roomKey: room.key, answer: isWaiting ? "tentative" : "accepted" }],
    };
  }

  function addRoomless(person: Colleague, day: DateTime, diary: Diary): void {
    const slot = { ...span(day, pick([600, 660, 840, 900, 960]), 60), isAllDay: false };
    if (!diary.free(slot).includes(person)) return;
    diary.note(person, slot);
    world.add({ ...slot, madeOn: "client", organiserKey: person.key, title: pick(TITLES) });
  }
}

type Slot = Interval & { readonly isAllDay: boolean };

const span = (day: DateTime, fromMinute: number, minutes: number): Interval => {
  const start = day.plus({ minutes: fromMinute }).toMillis();
  return { start, end: start + minutes * MINUTE_MS };
};

/** A day of one room: at each step either a meeting or a pause, drawn so that the shares above come out. */
function slotsOf(
  room: OfficeRoom,
  day: DateTime,
  random: () => number,
  pick: <T>(options: readonly T[]) => T,
): Slot[] {
  const { minMinutes = 0, maxMinutes = Number.POSITIVE_INFINITY } = room.rules;
  if (maxMinutes >= 1_440 && random() < 0.015) {
    return [{ start: day.toMillis(), end: day.plus({ days: 1 }).toMillis(), isAllDay: true }];
  }
  const slots: Slot[] = [];
  let minute = OPENS_MINUTE + pick([0, 0, 30, 60]);
  while (minute < CLOSES_MINUTE) {
    const hour = Math.floor(minute / 60);
    const isBusyHour = (hour >= 10 && hour < 12) || (hour >= 14 && hour < 17);
    if (random() >= (isBusyHour ? 0.6 : 0.15)) {
      minute += isBusyHour ? pick(GAPS) : 30;
      continue;
    }
    const minutes = Math.min(Math.max(pick(LENGTHS), minMinutes), maxMinutes, CLOSES_MINUTE - minute);
    if (minutes < minMinutes) break;
    slots.push({ ...span(day, minute, minutes), isAllDay: false });
    minute += minutes;
  }
  return slots;
}

/** Whether the room could have been booked for that day by now. */
function isOpen({ rules }: OfficeRoom, day: DateTime, offset: number): boolean {
  if (rules.daysAhead !== undefined && offset >= rules.daysAhead) return false;
  const closed = rules.closed;
  if (!closed) return true;
  return (
    day.endOf("day").toMillis() < closed.startMs ||
    day.toMillis() >= (closed.endMs ?? Number.POSITIVE_INFINITY)
  );
}

const isForEveryone = (room: OfficeRoom): boolean => room.rules.bookableBy === "everyone";

function mayBook({ rules: { bookableBy } }: OfficeRoom, people: readonly Colleague[]): Colleague[] {
  return people.filter((person) => {
    if (bookableBy === "everyone") return true;
    if (bookableBy === "admins") return person.isAdmin;
    return bookableBy.people.includes(person.key) || bookableBy.departments.includes(person.departmentKey);
  });
}

/** Who is where on one day: nobody sits in two meetings at once, and nobody has more than three. */
class Diary {
  readonly #byPerson = new Map<Colleague, Interval[]>();

  constructor(readonly people: readonly Colleague[]) {}

  free(slot: Interval): Colleague[] {
    return this.people.filter((person) => {
      const known = this.#byPerson.get(person) ?? [];
      return known.length < 3 && known.every((one) => one.end <= slot.start || one.start >= slot.end);
    });
  }

  note(person: Colleague, slot: Interval): void {
    const known = this.#byPerson.get(person) ?? [];
    known.push(slot);
    this.#byPerson.set(person, known);
  }
}
