import type { Difference, Offer, RankReason } from "../../availability/offer.ts";
import { placeOf } from "../../availability/place.ts";
import type { Equipment, Room } from "../../core/model.ts";
import { formatClock, formatDay, formatLength, formatRange } from "../../time/format.ts";
import { localDateOf } from "../../time/zone.ts";
import type { Language, Words } from "./words.ts";

/** What the lines of an offer are worded with. */
export interface Wording {
  readonly words: Words;
  readonly language: Language;
  readonly zone: string;
}

const listed = (items: readonly Equipment[], { words, language }: Wording): string =>
  items.map((item) => words.equipment[item]).join(language === "zh" ? "、" : ", ");

/** Where a room is, as its directory words it: `总部A座 12层`. */
export function roomPlace(room: Room): string {
  if (room.path.length > 0) return room.path.slice(-2).join(" ");
  const { building, floor } = placeOf(room);
  return [building, floor && `${floor}F`].filter(Boolean).join(" ");
}

/** What tells an offer from the others, a few words each, what differs from the wish first. */
export function offerDetails(offer: Offer, wording: Wording, showsTime: boolean): string[] {
  const { words, zone } = wording;
  const { room } = offer;
  return [
    ...(showsTime ? [formatRange(offer.interval, zone, wording.language)] : []),
    ...offer.differs.map((difference) => `≠ ${wordDifference(difference, wording)}`),
    ...(room.capacity === undefined ? [] : [words.seats(room.capacity)]),
    roomPlace(room),
    listed(room.equipment, wording),
    freeUntil(offer, wording),
    offer.approval && !offer.differs.some(({ kind }) => kind === "approval") ? words.needsApproval : "",
    offer.mayBeDeclined ? words.mayBeDeclined : "",
    ...offer.why.flatMap((reason) => wordReason(reason, wording)),
  ].filter(Boolean);
}

function freeUntil(offer: Offer, { words, zone }: Wording): string {
  if (offer.freeUntil === undefined) return words.freeAllDay;
  if (offer.freeUntil <= offer.interval.end) return "";
  const sameDay = localDateOf(offer.freeUntil, zone) === localDateOf(offer.interval.start, zone);
  return sameDay ? words.freeUntil(formatClock(offer.freeUntil, zone)) : words.freeAllDay;
}

function wordDifference(difference: Difference, wording: Wording): string {
  const { words, language, zone } = wording;
  const length = (ms: number) => formatLength(Math.abs(ms), language);
  switch (difference.kind) {
    case "time":
      return difference.shiftMs < 0
        ? words.earlier(length(difference.shiftMs))
        : words.later(length(difference.shiftMs));
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
      return words.without(listed(difference.equipment, wording));
    case "approval":
      return words.needsApproval;
    case "room":
      return words.otherRoom;
    case "handover":
      return words.thenRoom(difference.then.room.name, formatRange(difference.then.interval, zone, language));
  }
}

function wordReason(reason: RankReason, { words }: Wording): string[] {
  const said: Partial<Record<RankReason["kind"], string>> = {
    "right-size": words.exactSize,
    "fills-gap": words.fillsGap,
  };
  const text = said[reason.kind];
  return text ? [text] : [];
}

/** When a wish is for, in one line with weekday and date. */
export function wishedWhen(
  offers: readonly Offer[],
  wished: { start: number; end: number },
  wording: Wording,
): string {
  const { zone, language } = wording;
  const isOneTime = offers.every(
    ({ interval }) => interval.start === wished.start && interval.end === wished.end,
  );
  return isOneTime || offers.length === 0
    ? formatRange(wished, zone, language)
    : formatDay(wished.start, zone, language);
}
