import { randomBytes, randomUUID } from "node:crypto";
import type { Offer } from "../../availability/offer.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Card } from "../../card/elements.ts";
import type { Person } from "../../core/model.ts";
import { findRooms } from "../../search/find-rooms.ts";
import type { OfferedRoom, OpenOffer, StoredAction } from "../conversation.ts";
import { offerCard } from "../replies/offer-card.ts";
import { roomPlace } from "../replies/offer-lines.ts";
import type { Turn } from "../turn.ts";
import type { Assumption } from "../wish.ts";

/** Offers shown in one answer. */
const SHOWN = 5;

/** What an answer to a wish is about. */
export interface Asking {
  readonly wish: Wish;
  readonly assumptions?: readonly Assumption[];
  readonly attendees: readonly Person[];
  readonly title?: string | undefined;
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
  const passed = asking.after?.passed ?? [];
  const found = await findRooms(turn.desk.search, {
    wish: asking.wish,
    asker: turn.person,
    limit: shownBefore.filter(({ room }) => !passed.includes(room.id)).length + SHOWN,
    nearMisses: !asking.after,
    passed,
  });
  const isNew = (offer: Offer) =>
    !shownBefore.some((old) => old.room.id === offer.room.id && old.start === offer.interval.start);
  const isExact = found.offers.length > 0;
  const offers = (isExact ? found.offers : found.nearMisses).filter(isNew).slice(0, SHOWN);

  const options = offers.map((offer, at) => offeredRoom(offer, shownBefore.length + at + 1));
  const open: OpenOffer = {
    id: asking.after?.id ?? randomUUID(),
    wish: asking.wish,
    options: [...shownBefore, ...options],
    attendees: asking.attendees,
    language: turn.language,
    passed: found.passed,
    ...(asking.title === undefined ? {} : { title: asking.title }),
  };
  const actions = new Map<string, StoredAction>();
  for (const option of options) {
    actions.set(randomBytes(16).toString("hex"), {
      ownerId: turn.person.id,
      chatId: turn.chat.id,
      offerId: open.id,
      number: option.number,
      room: option.room.name,
      language: turn.language,
    });
  }
  await turn.conversation.open(open, actions);
  const numbered = offers.map((offer, at) => ({
    offer,
    number: options[at]?.number ?? 0,
    actionId: [...actions.keys()][at] ?? "",
  }));
  const { wish, assumptions = [], after, before, notes = [] } = asking;
  await turn.say(
    offerCard(turn, {
      wish,
      found,
      numbered,
      isExact,
      mayHaveMore: (isExact && numbered.length === SHOWN) || found.unasked > 0,
      isMore: after !== undefined,
      before,
      assumptions,
      notes,
    }),
    how,
  );
}

/** What is kept of an offer while it is open. */
export const offeredRoom = (
  { room, interval, approval, mayBeDeclined }: Offer,
  number: number,
): OfferedRoom => ({
  number,
  room: { id: room.id, name: room.name, place: roomPlace(room) },
  start: interval.start,
  end: interval.end,
  needsApproval: approval || mayBeDeclined,
});
