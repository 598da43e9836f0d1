import type { Booking } from "../../booking/bookings.ts";
import type { Interval } from "../../core/interval.ts";
import { findRooms } from "../../search/find-rooms.ts";
import type { LookAhead } from "../look-ahead.ts";
import { roomsOf } from "../replies/change-card.ts";
import { roomPlace } from "../replies/offer-lines.ts";
import type { Turn } from "../turn.ts";
import { askChoice, type Choice } from "./ask-choice.ts";
import type { Decision } from "./decision.ts";
import { offeredRoom } from "./offering.ts";

const STEP_MS = 5 * 60_000;
/** Rooms to go on in that are named: more would not be read by somebody in a meeting. */
const MOST_ROOMS = 3;

/** What can be had in the place of an extension whose minutes somebody else has: a shorter one, or another room from then on. */
export async function extendInstead(
  turn: Turn,
  booking: Booking,
  to: Interval,
  { room, busy }: Extract<LookAhead, { kind: "taken" }>,
): Promise<Decision> {
  const { words } = turn;
  const takenFrom = Math.min(...busy.map(({ start }) => start));
  const longest = Math.floor(takenFrom / STEP_MS) * STEP_MS;
  const choices = [
    ...(longest > booking.end ? [shorterBy(turn, booking, longest)] : []),
    ...(await roomsFrom(turn, booking, to)),
  ];
  const until =
    longest > booking.end ? words.freeOnlyUntil(room, turn.clock(takenFrom)) : words.takenRightAfter(room);
  return askChoice(turn, {
    title: words.notChanged.extend(roomsOf(booking)),
    texts: [until, words.standsAsBefore(turn.range(booking))],
    choices,
  });
}

function shorterBy(turn: Turn, booking: Booking, end: number): Choice {
  return {
    line: turn.words.extendBy(turn.length(end - booking.end), turn.clock(end)),
    decision: {
      kind: "change",
      what: "extend",
      booking,
      to: { start: booking.start, end },
      needsApproval: false,
    },
  };
}

/** Rooms for the minutes that are wanted besides, each on an event of its own. */
async function roomsFrom(turn: Turn, booking: Booking, to: Interval): Promise<Choice[]> {
  const { words, office, desk, person } = turn;
  const rest = { start: booking.end, end: to.end };
  const { offers } = await findRooms(desk.search, {
    wish: {
      when: { kind: "at", interval: rest },
      equipment: [],
      excludeRoomIds: booking.rooms.map(({ id }) => id),
    },
    asker: person,
    limit: MOST_ROOMS,
    nearMisses: false,
  });
  return offers.slice(0, MOST_ROOMS).map((offer): Choice => {
    const { room, needsApproval, isForApproval } = offeredRoom(offer, 0);
    const isApproval = needsApproval ? words.needsApproval : "";
    const place = [room.name, roomPlace(offer.room), isApproval].filter(Boolean).join(" · ");
    return {
      line: words.goOnIn(place, turn.clock(rest.start), turn.clock(rest.end)),
      decision: {
        kind: "book",
        request: {
          organiser: person,
          attendees: [],
          room,
          title: booking.title || words.defaultTitle,
          ...rest,
          zone: office.zone,
          onto: "new",
          needsApproval,
        },
        ...(isForApproval && { isForApproval }),
      },
    };
  });
}
