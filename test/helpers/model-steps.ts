import type { AsyncCommand } from "fast-check";
import { expect } from "vitest";
import { localMinuteOf } from "../../src/time/zone.ts";
import type { VendorName } from "./office.ts";
import type { Hold, OfficeModel, Slot } from "./office-model.ts";
import { expectTruth, madeSince, type OpenOffice } from "./truth.ts";

/** The real thing, with which the model is compared. */
export interface Reality {
  readonly office: OpenOffice;
  readonly vendor: VendorName;
  readonly people: readonly string[];
  readonly before: ReadonlySet<string>;
}

/** Somebody says something; the answer, and then the world, must be what the model says. */
abstract class Saying implements AsyncCommand<OfficeModel, Reality> {
  #said: string | undefined;

  constructor(protected readonly person: string) {}

  abstract check(model: Readonly<OfficeModel>): boolean;
  protected abstract words(model: OfficeModel): string;
  /** Compares the answer with the model, and takes over into the model what it said was done. */
  protected abstract heard(answer: string, model: OfficeModel): void;

  async run(model: OfficeModel, reality: Reality): Promise<void> {
    this.#said = this.words(model);
    const { text } = await reality.office.at(reality.vendor, this.person).say(this.#said);
    this.heard(text, model);
    await reality.office.pass(0);
    expectAgreement(model, reality);
  }

  toString(): string {
    return `${this.person}: ${this.#said ?? "(not said)"}`;
  }
}

/** Asks for a room; exactly the rooms that are free are offered as such, and nothing that is taken as coming close. */
export class Find extends Saying {
  constructor(
    person: string,
    private readonly slot: Slot,
  ) {
    super(person);
  }

  check = (): boolean => true;

  protected words = (): string => `free room tomorrow ${rangeOf(this.slot)}`;

  protected heard(answer: string, model: OfficeModel): void {
    const free = model.freeRooms(this.slot);
    expect(/^Free: /.test(answer), `${free.length} rooms are free; the answer was:\n${answer}`).toBe(
      free.length > 0,
    );
    const options = optionsOf(answer, this.slot);
    const exact = options.flatMap((one) => (one && isSameSlot(one, this.slot) ? one.room : []));
    expect(exact.sort(), answer).toEqual(free);
    noteOffer(this.person, options, model, answer);
  }
}

/** Takes one of the last list (of however many it has): it is booked, unless somebody was faster. */
export class Take extends Saying {
  constructor(
    person: string,
    private readonly pick: number,
  ) {
    super(person);
  }

  check(model: OfficeModel): boolean {
    const { option } = this.#chosen(model);
    return option !== undefined && !model.beginsWithAnother(this.person, option);
  }

  #chosen(model: OfficeModel) {
    const options = model.offers.get(this.person) ?? [];
    const at = this.pick % options.length;
    return { number: at + 1, option: options[at] };
  }

  protected words = (model: OfficeModel): string => `book ${this.#chosen(model).number}`;

  protected heard(answer: string, model: OfficeModel): void {
    const { option } = this.#chosen(model);
    if (!option) throw new Error("a number was said that no list has");
    model.offers.delete(this.person);
    if (!model.isFree(option)) {
      expect(answer).toContain(`${option.room} is not booked`);
      noteOffer(this.person, optionsOf(answer, option), model, answer);
      return;
    }
    expectHeading(answer, `Booked: ${option.room}`, option);
    model.hold(this.person, option);
  }
}

/** Names a room and a time: where it is free, it is booked without another question; else others are offered. */
export class Name extends Saying {
  constructor(
    person: string,
    private readonly hold: Hold,
  ) {
    super(person);
  }

  check(model: OfficeModel): boolean {
    return !model.beginsWithAnother(this.person, this.hold);
  }

  protected words = (): string => `book ${this.hold.room} tomorrow ${rangeOf(this.hold)}`;

  protected heard(answer: string, model: OfficeModel): void {
    model.offers.delete(this.person);
    if (model.isFree(this.hold)) {
      expectHeading(answer, `Booked: ${this.hold.room}`, this.hold);
      model.hold(this.person, this.hold);
    } else {
      expect(answer).not.toContain("Booked: ");
      noteOffer(this.person, optionsOf(answer, this.hold), model, answer);
    }
  }
}

/** Something that is done to one of a person's bookings (of however many there are), by its number in their list. */
abstract class OnBooking extends Saying {
  constructor(
    person: string,
    private readonly pick: number,
  ) {
    super(person);
  }

  check(model: OfficeModel): boolean {
    const { hold } = this.#chosen(model);
    const isHeld = hold !== undefined && model.holdsOf(this.person).includes(hold);
    return isHeld && this.isClear(hold, model);
  }

  #chosen(model: OfficeModel) {
    const listed = model.listed.get(this.person) ?? model.holdsOf(this.person);
    const at = this.pick % listed.length;
    return { number: at + 1, hold: listed[at] };
  }

  /** Whether the bot has nothing to ask back. */
  protected isClear(_hold: Hold, _model: OfficeModel): boolean {
    return true;
  }

  protected words = (model: OfficeModel): string => this.ask(this.#chosen(model).number);

  protected abstract ask(number: number): string;

  protected heard(answer: string, model: OfficeModel): void {
    const { hold } = this.#chosen(model);
    if (!hold) throw new Error("a booking was named that the person does not have");
    this.changed(answer, model, hold);
  }

  protected abstract changed(answer: string, model: OfficeModel, hold: Hold): void;
}

export class Cancel extends OnBooking {
  protected ask = (number: number): string => `cancel ${number}`;

  protected changed(answer: string, model: OfficeModel, hold: Hold): void {
    expectHeading(answer, `Cancelled: ${hold.room}`, hold);
    model.release(this.person, hold);
  }
}

/** Something that is changed of the one booking that the person has of a room. */
abstract class Change extends Saying {
  constructor(
    person: string,
    private readonly pick: number,
  ) {
    super(person);
  }

  check(model: OfficeModel): boolean {
    const hold = this.#hold(model);
    if (!hold) return false;
    const isOnly = model.holdsOf(this.person).every((one) => one === hold || one.room !== hold.room);
    return isOnly && this.isClear(hold, model);
  }

  #hold(model: OfficeModel): Hold | undefined {
    const holds = model.holdsOf(this.person);
    return holds[this.pick % holds.length];
  }

  protected words(model: OfficeModel): string {
    const hold = this.#hold(model);
    return hold ? this.ask(hold) : "";
  }

  protected heard(answer: string, model: OfficeModel): void {
    const hold = this.#hold(model);
    if (!hold) throw new Error("a booking was named that the person does not have");
    // Other rooms, or other lengths, may have been offered instead: for this booking, not for a new one.
    model.offers.delete(this.person);
    const wanted = this.wanted(hold);
    if (!model.isFree(wanted, hold)) {
      expect(answer, `somebody else has it; the answer was:\n${answer}`).not.toMatch(DONE);
      return;
    }
    expectHeading(answer, this.heading(wanted), wanted);
    model.release(this.person, hold);
    model.hold(this.person, wanted);
  }

  /** Whether the bot has nothing to ask back. */
  protected abstract isClear(hold: Hold, model: OfficeModel): boolean;
  protected abstract ask(hold: Hold): string;
  protected abstract wanted(hold: Hold): Hold;
  protected abstract heading(wanted: Hold): string;
}

const DONE = /^(?:Extended|Moved|Booked): /m;

export class Extend extends Change {
  protected isClear = (): boolean => true;
  protected ask = ({ room }: Hold): string => `extend ${room} by 30m`;
  protected wanted = (hold: Hold): Hold => ({ ...hold, to: hold.to + 30 });
  protected heading = ({ room }: Hold): string => `Extended: ${room}`;
}

export class Move extends Change {
  constructor(
    person: string,
    pick: number,
    private readonly from: number,
  ) {
    super(person, pick);
  }

  protected isClear = (hold: Hold, model: OfficeModel): boolean =>
    hold.from !== this.from && !model.beginsWithAnother(this.person, { from: this.from }, hold);
  protected ask = ({ room }: Hold): string => `move ${room} to tomorrow ${clockOf(this.from)}`;
  protected wanted = ({ room, from, to }: Hold): Hold => ({
    room,
    from: this.from,
    to: this.from + to - from,
  });
  protected heading = ({ room }: Hold): string => `Moved: ${room}`;
}

export class Swap extends Change {
  constructor(
    person: string,
    private readonly room: string,
  ) {
    super(person, 0);
  }

  /** While a list is open, another room that is named without a booking is one for the list. */
  protected isClear = (hold: Hold, model: OfficeModel): boolean =>
    hold.room !== this.room &&
    model.holdsOf(this.person).length === 1 &&
    (model.listed.get(this.person)?.[0] ?? hold) === hold;
  protected ask = (): string => `swap 1 for ${this.room}`;
  protected wanted = (hold: Hold): Hold => ({ ...hold, room: this.room });
  protected heading = ({ room }: Hold): string => `Booked: ${room}`;
}

/** Looks at the list of bookings. */
export class Mine extends Saying {
  check = (model: Readonly<OfficeModel>): boolean => model.holdsOf(this.person).length > 0;

  protected words = (): string => "my bookings";

  protected heard(answer: string, model: OfficeModel): void {
    const listed = optionsOf(answer, { from: 0, to: 0 });
    expect(listed, answer).toEqual(model.holdsOf(this.person));
    model.listed.set(this.person, model.holdsOf(this.person));
  }
}

/** The world must be what the model says, and everybody must know what is theirs of it. */
function expectAgreement(model: OfficeModel, { office, people, before }: Reality): void {
  const { zone } = office.world.office;
  const minutes = (ms: number) => minutesOf(localMinuteOf(ms, zone).slice(11));
  const world = madeSince(office, before).flatMap(({ rooms, start, end }) =>
    rooms.map(({ roomKey }) => ({
      room: office.world.room(roomKey).name,
      from: minutes(start),
      to: minutes(end),
    })),
  );
  expect(shown(world), "the world against the model").toEqual(
    shown(people.flatMap((person) => model.holdsOf(person))),
  );
  for (const person of people) expectTruth(office, before, person, { settled: true });
}

const shown = (holds: readonly Hold[]): string[] =>
  holds.map((hold) => `${hold.room} ${rangeOf(hold)}`).sort();

function expectHeading(answer: string, heading: string, slot: Slot): void {
  const [first, second] = answer.split("\n");
  expect([first, CLOCK_RANGE.exec(second ?? "")?.[0]], answer).toEqual([heading, rangeOf(slot)]);
}

/** Whatever is offered must be free. */
function noteOffer(
  person: string,
  options: readonly (Hold | undefined)[],
  model: OfficeModel,
  answer: string,
): void {
  for (const option of options)
    if (option) expect(model.isFree(option), `an offer that is taken in:\n${answer}`).toBe(true);
  model.offers.set(person, options);
}

const CLOCK_RANGE = /(\d\d:\d\d)–(\d\d:\d\d)/;

/** The numbered lines of an answer, each with its own time where it names one; plans of several rooms are left out. */
function optionsOf(answer: string, usual: Slot): (Hold | undefined)[] {
  const lines = answer.split("\n");
  return lines.flatMap((line, at) => {
    const room = /^\d+\. (.+)$/.exec(line)?.[1];
    if (room === undefined) return [];
    if (room.includes(", then ")) return [undefined];
    const [, from, to] = CLOCK_RANGE.exec(lines[at + 1] ?? "") ?? [];
    return [{ ...(from && to ? { from: minutesOf(from), to: minutesOf(to) } : usual), room }];
  });
}

const isSameSlot = (one: Slot, other: Slot): boolean => one.from === other.from && one.to === other.to;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const rangeOf = ({ from, to }: Slot): string => `${clockOf(from)}–${clockOf(to)}`;
