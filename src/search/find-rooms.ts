import { whyNot } from "../availability/explain.ts";
import { findOffers } from "../availability/find-offers.ts";
import { habitsOf } from "../availability/habits.ts";
import type { Offer } from "../availability/offer.ts";
import { rankRooms } from "../availability/rank.ts";
import { matchRooms, namedRooms } from "../availability/rooms-matching.ts";
import type { Taste } from "../availability/taste.ts";
import type { WhyNot } from "../availability/why-not.ts";
import type { Wish } from "../availability/wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Person, PersonId, Room, RoomId } from "../core/model.ts";
import type { Directory } from "../ports/directory.ts";
import { comeNear } from "./come-near.ts";
import { isEnough, isEnoughAtOnce, offersWanted } from "./enough.ts";
import type { FreeBusy } from "./free-busy.ts";
import { EXACT_MS } from "./freshness.ts";
import { byHand, onlySingle } from "./left-out.ts";
import { Look } from "./look.ts";
import type { RecentOffers } from "./recent-offers.ts";
import type { RoomDirectory } from "./room-directory.ts";
import { expectedShare, isWorthAsking, waveSize } from "./waves.ts";
import { windowToAsk } from "./window-to-ask.ts";

/** What people usually take. */
export interface Habits {
  /** The rooms of the person's last bookings, one entry a booking. */
  roomsBooked(personId: PersonId): Promise<readonly RoomId[]>;
}

/** What a search works with: one platform's rooms and people, and the office's habits. */
export interface SearchTools {
  readonly directory: RoomDirectory;
  readonly freeBusy: FreeBusy;
  readonly people: Directory;
  readonly habits: Habits;
  readonly recentOffers: RecentOffers;
  readonly clock: Clock;
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
  /** ISO weekdays, 1 is Monday. */
  readonly workingDays: readonly number[];
  /** The most rooms that one question may ask about. */
  readonly questionRooms: number;
}

export interface Question {
  readonly wish: Wish;
  readonly asker: Person;
  /** The most offers that are wanted, those shown before included. */
  readonly limit: number;
  /** Offers of this wish that were shown before and may be found again. */
  readonly shown?: number;
  /** Whether near misses are wanted where nothing fits. */
  readonly nearMisses: boolean;
  /** Whether the person's choice was refused, and whatever can be had instead is welcome. */
  readonly isNextBest?: boolean;
  /** Whether only what is known from this moment counts, whatever the calls. */
  readonly isExact?: boolean;
  /** Fitting rooms that earlier answers to this wish are done with: they are not asked about again. */
  readonly passed?: readonly RoomId[];
  /** Told while rooms are being asked about. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a search has come, in fitting rooms: `checked` of `of` were looked at, and `found` offers are there. */
export interface Progress {
  readonly checked: number;
  readonly of: number;
  readonly found: number;
}

/** What a search found, and how much it could see. */
export interface Found {
  readonly offers: readonly Offer[];
  /**
   * Where there is no offer, not enough of them at once, or none that needs no approval: what nearly fits, each marked
   * with what differs. Offers that need approval are among them.
   */
  readonly nearMisses: readonly Offer[];
  /** What is free as wished and can be booked by hand in the vendor's client only. */
  readonly byHand: readonly Offer[];
  /** Of a series: what is free for all of it, and takes single meetings only. */
  readonly onlySingle: readonly Room[];
  /** Why the one room that was named cannot be had; empty where it can, or none was named. */
  readonly whyNot: readonly WhyNot[];
  /** Rooms that the wish's name means; 0 where it names none. */
  readonly named: number;
  /** Rooms that fit the wish, whatever their busy times. */
  readonly fitting: number;
  /** Fitting rooms whose busy times are known, those that were passed included. */
  readonly checked: number;
  /** Fitting rooms that were to be asked about and could not be read. */
  readonly unread: number;
  /** Fitting rooms that one question may not ask about any more, although there are not enough offers yet. */
  readonly unasked: number;
  /** There may be more offers as wished: not all fitting rooms were asked about, or there were more than wanted. */
  readonly hasMore: boolean;
  /** Rooms of which everything has been offered: `passed` of the question that goes on from here. */
  readonly passed: readonly RoomId[];
  readonly error?: unknown;
}

/**
 * Looks for rooms, asking for as few busy times as it can. What is known already costs nothing and comes first; then
 * the best ranked are asked about, in waves as large as the hour is busy, until there is a good choice.
 */
export async function findRooms(tools: SearchTools, question: Question): Promise<Found> {
  const { wish, asker, limit } = question;
  const [rooms] = await Promise.all([tools.directory.rooms(asker), tools.freeBusy.catchUp()]);
  const { fitting, others } = matchRooms(rooms, wish);
  const window = windowToAsk(wish, tools);
  // Whoever names a room wants to know how it is now.
  const mostMs = wish.roomName !== undefined || question.isExact ? EXACT_MS : Number.POSITIVE_INFINITY;
  const look = new Look(tools, asker, window, mostMs);

  const before = question.passed ?? [];
  const taste = await tasteOf(tools, question, rooms);
  const ordered = rankRooms(fitting, taste).filter(({ id }) => !before.includes(id));
  const isKnown = tools.freeBusy.knownIn(window, mostMs);
  const free = ordered.filter(({ id }) => isKnown(id));
  const unknown = ordered.filter(({ id }) => !isKnown(id));
  const planned = unknown.slice(0, tools.questionRooms);
  const seen: Room[] = [];
  let offers: readonly Offer[] = [];
  let isBroken = false;
  let asked = 0;
  for (let wave = free; ; ) {
    isBroken = !(await look.at(wave));
    if (isBroken) break;
    seen.push(...wave);
    offers = await look.allowed((facts) => findOffers({ ...facts, ...taste, rooms: seen, limit }));
    question.onProgress?.({
      checked: before.length + seen.length,
      of: fitting.length,
      found: offers.length,
    });
    const next = planned.slice(asked);
    if (next.length === 0) break;
    const couldBeBetter = asked === 0 && !question.isNextBest && isWorthAsking(next, offers, taste);
    if (isEnough(offers, question) && !couldBeBetter) break;
    const wanting = offersWanted(question) - offers.length;
    const size = waveSize({
      wanting,
      seen: seen.length,
      found: offers.length,
      batch: tools.freeBusy.batch,
      expected: expectedShare(wish),
    });
    wave = next.slice(0, size);
    asked += wave.length;
  }

  const left = isBroken ? 0 : tools.questionRooms - asked;
  const isAllAsked = unknown.length === planned.length;
  const misses =
    question.nearMisses && !isEnoughAtOnce(offers, wish)
      ? await comeNear(look, tools, question, {
          rooms,
          others,
          taste,
          offers,
          left,
          again: isAllAsked ? ordered : [],
        })
      : [];

  const named = namedRooms(rooms, wish);
  const [only] = named;
  const isDone = isEnough(offers, question);
  const known = seen.filter((room) => look.isKnown(room));
  return {
    offers,
    nearMisses: misses,
    byHand: byHand(seen, look.facts(), wish),
    onlySingle: onlySingle(seen, look.facts(), wish),
    named: named.length,
    whyNot:
      offers.length === 0 && only && named.length === 1 ? whyNot(only, { ...look.facts(), rooms, wish }) : [],
    fitting: fitting.length,
    checked: before.length + known.length,
    unread: (isBroken ? free.length + planned.length : seen.length) - known.length,
    hasMore: asked < unknown.length || offers.length > limit - (wish.roomCount ?? 1),
    unasked: isDone ? 0 : unknown.length - planned.length,
    passed: isDone ? before : [...before, ...known.map(({ id }) => id)],
    ...(look.error === undefined ? {} : { error: look.error }),
  };
}

/** What is known of the asker's habits, and what others may be about to take. */
async function tasteOf(
  { habits, recentOffers }: SearchTools,
  { wish, asker }: Question,
  rooms: readonly Room[],
): Promise<Taste> {
  return {
    wish,
    ...habitsOf(rooms, await habits.roomsBooked(asker.id)),
    recentlyOfferedRoomIds: recentOffers.toOthersThan(asker.id, wish),
  };
}
