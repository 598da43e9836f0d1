import {
  type Difference,
  type Offer,
  type RankReason,
  type SecondPart,
  secondPartOf,
} from "../../availability/offer.ts";
import { placeOf } from "../../availability/place.ts";
import { outlineOf, type WishedTime } from "../../availability/wish.ts";
import type { Equipment, Room } from "../../core/model.ts";
import { seriesLine } from "./series-words.ts";
import type { Telling } from "./telling.ts";

/** `projector, TV` in the language's words. */
export const equipmentList = (items: readonly Equipment[], { words, language }: Telling): string =>
  items.map((item) => words.equipment[item]).join(language === "zh" ? "、" : ", ");

/** Where a room is, as its directory words it: `总部A座 12层`. */
export function roomPlace(room: Room): string {
  if (room.path.length > 0) return room.path.slice(-2).join(" ");
  const { building, floor } = placeOf(room);
  return [building, floor && `${floor}F`].filter(Boolean).join(" ");
}

/** An offer's own time, where it is shown, and how it differs from the wish, a few words each. */
export function offerLead(offer: Offer, telling: Telling, showsTime: boolean): string[] {
  const { words, range, clock } = telling;
  const { interval } = offer;
  const second = secondPartOf(offer);
  if (second)
    return [
      range({ start: interval.start, end: second.interval.end }),
      `≠ ${words.changeAt(clock(second.interval.start))}`,
    ];
  return [
    ...(showsTime ? [range(interval)] : []),
    ...offer.differs.map((difference) => `≠ ${wordDifference(difference, telling)}`),
  ];
}

/** What tells an offer from the others, a few words each. */
export function offerDetails(offer: Offer, telling: Telling): string[] {
  const { words } = telling;
  const { room } = offer;
  const second = secondPartOf(offer);
  if (second) return planDetails(offer, second, telling);
  return [
    ...(room.capacity === undefined ? [] : [words.seats(room.capacity)]),
    roomPlace(room),
    equipmentList(room.equipment, telling),
    freeUntil(offer, telling),
    offer.approval && !offer.differs.some(({ kind }) => kind === "approval") ? words.needsApproval : "",
    offer.mayBeDeclined ? words.mayBeDeclined : "",
  ].filter(Boolean);
}

/** Why it stands where it stands in the list, a few words each. */
export const offerReasons = (offer: Offer, telling: Telling): string[] =>
  secondPartOf(offer) ? [] : offer.why.flatMap((reason) => wordReason(reason, telling));

/** Of a plan that changes rooms what a group has to know of both. */
function planDetails({ room, mayBeDeclined }: Offer, second: SecondPart, { words }: Telling): string[] {
  const seats = [room, second.room].flatMap(({ capacity }) => capacity ?? []);
  const places = [...new Set([room, second.room].map(roomPlace))];
  return [
    seats.length === 2 ? words.seats(Math.min(...seats)) : "",
    places.filter(Boolean).join(" → "),
    mayBeDeclined ? words.mayBeDeclined : "",
  ].filter(Boolean);
}

function freeUntil({ freeUntil: until, interval, skips }: Offer, { words, day, clock }: Telling): string {
  if (skips) return "";
  if (until === undefined) return words.freeAllDay;
  if (until <= interval.end) return "";
  return day(until) === day(interval.start) ? words.freeUntil(clock(until)) : words.freeAllDay;
}

function wordDifference(difference: Difference, telling: Telling): string {
  const { words, clock } = telling;
  const length = (ms: number) => telling.length(Math.abs(ms));
  switch (difference.kind) {
    case "time":
      return difference.shiftMs < 0
        ? words.earlier(length(difference.shiftMs))
        : words.later(length(difference.shiftMs));
    case "day":
      return words.daysLater(difference.days);
    case "shorter":
      return words.shorterBy(length(difference.byMs));
    case "floor":
      return difference.floor === undefined ? words.otherRoom : words.onFloor(difference.floor);
    case "building":
      return words.otherBuilding(difference.building);
    case "smaller":
      return words.onlySeats(difference.seats);
    case "bigger":
      return words.biggerThanAsked;
    case "without":
      return words.without(equipmentList(difference.equipment, telling));
    case "approval":
      return words.needsApproval;
    case "room":
      return words.otherRoom;
    case "skips":
      return skippedMeetings(difference, telling);
    case "handover":
      return words.changeAt(clock(difference.then.interval.start));
  }
}

function skippedMeetings(
  { meetings, of }: Extract<Difference, { kind: "skips" }>,
  { words, day, language }: Telling,
): string {
  const days = meetings.map(({ start }) => day(start)).join(language === "zh" ? "、" : ", ");
  return words.seriesSkips(of - meetings.length, of, days);
}

function wordReason(reason: RankReason, { words }: Telling): string[] {
  const said: Partial<Record<RankReason["kind"], string>> = {
    "right-size": words.exactSize,
    smallest: words.smallest,
    biggest: words.biggest,
    "fills-gap": words.fillsGap,
    "size-unknown": words.sizeUnknown,
    "usual-room": words.usualRoom,
    "usual-floor": words.usualFloor,
    soonest: words.soonest,
  };
  const text = said[reason.kind];
  return text ? [text] : [];
}

/** When a wish is for, in one line with weekday and date; of one that leaves a choice the days of the offers. */
export function wishedWhen(offers: readonly Offer[], when: WishedTime, telling: Telling): string {
  if (when.kind === "series") return seriesLine(when, telling);
  const { range, day } = telling;
  const wished = when.kind === "at" ? when.interval : outlineOf(when);
  if (day(wished.start) !== day(wished.end - 1)) return `${day(wished.start)} – ${day(wished.end - 1)}`;
  const isOneTime = offers.every(
    ({ interval }) => interval.start === wished.start && interval.end === wished.end,
  );
  if (isOneTime || offers.length === 0) return range(wished);
  return [
    ...new Set(
      offers
        .map(({ interval }) => interval.start)
        .sort((a, b) => a - b)
        .map(day),
    ),
  ].join(" · ");
}
