import { randomUUID } from "node:crypto";
import { mostAtOnce, type Offer, secondPartOf } from "../../availability/offer.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Booking } from "../../booking/bookings.ts";
import type { Card } from "../../card/elements.ts";
import type { Person, Room } from "../../core/model.ts";
import { type Found, findRooms } from "../../search/find-rooms.ts";
import { ListButtons, MOST_ROWS } from "../actions/list-buttons.ts";
import { filledBy, wishForm } from "../actions/wish-form.ts";
import { nextToTake, type OfferedRoom, type OpenOffer, stillToTake } from "../conversation.ts";
import { linkButton, linkForApproval } from "../link/link-note.ts";
import { namesOf } from "../replies/booking-card.ts";
import { offerStrips } from "../replies/day-card.ts";
import { assumedText, offerCard, offerRow } from "../replies/offer-card.ts";
import { roomPlace } from "../replies/offer-lines.ts";
import { searchingCard } from "../replies/searching-card.ts";
import type { Turn } from "../turn.ts";
import type { Assumption } from "../wish.ts";

/** Offers shown in one answer. */
const SHOWN = 5;

/** What an answer to a wish is about. */
export interface Asking {
  readonly wish: Wish;
  readonly assumptions?: readonly Assumption[];
  readonly attendees: readonly Person[];
  /** Only named: to be asked about once a room is booked. */
  readonly named?: readonly Person[];
  readonly title?: string | undefined;
  /** The booking that taking one of the offers changes. */
  readonly swaps?: Booking;
  /** An offer that this one goes on with: what it offered is not offered again, and counting goes on. */
  readonly after?: OpenOffer;
  /** Said before the offers, for instance why the last choice could not be had. */
  readonly before?: Card;
  /** More to say under the list. */
  readonly notes?: readonly string[];
}

/** Looks for rooms, shows what it found with numbers, and remembers what the numbers mean. */
export async function offerRooms(turn: Turn, asking: Asking, how: "once" | "final" = "once"): Promise<void> {
  const shownBefore = asking.after?.options ?? [];
  // Near misses are other times of the rooms that are done with.
  const isNear = asking.after?.isNear ?? false;
  const passed = isNear ? [] : (asking.after?.passed ?? []);
  const shownAgain = shownBefore.filter(({ room }) => !passed.includes(room.id)).length;
  turn.progressIfLong(searchingCard(turn));
  const found = await findRooms(turn.desk.search, {
    wish: asking.wish,
    asker: turn.person,
    onProgress: (progress) => turn.progressIfLong(searchingCard(turn, progress)),
    limit: shownAgain + Math.max(SHOWN, asking.wish.roomCount ?? 1),
    shown: shownAgain,
    isNextBest: asking.before !== undefined,
    nearMisses: !asking.after || isNear,
    passed,
  });
  const shown = new Set(shownBefore.map(whatIs));
  const isNew = (offer: Offer) => !shown.has(whatIs(offeredRoom(offer, 0)));
  const isExact = found.offers.length > 0 && found.nearMisses.length === 0;
  const offers = (isExact ? found.offers : found.nearMisses).filter(isNew).slice(0, SHOWN);

  const { wish, assumptions = [], after, before, notes = [] } = asking;
  const offered = offers.map((offer, at) => offeredRoom(offer, shownBefore.length + at + 1));
  const isSeries = wish.when.kind === "series";
  const strips = isSeries ? [] : await offerStrips(turn, offered, isExact);
  const options = offers.flatMap((offer, at): OfferedRoom[] => {
    const option = offered[at];
    const strip = strips[at];
    return option
      ? [{ ...option, row: { ...offerRow(offer, wish, isExact, turn), ...(strip && { strip }) } }]
      : [];
  });
  const named = asking.named ?? asking.after?.named ?? [];
  const swaps = asking.swaps ?? asking.after?.swaps;
  const open: OpenOffer = {
    id: asking.after?.id ?? randomUUID(),
    wish,
    options: [...shownBefore, ...options],
    attendees: asking.attendees,
    language: turn.language,
    passed: found.passed,
    ...(named.length > 0 && { named }),
    ...(swaps && { swaps }),
    ...(asking.title === undefined ? {} : { title: asking.title }),
    ...(asking.after?.taken ? { taken: asking.after.taken } : {}),
    isNear: !isExact && options.length > 0 && found.unasked === 0,
  };
  // Near misses of several rooms come in whole groups.
  const mayHaveMore =
    options.length > 0 && isExact
      ? found.hasMore
      : options.length > SHOWN - (wish.roomCount ?? 1) || found.unasked > 0;
  const buttons = new ListButtons(turn, open.id);
  const assumed = assumedText(assumptions, turn);
  const confirm = (option: OfferedRoom) =>
    assumed ? { title: `${namesOf(option, turn.words)} · ${turn.range(option)}`, text: assumed } : undefined;
  // What takes the place of the list that it goes on with shows that one's rows too.
  const fitting = Math.max(0, MOST_ROWS - options.length);
  const earlier = after && turn.replaces ? shownBefore.slice(Math.max(0, shownBefore.length - fitting)) : [];
  const rows = [...earlier, ...options].map((option) => buttons.row(option, confirm));
  const more = mayHaveMore ? [buttons.more()] : [];
  await turn.conversation.open(open, buttons.actions);
  if (isExact) turn.desk.search.recentOffers.note(turn.person.id, offers);
  const linking = found.byHand.length > 0 ? await linkForApproval(turn) : "";
  const form = assumptions.some(({ kind }) => OPEN_TO_PICK.has(kind))
    ? await wishForm(turn, filledBy(wish, turn.office.zone))
    : [];
  await turn.say(
    offerCard(turn, {
      wish,
      found,
      offers,
      rows,
      isExact,
      mayHaveMore,
      isMore: after !== undefined,
      before,
      assumptions,
      blocks: [
        ...(more.length > 0 ? [{ kind: "buttons" as const, buttons: more }] : []),
        ...(linking ? await linkButton(turn) : []),
        ...form,
      ],
      notes: [
        linking,
        rows.some(({ strip }) => strip) ? turn.words.stripLegend : "",
        ...notes,
        severalNote(turn, open, found),
      ],
    }),
    how,
  );
}

/** What was assumed and can be picked instead. */
const OPEN_TO_PICK: ReadonlySet<Assumption["kind"]> = new Set(["length", "now", "start", "day"]);

/** How to take several rooms, where several are wished for; or that there are not so many. */
function severalNote(turn: Turn, offer: OpenOffer, { offers, nearMisses }: Found): string {
  const { words } = turn;
  const wanted = offer.wish.roomCount ?? 1;
  if (wanted === 1 || offer.options.length === 0) return "";
  if (offer.taken) return stillToTakeNote(turn, offer);
  if (mostAtOnce(nearMisses) >= wanted) return words.takeTogether(wanted);
  const most = mostAtOnce(offers);
  return 0 < most && most < wanted ? words.tooFewAtOnce(most, wanted) : words.takeSeveral(wanted);
}

/** How many rooms are still to be taken from an open list, and how; empty where none is. */
export function stillToTakeNote({ words, typed }: Turn, offer: OpenOffer): string {
  const left = stillToTake(offer);
  return left > 0 ? words.stillToTake(left, typed(String(nextToTake(offer)))) : "";
}

/** Tells options apart: where and when. */
const whatIs = ({ room, start, end, second }: OfferedRoom): string =>
  [room.id, start, end, second?.room.id, second?.end].join(" ");

/** What is kept of an offer while it is open. */
export const offeredRoom = (offer: Offer, number: number): OfferedRoom => {
  const second = secondPartOf(offer);
  return {
    number,
    room: kept(offer.room),
    start: offer.interval.start,
    end: offer.interval.end,
    needsApproval: offer.approval || offer.mayBeDeclined,
    ...(offer.approval && { isForApproval: true }),
    ...(second && { second: { room: kept(second.room), ...second.interval } }),
    ...(offer.skips && { skips: offer.skips }),
  };
};

const kept = (room: Room): OfferedRoom["room"] => ({ id: room.id, name: room.name, place: roomPlace(room) });
