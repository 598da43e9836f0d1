import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bookTogether } from "../../src/booking/book-together.ts";
import type { Booking } from "../../src/booking/bookings.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import type { NotChanged } from "../../src/booking/outcomes.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import type { Person } from "../../src/core/model.ts";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { PLATFORMS } from "../helpers/office.ts";
import { type Holding, holding, PlatformBench } from "./platform-bench.ts";

/** After neither of these is it known what became of the call. */
const FAULTS: readonly FaultKind[] = ["lost-request", "lost-answer"];
/** A vendor lets a person make a hundred events a day: they take turns. */
const PEOPLE = ["li-lei", "zhao-min", "wang-fang", "zhou-jie", "kenji", "emma"];
vi.setConfig({ testTimeout: 60_000 });

interface Asked {
  readonly bench: PlatformBench;
  readonly organiser: Person;
  /** What was there before, where something was. */
  readonly booking: Booking;
}

/** Something that is asked for, and what is held after it, by its outcome. */
interface Errand {
  readonly name: string;
  readonly hasBooking: boolean;
  readonly arrange?: (bench: PlatformBench) => void;
  readonly act: (asked: Asked, key: string) => Promise<{ readonly kind: string }>;
  readonly held: (outcome: never) => readonly Holding[];
}

const everest = holding([0, 1], ["everest"]);
const after = (outcome: NotChanged): Holding[] =>
  outcome.stands === "without-room" ? [holding([0, 1], [])] : [everest];

const change: Errand = {
  name: "change",
  hasBooking: true,
  act: ({ bench, organiser, booking }, key) =>
    changeTime(bench.tools, key, { booking, to: bench.at(0, 2), organiser, needsApproval: false }),
  held: (outcome: { kind: "changed" } | NotChanged) =>
    outcome.kind === "changed" ? [holding([0, 2], ["everest"])] : after(outcome),
};
const swap: Errand = {
  name: "swap",
  hasBooking: true,
  act: ({ bench, organiser, booking }, key) => {
    const more = { needsApproval: false, mayReleaseFirst: false };
    return swapRoom(bench.tools, key, { booking, room: bench.room("k2"), organiser, ...more });
  },
  held: (outcome: { kind: "swapped"; stillHeld: readonly string[] } | NotChanged) =>
    outcome.kind === "swapped" ? [holding([0, 1], ["k2"])] : after(outcome),
};
const ERRANDS: readonly Errand[] = [
  {
    name: "book together, the second taken",
    hasBooking: false,
    arrange: (bench) => bench.elsewhere("k2", 1, 2),
    act: ({ bench, organiser }, key) => {
      const second = bench.request({ organiser, room: bench.room("k2"), ...bench.at(1, 2) });
      return bookTogether(bench.tools, key, [bench.request({ organiser }), second]);
    },
    held: () => [],
  },
  change,
  { ...change, name: "change, taken then", arrange: (bench) => bench.elsewhere("everest", 1, 2) },
  swap,
  { ...swap, name: "swap, taken", arrange: (bench) => bench.elsewhere("k2", 0, 1) },
];

describe.each(PLATFORMS)("with faults on %s, what is held is what was told", (vendor) => {
  let bench: PlatformBench;
  let turns = 0;

  beforeAll(async () => {
    bench = await PlatformBench.open(vendor);
  });
  afterAll(() => bench.close());

  /** A day of its own, on which `act` runs with these faults; what was told last, and what is held then. */
  async function run(errand: Errand, faults: readonly { api: string; kind: FaultKind; times?: number }[]) {
    bench.nextDay();
    turns += 1;
    const personKey = PEOPLE[turns % PEOPLE.length] ?? "li-lei";
    const organiser = bench.person(personKey);
    const booking = errand.hasBooking ? await bench.book(bench.request({ organiser })) : NO_BOOKING;
    errand.arrange?.(bench);
    const before = bench.sandbox.trace.calls({ vendor }).length;
    for (const fault of faults) bench.sandbox.faults.add({ vendor, ...fault });
    const outcome = await errand.act({ bench, organiser, booking }, bench.key());
    const calls = bench.sandbox.trace.calls({ vendor }).slice(before);
    bench.sandbox.faults.clear();
    const news = await bench.recover();
    const last = news.at(-1)?.outcome ?? outcome;
    return { last, news, calls, held: bench.held("ours", personKey), expected: errand.held(last as never) };
  }

  describe.each(ERRANDS)("$name", (errand) => {
    it.each(FAULTS)("each call broken once: %s", async (kind) => {
      const { calls, held, expected, news } = await run(errand, []);
      expect(held).toEqual(expected);
      expect(news).toEqual([]);
      const apis = new Set(calls.map(({ api }) => api));
      for (const api of [...apis].filter((name) => !/[tT]oken/.test(name))) {
        const broken = await run(errand, [{ api, kind, times: 1 }]);
        const what = `${kind} on ${api}: ${JSON.stringify(broken.last)}`;
        expect(broken.held, what).toEqual(broken.expected);
        expect(broken.news.length, what).toBeLessThan(2);
      }
    });
  });
});

const NO_BOOKING: Booking = {
  eventId: "none",
  title: "",
  start: 0,
  end: 0,
  rooms: [],
  ownsEvent: false,
  isOrganiser: true,
};
