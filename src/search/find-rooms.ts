import { findOffers } from "../availability/find-offers.ts";
import { nearMisses } from "../availability/near-misses.ts";
import type { Offer } from "../availability/offer.ts";
import { rankRooms } from "../availability/rank.ts";
import { matchRooms } from "../availability/rooms-matching.ts";
import type { Wish } from "../availability/wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { MembershipKey, Person, Room, RoomBusy, RoomId, RoomRules } from "../core/model.ts";
import type { Directory } from "../ports/directory.ts";
import { BUSY_BATCH } from "../ports/rooms.ts";
import { localDateOf, workingWindow } from "../time/zone.ts";
import type { FreeBusy } from "./free-busy.ts";
import type { RoomDirectory } from "./room-directory.ts";

/** What a search works with: one platform's rooms and people, and the office's habits. */
export interface SearchTools {
  readonly directory: RoomDirectory;
  readonly freeBusy: FreeBusy;
  readonly people: Directory;
  readonly clock: Clock;
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
  /** The most rooms that one question may ask about. */
  readonly questionRooms: number;
}

export interface Question {
  readonly wish: Wish;
  readonly asker: Person;
  /** How many offers are wanted. */
  readonly limit: number;
  /** Whether near misses are wanted where nothing fits. */
  readonly nearMisses: boolean;
}

/** What a search found, and how much it could see. */
export interface Found {
  readonly offers: readonly Offer[];
  /** Only where there is no offer: what nearly fits, each marked with what differs. */
  readonly nearMisses: readonly Offer[];
  /** Rooms that fit the wish, whatever their busy times. */
  readonly fitting: number;
  /** Fitting rooms whose busy times are known now. */
  readonly checked: number;
  /** Fitting rooms that were asked about and could not be read. */
  readonly unread: number;
  readonly error?: unknown;
}

/** Asked about first, at once: enough for most questions. */
const FIRST_WAVE = 2 * BUSY_BATCH;

/**
 * Looks for rooms, asking for as few busy times as it can: the best ranked first, in waves of a few batches, until
 * enough offers are found. The whole working day is asked for, so that near misses and the next question cost nothing.
 */
export async function findRooms(tools: SearchTools, question: Question): Promise<Found> {
  const { wish, asker, limit } = question;
  const rooms = await tools.directory.rooms(asker);
  const { fitting, others } = matchRooms(rooms, wish);
  const window = windowToAsk(wish, tools);
  const look = new Look(tools, asker, window);

  const ordered = rankRooms(fitting, { wish });
  const seen: Room[] = [];
  let offers: readonly Offer[] = [];
  for (const wave of waves(ordered.slice(0, tools.questionRooms))) {
    await look.at(wave);
    seen.push(...wave);
    offers = await look.allowed((rules, memberships) =>
      findOffers({ ...look.facts(), rooms: seen, rules, ...memberships, wish, limit }),
    );
    if (offers.length >= limit) break;
  }

  let misses: readonly Offer[] = [];
  if (offers.length === 0 && question.nearMisses) {
    const left = tools.questionRooms - seen.length;
    const next = [...others].sort((a, b) => a.missing.length - b.missing.length).map(({ room }) => room);
    await look.at(next.slice(0, Math.min(left, FIRST_WAVE)));
    misses = await look.allowed((rules, memberships) =>
      nearMisses({ ...look.facts(), rooms, rules, ...memberships, wish, limit }).filter(isOneRoom),
    );
  }

  const answers = seen.map((room) => look.busy.get(room.id)?.known);
  return {
    offers,
    nearMisses: misses,
    fitting: fitting.length,
    checked: answers.filter((known) => known === true).length,
    unread: answers.filter((known) => known === false).length,
    ...(look.error === undefined ? {} : { error: look.error }),
  };
}

/** A plan that changes rooms halfway would be two bookings behind one number. */
const isOneRoom = (offer: Offer): boolean => !offer.differs.some(({ kind }) => kind === "handover");

/** What one search has learnt so far. */
class Look {
  readonly busy = new Map<RoomId, RoomBusy>();
  error: unknown;
  readonly #rules = new Map<RoomId, RoomRules>();
  readonly #rulesAsked = new Set<RoomId>();
  #memberships: readonly MembershipKey[] | undefined;

  constructor(
    private readonly tools: SearchTools,
    private readonly asker: Person,
    private readonly window: Interval,
  ) {}

  facts() {
    const { clock, zone, workingMinutes } = this.tools;
    return { busy: this.busy, now: clock.now(), zone, workingMinutes, asked: this.window };
  }

  async at(rooms: readonly Room[]): Promise<void> {
    if (rooms.length === 0) return;
    const ids = rooms.map((room) => room.id);
    const answer = await this.tools.freeBusy.ask(ids, this.window, this.asker);
    for (const [id, busy] of answer.busy) this.busy.set(id, busy);
    this.error ??= answer.error;
  }

  /**
   * The offers that `choose` makes once the rules of every offered room are known. Rules cost a call each, so they
   * are read only for rooms that would be offered; what they forbid makes room for the next best.
   */
  async allowed(
    choose: (
      rules: ReadonlyMap<RoomId, RoomRules>,
      memberships: { memberships?: readonly MembershipKey[] },
    ) => readonly Offer[],
  ): Promise<readonly Offer[]> {
    for (;;) {
      const offers = choose(this.#rules, this.#memberships ? { memberships: this.#memberships } : {});
      const unknown = offers.map((offer) => offer.room.id).filter((id) => !this.#rulesAsked.has(id));
      if (unknown.length === 0) return offers;
      for (const id of unknown) this.#rulesAsked.add(id);
      const learnt = await this.tools.directory.rules(unknown, this.asker);
      for (const [id, rules] of learnt) this.#rules.set(id, rules);
      const needsMemberships = [...learnt.values()].some((rules) => typeof rules.access === "object");
      if (needsMemberships) {
        this.#memberships ??= await this.tools.people.membershipsOf(this.asker.id).catch(() => undefined);
      }
    }
  }
}

function* waves(rooms: readonly Room[]): Generator<Room[]> {
  for (let at = 0; at < rooms.length; at += FIRST_WAVE) yield rooms.slice(at, at + FIRST_WAVE);
}

/** The wish with the working days around it: one question about a day answers the next ones about it too. */
function windowToAsk(wish: Wish, tools: SearchTools): Interval {
  const wanted =
    wish.when.kind === "at" ? [wish.when.interval, ...(wish.when.alternatives ?? [])] : wish.when.windows;
  const days = wanted.flatMap((interval) =>
    [interval.start, interval.end - 1].map((ms) =>
      workingWindow(localDateOf(ms, tools.zone), tools.workingMinutes, tools.zone),
    ),
  );
  const all = [...wanted, ...days];
  return {
    start: Math.min(...all.map((interval) => interval.start)),
    end: Math.max(...all.map((interval) => interval.end)),
  };
}
