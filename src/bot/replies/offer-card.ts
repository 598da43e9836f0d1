import { type Offer, secondPartOf } from "../../availability/offer.ts";
import type { WhyNot } from "../../availability/why-not.ts";
import type { Wish } from "../../availability/wish.ts";
import type { Block, Card, Option } from "../../card/elements.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { Found } from "../../search/find-rooms.ts";
import type { OfferRow } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import type { Assumption } from "../wish.ts";
import { failureSentence } from "./booking-card.ts";
import { offerDetails, offerLead, offerReasons, wishedWhen } from "./offer-lines.ts";
import { ruleInWords } from "./series-words.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";
import { isForbidding, wordWhyNot } from "./why-not.ts";

/** What a search came to, and what of it is shown. */
export interface OfferAnswer {
  readonly wish: Wish;
  readonly found: Found;
  /** What is new in the list. */
  readonly offers: readonly Offer[];
  /** As they are shown, with those of an earlier list that this one takes the place of. */
  readonly rows: readonly Option[];
  /** Whether these are as wished; else they are near misses. */
  readonly isExact: boolean;
  readonly mayHaveMore: boolean;
  /** Whether it goes on with a list that was shown before. */
  readonly isMore: boolean;
  /** Said first, for instance why the last choice could not be had. */
  readonly before: Card | undefined;
  readonly assumptions: readonly Assumption[];
  /** Under the list, for what can be done besides. */
  readonly blocks: readonly Block[];
  /** More to say under the list. */
  readonly notes: readonly string[];
}

/** What is free, numbered; or that nothing is, as far as that is known. */
export function offerCard(telling: Telling & Pick<Turn, "typed">, answer: OfferAnswer): Card {
  const { words, language } = telling;
  const { before, offers, rows, isExact } = answer;
  const heading = headingOf(answer, telling);
  const first = offers.length > 0 ? rows.at(-offers.length) : undefined;
  const after: Block = first ? optionsOf(answer, telling) : { kind: "text", text: heading };
  const isBad = !first && isBlind(answer.found);
  return simpleCard(language, before?.title ?? heading, {
    tone: before?.tone ?? (isBad ? "bad" : first && isExact ? "good" : "warning"),
    blocks: [
      ...(before?.blocks ?? []),
      ...(first || before ? [after] : []),
      ...stillShown(answer, telling),
      ...answer.blocks,
    ],
    notes: [
      ...answer.assumptions.map((assumption) => wordAssumption(assumption, telling)),
      ...coverage(answer, telling),
      ...reasons(answer, telling),
      ...answer.notes,
      first
        ? words.howToTake(
            telling.typed(String(first.number)),
            answer.mayHaveMore ? telling.typed(telling.language === "zh" ? "更多" : "more") : undefined,
          )
        : isBad || answer.isMore
          ? ""
          : words.askDifferently,
    ],
  });
}

/** What the list had before, where nothing is new and this answer takes its place. */
const stillShown = ({ offers, rows }: OfferAnswer, { words }: Telling): Block[] =>
  offers.length === 0 && rows.length > 0
    ? [{ kind: "options", heading: words.stillOpen, options: rows }]
    : [];

/** Whether nothing at all could be read, so that nobody knows what is free. */
const isBlind = ({ checked, unread }: Found): boolean => checked === 0 && unread > 0;

function headingOf(answer: OfferAnswer, telling: Telling): string {
  const { found, offers, isExact, wish } = answer;
  const { when } = wish;
  if (offers.length > 0 && isExact)
    return telling.words.freeRooms(wishedWhen(isOneTime(wish) ? [] : offers, when, telling));
  const line = wishedWhen([], when, telling);
  if (offers.length === 0 && isBlind(found)) return blindTitle(found, telling);
  if (offers.length === 0 && answer.isMore)
    return found.unasked > 0 ? telling.words.nothingFits(line) : telling.words.noMore;
  return emptyTitle(answer, line, telling);
}

function blindTitle({ error }: Found, { words }: Telling): string {
  const isFinal = isPlatformError(error, "quota", "unauthorised");
  return isFinal ? failureSentence(error.kind, words) : words.noneRead;
}

/** "Nothing is free" is said only when all rooms were checked. */
function emptyTitle({ found, wish }: OfferAnswer, line: string, { words }: Telling): string {
  const { roomName } = wish;
  if (found.byHand.length > 0) return words.freeByHand(line);
  if (roomName && found.named === 0) return words.noRoomLikeThat(roomName);
  if (roomName && found.whyNot.some(isForbidding)) return words.roomNotForYou(roomName, line);
  if (roomName && found.whyNot.some(isTaken)) return words.roomNotFree(roomName, line);
  if (roomName || found.offers.length > 0 || (found.fitting > 0 && found.checked < found.fitting))
    return words.nothingFits(line);
  return found.fitting === 0 ? words.noRooms : words.nothingFree(line);
}

const isTaken = ({ code }: WhyNot): boolean => code === "busy" || code === "some-meetings";
const isOneTime = ({ when }: Wish): boolean => when.kind === "at" && !when.alternatives;
const isSeries = ({ when }: Wish): boolean => when.kind === "series";

function optionsOf({ before, isExact, rows }: OfferAnswer, { words }: Telling): Block {
  return {
    kind: "options",
    ...(before ? { heading: words.nextBest } : isExact ? {} : { heading: words.nearly }),
    options: rows,
  };
}

/** An offer's words in a list: where there is one time for all, only what lies at another names it. */
export function offerRow(offer: Offer, wish: Wish, isExact: boolean, telling: Telling): OfferRow {
  const showsTime = !isSeries(wish) && (!isOneTime(wish) || !isExact);
  return {
    title: offerNames(offer, telling.words),
    lead: offerLead(offer, telling, showsTime),
    details: offerDetails(offer, telling),
    why: offerReasons(offer, telling),
  };
}

function offerNames(offer: Offer, words: Telling["words"]): string {
  const second = secondPartOf(offer);
  return second ? words.roomsInTurn(offer.room.name, second.room.name) : offer.room.name;
}

/** How many rooms the answer is about, where it is not about all of them. */
function coverage({ found }: OfferAnswer, { words }: Telling): string[] {
  const { checked, unread, unasked, fitting } = found;
  if (checked === 0) return [];
  return [
    ...(unread > 0 ? [words.someUnread(checked, checked + unread)] : []),
    ...(unasked > 0 ? [words.someUnasked(checked, fitting)] : []),
  ];
}

/** What is free for others, by hand or for single meetings: named, without a number. */
function reasons({ found, wish }: OfferAnswer, telling: Telling): string[] {
  const { words, range, language } = telling;
  const singles = found.onlySingle.map(({ name }) => name).join(language === "zh" ? "、" : ", ");
  return [
    ...(found.byHand.length > 0
      ? []
      : found.whyNot.filter((reason) => isForbidding(reason) || reason.code === "some-meetings")
    ).map((reason) => wordWhyNot(reason, telling)),
    ...found.byHand.map(({ room, interval }) =>
      words.bookByHand(isOneTime(wish) || isSeries(wish) ? room.name : `${room.name} (${range(interval)})`),
    ),
    singles && wish.roomName === undefined ? words.seriesLeftOut(singles) : "",
  ];
}

/** What was assumed of the time, in sentences; empty where nothing was. */
export const assumedText = (assumptions: readonly Assumption[], telling: Telling): string =>
  assumptions
    .filter(({ kind }) => kind === "length" || kind === "now" || kind === "start" || kind === "day")
    .map((assumption) => wordAssumption(assumption, telling))
    .join(telling.language === "zh" ? "" : " ");

function wordAssumption(assumption: Assumption, { words, language, length, clock, day }: Telling): string {
  switch (assumption.kind) {
    case "length":
      return words.assumedLength(length(assumption.durationMs));
    case "now":
      return words.assumedNow;
    case "start":
      return words.assumedStart(clock(assumption.instantMs));
    case "day":
      return words.assumedDay(day(assumption.instantMs));
    case "series-end":
      return (assumption.wasSaid ? words.seriesCut : words.seriesEnd)(day(assumption.instantMs));
    case "series-once":
      return words.seriesOnce;
    case "series-needs-time":
      return words.seriesNeedsTime(
        `${ruleInWords(assumption.rule, language)} ${clock(assumption.example.start)}-${clock(assumption.example.end)}`,
      );
    case "clock-change":
      return words.clockChange(clock(assumption.instantMs));
  }
}
