import { randomBytes, randomUUID } from "node:crypto";
import type { Offer } from "../../availability/offer.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Block, Card } from "../../card/elements.ts";
import type { Person } from "../../core/model.ts";
import { type Found, findRooms } from "../../search/find-rooms.ts";
import type { OfferedRoom, OpenOffer, StoredAction } from "../conversation.ts";
import { offerDetails, roomPlace, wishedWhen } from "../replies/offer-lines.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Words } from "../replies/words.ts";
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
  const found = await findRooms(turn.desk.search, {
    wish: asking.wish,
    asker: turn.person,
    limit: shownBefore.length + SHOWN,
    nearMisses: !asking.after,
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
  if (options.length > 0 || !asking.after) await turn.conversation.open(open, actions);
  await turn.say(
    offerCard(turn, asking, found, { offers, options, isExact, actionIds: [...actions.keys()] }),
    how,
  );
}

/** What is kept of an offer while it is open. */
export const offeredRoom = ({ room, interval, approval }: Offer, number: number): OfferedRoom => ({
  number,
  room: { id: room.id, name: room.name, place: roomPlace(room) },
  start: interval.start,
  end: interval.end,
  needsApproval: approval,
});

interface Shown {
  readonly offers: readonly Offer[];
  readonly options: readonly OfferedRoom[];
  readonly isExact: boolean;
  readonly actionIds: readonly string[];
}

function offerCard(turn: Turn, asking: Asking, found: Found, shown: Shown): Card {
  const { words, language } = turn;
  const { when } = asking.wish;
  const wished = when.kind === "at" ? when.interval : outline(when.windows);
  const isOneTime = when.kind === "at" && !when.alternatives;
  const isBlind = found.checked === 0 && found.unread > 0;

  if (shown.offers.length === 0) {
    const line = wishedWhen([], wished, turn);
    const title = isBlind
      ? words.noneRead
      : asking.after
        ? words.noMore
        : emptyTitle(found, asking.wish, line, words);
    return simpleCard(language, asking.before?.title ?? title, {
      tone: asking.before?.tone ?? (isBlind ? "bad" : "warning"),
      blocks: [
        ...(asking.before?.blocks ?? []),
        ...(asking.before ? [{ kind: "text" as const, text: title }] : []),
      ],
      notes: [
        ...coverage(found, words),
        ...(isBlind || asking.after ? [] : [words.askDifferently]),
        ...(asking.notes ?? []),
      ],
    });
  }

  const showsTime = !isOneTime || !shown.isExact;
  const heading = shown.isExact
    ? words.freeRooms(wishedWhen(isOneTime ? [] : shown.offers, wished, turn))
    : emptyTitle(found, asking.wish, wishedWhen([], wished, turn), words);
  const options: Block = {
    kind: "options",
    ...(asking.before ? { heading: words.nextBest } : shown.isExact ? {} : { heading: words.nearly }),
    options: shown.offers.map((offer, at) => ({
      number: shown.options[at]?.number ?? at + 1,
      title: offer.room.name,
      details: offerDetails(
        offer,
        turn,
        showsTime || offer.differs.some(({ kind }) => kind === "time" || kind === "shorter"),
      ),
      button: {
        label: words.take,
        actionId: shown.actionIds[at] ?? "",
        typed: String(shown.options[at]?.number ?? at + 1),
        style: "primary" as const,
      },
    })),
  };
  return simpleCard(language, asking.before?.title ?? heading, {
    tone: asking.before?.tone ?? (shown.isExact ? "good" : "warning"),
    blocks: [...(asking.before?.blocks ?? []), options],
    notes: [
      ...(asking.assumptions ?? []).map((assumption) => wordAssumption(assumption, turn)),
      ...coverage(found, words),
      ...(asking.notes ?? []),
      words.howToTake(howToTake(turn, shown.options[0]?.number ?? 1), mayHaveMore(found, shown)),
    ],
  });
}

/** In a group the bot hears only what mentions it. */
const howToTake = (turn: Turn, number: number): string =>
  turn.chat.kind === "direct"
    ? String(number)
    : turn.language === "zh"
      ? `@机器人 ${number}`
      : `@bot ${number}`;

/** "Nothing is free" is said only when all rooms were checked. */
function emptyTitle(found: Found, wish: Wish, line: string, words: Words): string {
  if (found.fitting === 0) return wish.roomName ? words.noRoomLikeThat(wish.roomName) : words.noRooms;
  if (found.checked < found.fitting) return words.nothingFits(line);
  return wish.roomName ? words.roomNotFree(wish.roomName, line) : words.nothingFree(line);
}

const mayHaveMore = (found: Found, shown: Shown): boolean =>
  shown.isExact && (shown.offers.length === SHOWN || found.checked + found.unread < found.fitting);

function coverage(found: Found, words: Words): string[] {
  if (found.unread > 0 && found.checked > 0)
    return [words.someUnread(found.checked, found.checked + found.unread)];
  const isCapped = found.offers.length === 0 && found.checked > 0 && found.checked < found.fitting;
  return isCapped ? [words.someUnasked(found.checked, found.fitting)] : [];
}

function wordAssumption(assumption: Assumption, { words, length, clock, day }: Turn): string {
  switch (assumption.kind) {
    case "length":
      return words.assumedLength(length(assumption.durationMs));
    case "now":
      return words.assumedNow;
    case "start":
      return words.assumedStart(clock(assumption.instantMs));
    case "day":
      return words.assumedDay(day(assumption.instantMs));
    case "clock-change":
      return words.clockChange(clock(assumption.instantMs));
  }
}

const outline = (windows: readonly { start: number; end: number }[]) => ({
  start: Math.min(...windows.map(({ start }) => start)),
  end: Math.max(...windows.map(({ end }) => end)),
});
