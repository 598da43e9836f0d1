import { expect } from "vitest";
import { bookRoom } from "../../src/booking/book-room.ts";
import { bookTogether } from "../../src/booking/book-together.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import type {
  BookingOutcome,
  ChangeOutcome,
  GiveBackOutcome,
  SwapOutcome,
  TogetherOutcome,
} from "../../src/booking/outcomes.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import {
  type Bench,
  booking,
  createBench,
  everest,
  HOUR_MS,
  haveBooking,
  k2,
  me,
  request,
  START,
} from "./bench.ts";
import type { Mishap, Moving } from "./fake-calendar.ts";

type Arrange = (bench: Bench) => void;

/** Something a person asks for, in several situations, with what must hold of the calendar whatever goes wrong. */
interface Scenario<Outcome> {
  readonly name: string;
  /** What is told when nothing goes wrong, and what the situation is. */
  readonly situations: Readonly<Record<string, readonly [told: object, ...Arrange[]]>>;
  /** What was there before. */
  readonly prepare: (bench: Bench) => Promise<void>;
  readonly act: (bench: Bench) => Promise<Outcome>;
  /** Whether the outcome leaves something open that the person was told of. */
  readonly isOpen: (outcome: Outcome) => boolean;
  /** The calendar is as the outcome says. */
  readonly expectTrue: (bench: Bench, outcome: Outcome) => Promise<void>;
}

const answersLater =
  (later: "accepted" | "approval" | "declined" | "pending"): Arrange =>
  ({ calendar }) => {
    calendar.answers = { atOnce: "pending", later };
  };
const taken =
  (...rooms: string[]): Arrange =>
  ({ calendar }) => {
    for (const room of rooms) calendar.takenRooms.add(room);
  };
const ownEvent: Arrange = ({ calendar }) =>
  calendar.seed("own", {
    title: "Sprint review",
    organiser: me,
    start: START,
    end: START + HOUR_MS,
    zone: request.zone,
  });

const roomsRecorded = async ({ tools }: Bench) =>
  (await tools.records.of(me.id)).map(({ roomName }) => roomName);

const invited = { ...request, attendees: [{ id: "guest", name: "guest" }] };
const refused = { kind: "refused", reason: "the room is booked already", leftover: false };
const book: Scenario<BookingOutcome> = {
  name: "book",
  situations: {
    "room free": [{ kind: "booked", ownsEvent: true, response: "accepted" }],
    "room taken": [refused, taken("everest")],
    "room answers later": [{ kind: "booked", response: "accepted" }, answersLater("accepted")],
    "room waits for approval": [{ kind: "booked", response: "approval" }, answersLater("approval")],
    "room declines later": [{ kind: "refused", leftover: false }, answersLater("declined")],
    "room never answers": [{ kind: "failed", because: "no-answer" }, answersLater("pending")],
    "own event": [{ kind: "booked", eventId: "own", ownsEvent: false }, ownEvent],
    "own event, room declines later": [{ kind: "refused" }, ownEvent, answersLater("declined")],
  },
  prepare: async () => {},
  act: async ({ tools }) => {
    const answer = await bookRoom(tools, "k", invited);
    if (answer.kind === "ask-event") throw new Error("there is nothing to ask");
    return answer;
  },
  isOpen: (outcome) => outcome.kind !== "booked" && outcome.leftover,
  expectTrue: async (bench, outcome) => {
    const { events } = bench.calendar;
    const [had, ...more] = [...events.values()].filter(({ rooms }) => rooms.size > 0);
    expect(more).toEqual([]);
    if (outcome.kind === "booked") {
      expect(had?.id).toBe(outcome.eventId);
      expect(events.size).toBe(1);
      if (!outcome.uninvited) expect([...(had?.guests ?? [])]).toEqual(["guest"]);
      expect(await roomsRecorded(bench)).toEqual(["Everest"]);
    } else {
      expect(had).toBeUndefined();
      expect([...events.keys()].filter((id) => id !== "own")).toEqual([]);
      expect(await roomsRecorded(bench)).toEqual([]);
    }
  },
};

const legs = [invited, { ...invited, room: k2, start: request.end, end: request.end + HOUR_MS }];
const together: Scenario<TogetherOutcome> = {
  name: "book together",
  situations: {
    "both free": [{ kind: "booked" }],
    "first taken": [{ kind: "not-booked", failed: 0, outcome: refused }, taken("everest")],
    "second taken": [{ kind: "not-booked", failed: 1, outcome: refused }, taken("k2")],
    "both answer later": [{ kind: "booked" }, answersLater("accepted")],
    "second declines later": [{ kind: "not-booked", failed: 1 }, taken("k2"), answersLater("accepted")],
  },
  prepare: async () => {},
  act: ({ tools }) => bookTogether(tools, "k", legs),
  isOpen: (outcome) => outcome.kind === "not-booked" && outcome.left.length > 0,
  expectTrue: async (bench, outcome) => {
    const isBooked = outcome.kind === "booked";
    const held = bench.calendar.state().map(({ rooms }) => rooms);
    expect(held).toEqual(isBooked ? [["everest"], ["k2"]] : []);
    expect(await roomsRecorded(bench)).toEqual(isBooked ? ["Everest", "K2"] : []);
  },
};

const twoRooms = [everest, { ...everest, id: "k2", name: "K2" }];
const cancel = (ownsEvent: boolean): Scenario<GiveBackOutcome> => {
  const rooms = ownsEvent ? [everest] : twoRooms;
  const held = rooms.map(({ id }) => id);
  return {
    name: ownsEvent ? "cancel" : "give two rooms back",
    situations: { always: [{ kind: "given-back", event: ownsEvent ? "removed" : "kept" }] },
    prepare: haveBooking(held, ownsEvent),
    act: ({ tools }) => giveBack(tools, "k", { booking: { ...booking, rooms, ownsEvent }, organiser: me }),
    isOpen: (outcome) => outcome.kind !== "given-back" && outcome.stands === "unknown",
    expectTrue: async (bench, outcome) => {
      const event = bench.calendar.events.get(booking.eventId);
      const isGiven = outcome.kind === "given-back";
      if (!isGiven) expect(outcome.stands).toBe("as-before");
      expect([...(event?.rooms.keys() ?? [])]).toEqual(isGiven ? [] : held);
      expect(event === undefined).toBe(isGiven && ownsEvent);
      expect(await roomsRecorded(bench)).toEqual(isGiven ? [] : ["Everest"]);
    },
  };
};

const to = { start: START + HOUR_MS / 2, end: START + 2 * HOUR_MS };
/** Somebody else has the room in the last of the new minutes. */
const clash: Arrange = ({ calendar }) =>
  void calendar.others.push({ roomId: "everest", start: to.end - 60_000, end: to.end });
const moving =
  (how: Moving): Arrange =>
  ({ calendar }) => {
    calendar.moving = how;
  };
/** Somebody takes the old time as soon as it is left. */
const robbed: Arrange = ({ calendar }) => {
  calendar.meanwhile = (what) => {
    if (what === "moved") calendar.others.push({ roomId: "everest", start: START, end: to.start });
  };
};
const stays = { kind: "refused", stands: "as-before" };
const change: Scenario<ChangeOutcome> = {
  name: "change",
  situations: {
    "free then": [{ kind: "changed", response: "accepted" }],
    "free then, asks anew": [{ kind: "changed", response: "accepted" }, moving("asks")],
    "needs approval then": [
      { kind: "changed", response: "approval" },
      moving("asks"),
      answersLater("approval"),
    ],
    "taken then, refuses": [{ ...stays, reason: "a room is not free then" }, clash],
    "taken then, falls off": [stays, clash, moving("drops")],
    "taken then, refuses and falls off": [stays, clash, moving("refuses and drops")],
    "taken then, declines": [stays, clash, moving("asks"), answersLater("accepted")],
    "taken then, and before": [{ kind: "refused", stands: "without-room" }, clash, moving("drops"), robbed],
    "taken then, and before, declines": [
      { kind: "refused", stands: "without-room" },
      clash,
      moving("asks"),
      answersLater("accepted"),
      robbed,
    ],
  },
  prepare: haveBooking(["everest"], true),
  act: ({ tools }) => changeTime(tools, "k", { booking, to, organiser: me, needsApproval: false }),
  isOpen: (outcome) => outcome.kind !== "changed" && outcome.stands === "unknown",
  expectTrue: async (bench, outcome) => {
    const event = bench.calendar.events.get(booking.eventId);
    const isChanged = outcome.kind === "changed";
    expect(event?.draft).toMatchObject(isChanged ? to : { start: booking.start, end: booking.end });
    const holds = isChanged || outcome.stands === "as-before" ? ["everest"] : [];
    expect(bench.calendar.state()).toEqual([{ title: "Meeting", rooms: holds }]);
    expect(await bench.tools.records.of(me.id)).toMatchObject([{ start: event?.draft.start }]);
  },
};

const oneRoomAtATime: Arrange = ({ calendar }) => {
  calendar.onlyOneRoomAtATime = true;
};
/** Somebody takes the old room as soon as it is given back. */
const robbedRoom: Arrange = ({ calendar }) => {
  calendar.meanwhile = (what) => {
    const isLeft = calendar.events.get(booking.eventId)?.rooms.has("everest") === false;
    if (what === "released" && isLeft) calendar.takenRooms.add("everest");
  };
};
const swapped = { kind: "swapped", response: "accepted", stillHeld: [] };
const swap = (mayReleaseFirst: boolean): Scenario<SwapOutcome> => ({
  name: mayReleaseFirst ? "swap, the old room first" : "swap",
  situations: {
    "new room free": [swapped],
    "new room taken": [stays, taken("k2")],
    "answers later": [swapped, answersLater("accepted")],
    "declines later": [stays, taken("k2"), answersLater("accepted")],
    "one room at a time": [mayReleaseFirst ? swapped : { kind: "must-release-first" }, oneRoomAtATime],
    "one room at a time, taken": [
      mayReleaseFirst ? stays : { kind: "must-release-first" },
      oneRoomAtATime,
      taken("k2"),
    ],
    "both taken": [
      mayReleaseFirst ? { kind: "refused", stands: "without-room" } : stays,
      taken("k2"),
      robbedRoom,
    ],
  },
  prepare: haveBooking(["everest"], true),
  act: ({ tools }) =>
    swapRoom(tools, "k", { booking, room: k2, organiser: me, needsApproval: false, mayReleaseFirst }),
  isOpen: (outcome) =>
    (outcome.kind === "swapped" && outcome.stillHeld.length > 0) ||
    ("stands" in outcome && outcome.stands === "unknown"),
  expectTrue: async (bench, outcome) => {
    const held = bench.calendar.state().map(({ rooms }) => rooms);
    if (outcome.kind === "swapped") {
      expect(held).toEqual([["k2"]]);
      expect(await roomsRecorded(bench)).toEqual(["K2"]);
    } else {
      const isAsBefore = outcome.kind === "must-release-first" || outcome.stands === "as-before";
      expect(held).toEqual([isAsBefore ? ["everest"] : []]);
      expect(await roomsRecorded(bench)).toEqual(["Everest"]);
    }
  },
});

/** A person asks for something, in one situation. What is told of it is opaque here. */
export interface Case {
  readonly title: string;
  readonly set: (mishaps: readonly Mishap[]) => Promise<Bench>;
  readonly act: (bench: Bench) => Promise<unknown>;
  /** What is told when nothing goes wrong. */
  readonly told: object;
  readonly isOpen: (outcome: unknown) => boolean;
  readonly expectTrue: (bench: Bench, outcome: unknown) => Promise<void>;
}

const casesOf = <Outcome>(scenario: Scenario<Outcome>): Case[] =>
  Object.entries(scenario.situations).map(([situation, [told, ...arrangements]]) => ({
    title: `${scenario.name}: ${situation}`,
    set: async (mishaps) => {
      const bench = createBench();
      await scenario.prepare(bench);
      for (const arrange of arrangements) arrange(bench);
      bench.calendar.mishaps = [...mishaps];
      return bench;
    },
    act: scenario.act,
    told,
    isOpen: (outcome) => scenario.isOpen(outcome as Outcome),
    expectTrue: (bench, outcome) => scenario.expectTrue(bench, outcome as Outcome),
  }));

export const CASES: readonly Case[] = [
  ...casesOf(book),
  ...casesOf(together),
  ...casesOf(cancel(true)),
  ...casesOf(cancel(false)),
  ...casesOf(change),
  ...casesOf(swap(false)),
  ...casesOf(swap(true)),
];
