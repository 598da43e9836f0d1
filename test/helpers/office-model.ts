/** A time of tomorrow, in minutes of the local day. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** A room that somebody has, and when. */
export interface Hold extends Slot {
  readonly room: string;
}

/** What the whole machinery comes down to: who has which room when, and what each was offered last. */
export class OfficeModel {
  readonly #holds = new Map<string, readonly Hold[]>();
  /** By number; `undefined` is one that the model does not follow (a plan of two rooms). */
  readonly offers = new Map<string, readonly (Hold | undefined)[]>();

  /** Each person's bookings as they were listed last: what is said by number is meant by that list. */
  readonly listed = new Map<string, readonly Hold[]>();

  constructor(readonly rooms: readonly string[]) {}

  /** In the order in which the bot lists them. */
  holdsOf(person: string): readonly Hold[] {
    return this.#holds.get(person) ?? [];
  }

  hold(person: string, hold: Hold): void {
    const holds = [...this.holdsOf(person), hold];
    this.#holds.set(
      person,
      holds.sort((one, other) => one.from - other.from),
    );
  }

  release(person: string, hold: Hold): void {
    this.#holds.set(
      person,
      this.holdsOf(person).filter((one) => one !== hold),
    );
  }

  /** Whether a room is free there for whoever has `but`. */
  isFree({ room, from, to }: Hold, but?: Hold): boolean {
    return [...this.#holds.values()]
      .flat()
      .every((one) => one === but || one.room !== room || one.to <= from || one.from >= to);
  }

  freeRooms(slot: Slot, but?: Hold): string[] {
    return this.rooms.filter((room) => this.isFree({ ...slot, room }, but));
  }

  /** Whether this would be a second meeting of a person's from the same minute on, of which the bot asks which is meant. */
  beginsWithAnother(person: string, { from }: Pick<Slot, "from">, but?: Hold): boolean {
    return this.holdsOf(person).some((hold) => hold !== but && hold.from === from);
  }
}
