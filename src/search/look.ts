import { type Offer, secondPartOf } from "../availability/offer.ts";
import { doubt } from "../availability/rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Interval } from "../core/interval.ts";
import type { MembershipKey, Person, Room, RoomBusy, RoomId, RoomRules } from "../core/model.ts";
import type { Directory } from "../ports/directory.ts";
import type { FreeBusy } from "./free-busy.ts";
import type { RoomDirectory } from "./room-directory.ts";

interface LookTools {
  readonly directory: RoomDirectory;
  readonly freeBusy: FreeBusy;
  readonly people: Directory;
  readonly clock: Clock;
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
}

/** What offers are made from, as far as it is known by now. */
export interface LookFacts {
  readonly busy: ReadonlyMap<RoomId, RoomBusy>;
  readonly rules: ReadonlyMap<RoomId, RoomRules>;
  readonly memberships?: readonly MembershipKey[];
  readonly canAskApproval?: boolean;
  readonly bookable?: ReadonlySet<RoomId>;
  readonly now: number;
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
  readonly asked: Interval;
}

/** What one search has learnt so far. */
export class Look {
  error: unknown;
  readonly #busy = new Map<RoomId, RoomBusy>();
  readonly #rules = new Map<RoomId, RoomRules>();
  readonly #rulesAsked = new Set<RoomId>();
  #memberships: readonly MembershipKey[] | undefined;
  #canAskApproval: boolean | undefined;
  #bookable: ReadonlySet<RoomId> | undefined;

  constructor(
    private readonly tools: LookTools,
    private readonly asker: Person,
    private readonly window: Interval,
    /** How old busy times may be at most, where that is less than the month's budget would have it. */
    private readonly mostMs = Number.POSITIVE_INFINITY,
  ) {}

  facts(): LookFacts {
    const { clock, zone, workingMinutes } = this.tools;
    return {
      busy: this.#busy,
      rules: this.#rules,
      ...(this.#memberships && { memberships: this.#memberships }),
      ...(this.#canAskApproval !== undefined && { canAskApproval: this.#canAskApproval }),
      ...(this.#bookable && { bookable: this.#bookable }),
      now: clock.now(),
      zone,
      workingMinutes,
      asked: this.window,
    };
  }

  isKnown({ id }: Room): boolean {
    return this.#busy.get(id)?.known === true;
  }

  /** Asks for the rooms' busy times; `false` where not one could be read, because the vendor fails. */
  async at(rooms: readonly Room[]): Promise<boolean> {
    if (rooms.length === 0) return true;
    const ids = rooms.map((room) => room.id);
    const answer = await this.tools.freeBusy.ask(ids, this.window, this.asker, this.mostMs);
    for (const [id, busy] of answer.busy) this.#busy.set(id, busy);
    this.error ??= answer.error;
    return answer.error === undefined || rooms.some((room) => this.isKnown(room));
  }

  /**
   * The offers that `choose` makes once the rules of every offered room are known. Rules cost a call each, so they
   * are read only for rooms that would be offered; what they forbid makes room for the next best.
   */
  async allowed(choose: (facts: LookFacts) => readonly Offer[]): Promise<readonly Offer[]> {
    for (;;) {
      const offers = choose(this.facts());
      const unknown = offers.flatMap(roomsOf).filter(({ id }) => !this.#rulesAsked.has(id));
      if (unknown.length === 0) return offers;
      await this.readRules(unknown);
    }
  }

  /** Learns the rooms' rules, who the asker is to them where they name people, and whether their approvers can be asked. */
  async readRules(rooms: readonly Room[]): Promise<void> {
    const ids = rooms.map(({ id }) => id);
    for (const id of ids) this.#rulesAsked.add(id);
    const learnt = await this.tools.directory.rules(ids, this.asker);
    for (const [id, rules] of learnt) this.#rules.set(id, rules);
    const needsApprover = [...learnt.values()].some(({ approval }) => approval !== "none");
    if (needsApprover) this.#canAskApproval ??= await this.tools.directory.canAskApproval(this.asker);
    const needsMemberships = [...learnt.values()].some((rules) => typeof rules.access === "object");
    if (needsMemberships) {
      this.#memberships ??= await this.tools.people.membershipsOf(this.asker.id).catch(() => undefined);
    }
    const isInDoubt = ids.some((id) => {
      const rules = learnt.get(id);
      return !rules || doubt(rules, { memberships: this.#memberships });
    });
    if (isInDoubt) this.#bookable ??= await this.tools.directory.bookableBy(this.asker);
  }
}

/** The offer's room, and the one that it goes on in. */
function roomsOf(offer: Offer): Room[] {
  const second = secondPartOf(offer);
  return second ? [offer.room, second.room] : [offer.room];
}
