import { DateTime } from "luxon";
import type { NewMeeting, PersonReply, World } from "../world.ts";
import { castMeetings, Diary, type Part } from "./cast.ts";
import { pick, seededRandom } from "./random.ts";
import { type RoomSlot, roomSlots, span, workingDays } from "./room-days.ts";

/** Staff beyond those who chat: they hold most of the meetings, so that nobody's own calendar is absurd. */
const OTHER_STAFF = 160;
/** How often a colleague has a call or a talk on a day that needs no room, and when. */
const ROOMLESS_SHARE = 0.4;
const ROOMLESS_STARTS = [600, 660, 840, 900, 960] as const;
const ROOMLESS_LENGTHS = [30, 60] as const;
const REPLIES: readonly (PersonReply | undefined)[] = ["accepted", "accepted", "tentative", undefined];
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
 * Fills the rooms from a week back to four weeks ahead with a believable office life. The same `random` and the same
 * local day give the same meetings. Rooms and people are drawn apart: who meets can change without moving when.
 */
export function seedMeetings(world: World, random: () => number): void {
  const { zone, rooms, colleagues } = world.office;
  const stream = () => seededRandom(Math.floor(random() * 2 ** 32));
  const [whens, whos] = [stream(), stream()];
  const days = workingDays(DateTime.fromMillis(world.clock.now(), { zone }).startOf("day"));
  const people = colleagues.filter((one) => !one.isOutsider);
  const diary = new Diary();
  const slots = roomSlots(rooms, days, whens);
  const cast = castMeetings(slots, people, diary, whos);
  for (const slot of slots) world.add(meetingIn(slot, cast.get(slot), whos));

  for (const { day } of days) {
    for (const person of people) {
      if (whos() >= ROOMLESS_SHARE) continue;
      const time = span(day, pick(ROOMLESS_STARTS, whos), pick(ROOMLESS_LENGTHS, whos));
      if (!diary.isFree(person, time)) continue;
      diary.note(person, time);
      world.add({ ...time, madeOn: "client", organiserKey: person.key, title: pick(TITLES, whos) });
    }
  }
}

function meetingIn(
  { room, dayOffset, start, end, isAllDay }: RoomSlot,
  { organiser, attendees }: Part = { attendees: [] },
  random: () => number,
): NewMeeting {
  const isWaiting = room.rules.approval !== undefined && dayOffset > 0 && random() < 0.3;
  const replies = attendees.flatMap(({ key }) => {
    const reply = pick(REPLIES, random);
    return reply ? [[key, reply] as const] : [];
  });
  return {
    start,
    end,
    isAllDay,
    madeOn: "client",
    organiserKey: organiser?.key ?? `other:${Math.floor(random() * OTHER_STAFF)}`,
    title: pick(TITLES, random),
    attendeeKeys: attendees.map(({ key }) => key),
    replies: Object.fromEntries(replies),
    rooms: [{ roomKey: room.key, answer: isWaiting ? "tentative" : "accepted" }],
  };
}
