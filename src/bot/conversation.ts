import type { Wish } from "../availability/wish.ts";
import type { Booking } from "../booking/bookings.ts";
import type { Interval } from "../core/interval.ts";
import type { Json } from "../core/json.ts";
import type { ChatId, EventId, Person, PersonId, PlatformName, RoomId } from "../core/model.ts";
import type { Storage } from "../ports/storage.ts";
import type { Language } from "../time/format.ts";
import { keptAction, type StoredAction } from "./actions/stored-action.ts";
import type { Decision } from "./handlers/decision.ts";

/** An offer, and a question, last this long from the answer that last showed them. */
const OPEN_MS = 15 * 60_000;
const SPOKEN_MS = 24 * 60 * 60_000;

/** One numbered choice of an offer. */
export interface OfferedRoom extends Interval {
  readonly number: number;
  readonly room: { readonly id: RoomId; readonly name: string; readonly place: string };
  readonly needsApproval: boolean;
  /** Whether its rules say for certain that a person has to approve. */
  readonly isForApproval?: true;
  /** Where the meeting goes on: a plan that changes rooms on the way takes both. */
  readonly second?: SecondRoom;
  /** Of a series, whose first meeting in this room the interval is: the wished meetings that the room does not have. */
  readonly skips?: readonly Interval[];
  /** How it was shown, to be shown once more. */
  readonly row?: OfferRow;
}

/** The words of an offered room, in a list. */
export interface OfferRow {
  readonly title: string;
  /** Its own time, and how it differs from the wish. */
  readonly lead?: readonly string[];
  readonly details: readonly string[];
  /** Why it stands where it stands. */
  readonly why: readonly string[];
  /** Its day, as a line of signs. */
  readonly strip?: string;
}

/** The room for the rest of a meeting. */
export interface SecondRoom extends Interval {
  readonly room: OfferedRoom["room"];
}

/** Something that was booked from a list: a room, or two one after the other. */
export interface Taken extends Interval {
  readonly number: number;
  /** As it was said. */
  readonly rooms: string;
  readonly eventIds: readonly EventId[];
}

/** The offer, with this taken from it too. */
export const withTaken = (offer: OpenOffer, taken: Taken): OpenOffer => ({
  ...offer,
  taken: [...(offer.taken ?? []), taken],
});

/** The first option that is not taken yet, at the time of the last that was, if there is one. */
export function nextToTake({ options, taken = [] }: OpenOffer): number {
  const open = options.filter(({ number }) => taken.every((one) => one.number !== number));
  const last = taken.at(-1);
  const beside = open.find(({ start, end }) => start === last?.start && end === last.end);
  return (beside ?? open[0])?.number ?? 1;
}

/** What was last offered to a person in a chat. Taking as many as were wished for closes it; a new wish replaces it. */
export interface OpenOffer {
  readonly id: string;
  readonly wish: Wish;
  readonly options: readonly OfferedRoom[];
  readonly attendees: readonly Person[];
  /** Named without a mention: they are invited only once the person says so. */
  readonly named?: readonly Person[];
  readonly title?: string;
  readonly language: Language;
  /** Rooms of which everything is offered already: `more` goes on with the others. */
  readonly passed: readonly RoomId[];
  /** What was booked from it, in order. As many as were wished for close it: then a number asks "swap, or one more room?". */
  readonly taken?: readonly Taken[];
  /** Whether these are near misses, none of which is as wished: `more` goes on with further ones. */
  readonly isNear?: boolean;
  /** The booking that is changed by taking one of them: it gets that room and that time. */
  readonly swaps?: Booking;
}

/** How many rooms of the wish are still to be taken; none closes the list. */
export const stillToTake = ({ wish, taken = [] }: OpenOffer): number =>
  Math.max(0, (wish.roomCount ?? 1) - taken.length);

/** A numbered question that waits for an answer. */
export interface Question {
  /** Told by the buttons that answer it; absent where there are none. */
  readonly id?: string;
  /** The language in which it was asked. */
  readonly language: Language;
  /** What each number stands for, from 1. */
  readonly choices: readonly Decision[];
  /** Whether a plain yes stands for the first. */
  readonly takesYes?: boolean;
  /** Asked beside a list that stays open: numbers beyond the choices are the list's, and a no drops the question alone. */
  readonly isAside?: { readonly dropped: string };
  /** It is asked for words: they are the reason for this. */
  readonly reasonFor?: Decision;
}

/** What is open between the bot and one person in one chat. */
export class Conversation {
  readonly #suffix: string;

  constructor(
    private readonly storage: Storage,
    platform: PlatformName,
    chatId: ChatId,
    personId: PersonId,
  ) {
    this.#suffix = `${platform}:${chatId}:${personId}`;
  }

  /** The language of what is open, else what was spoken last: a bare number is answered in it. */
  async language(): Promise<Language | undefined> {
    const open = (await this.question())?.language ?? (await this.offer())?.language;
    return open ?? this.#get<Language>("spoke");
  }

  /** Notes in which language the person has just written. */
  async spoke(language: Language): Promise<void> {
    if ((await this.#get<Language>("spoke")) === language) return;
    await this.storage.write([{ key: `spoke:${this.#suffix}`, value: language, ttlMs: SPOKEN_MS }]);
  }

  offer(): Promise<OpenOffer | undefined> {
    return this.#get<OpenOffer>("offer");
  }

  question(): Promise<Question | undefined> {
    return this.#get<Question>("question");
  }

  /** Shows an offer: it replaces the one before, and any question. */
  async open(offer: OpenOffer, actions: ReadonlyMap<string, StoredAction> = new Map()): Promise<void> {
    await this.storage.write([
      { key: `offer:${this.#suffix}`, value: offer as unknown as Json, ttlMs: OPEN_MS },
      { key: `question:${this.#suffix}`, value: undefined },
      ...[...actions].map(keptAction),
    ]);
  }

  /** Keeps what buttons stand for. */
  async keepActions(actions: ReadonlyMap<string, StoredAction>): Promise<void> {
    if (actions.size > 0) await this.storage.write([...actions].map(keptAction));
  }

  async ask(question: Question): Promise<void> {
    await this.storage.write([
      { key: `question:${this.#suffix}`, value: question as unknown as Json, ttlMs: OPEN_MS },
    ]);
  }

  /** Notes which bookings were shown last, in the order of their numbers. */
  async list(bookings: readonly Booking[]): Promise<void> {
    const value = bookings.map(({ eventId }) => eventId);
    await this.storage.write([{ key: `listed:${this.#suffix}`, value, ttlMs: OPEN_MS }]);
  }

  /** The events of the bookings that were shown last, while their numbers are good. */
  listed(): Promise<readonly EventId[] | undefined> {
    return this.#get<readonly EventId[]>("listed");
  }

  /** Drops the question, and with `all` the offer too; says whether anything was open. */
  async drop(what: "question" | "all"): Promise<boolean> {
    const wasOpen = Boolean((await this.question()) ?? (what === "all" ? await this.offer() : undefined));
    if (!wasOpen) return false;
    await this.storage.write([
      { key: `question:${this.#suffix}`, value: undefined },
      ...(what === "all" ? [{ key: `offer:${this.#suffix}`, value: undefined }] : []),
    ]);
    return true;
  }

  /** A booking was changed: what was asked, and what was offered for it, is about how it was before. */
  async outdate(eventId: EventId): Promise<void> {
    const isForIt = (await this.offer())?.swaps?.eventId === eventId;
    await this.drop(isForIt ? "all" : "question");
  }

  async #get<T>(kind: string): Promise<T | undefined> {
    return (await this.storage.get(`${kind}:${this.#suffix}`)) as unknown as T | undefined;
  }
}
