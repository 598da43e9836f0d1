import { afterAll, describe, expect, it, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { MatrixTables } from "../helpers/matrix-tables.ts";
import { inOffice, type OfficeOptions, PLATFORMS, type Seat, type VendorName } from "../helpers/office.ts";
import { crowdedOffice, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, type OpenOffice, told } from "../helpers/truth.ts";

/** What may become of one call, as people speak of it. */
const FAULTS = {
  throttled: "throttle",
  "error 500": "server-error",
  "timeout before": "held-request",
  "answer lost": "lost-answer",
  unreadable: "garbage",
  "token expired": "expired-token",
} as const satisfies Record<string, FaultKind>;
type FaultName = keyof typeof FAULTS;
const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Something that people do: what was said before, what is said, and the heading of the answer when it was done. */
interface Operation {
  readonly name: string;
  readonly given: readonly string[];
  readonly say: string;
  readonly done: RegExp;
}

const WISH = "free room tomorrow 3pm 1h";
const OPERATIONS: readonly Operation[] = [
  { name: "book", given: [WISH], say: "1", done: /^Booked: / },
  { name: "cancel", given: [WISH, "1"], say: "cancel", done: /^Cancelled: / },
];

/** Longer than any call of the sandbox's takes, so that only a held one runs into it. */
const REQUEST_TIMEOUT_MS = 1_000;
/** Whatever was left open is tried again by then. */
const LATER_MS = 10 * 60_000;
const PATIENTLY = { withinMs: 20_000 };
const MOST_CALLS = 30;
/** Nearly all of the time is spent waiting. */
vi.setConfig({ testTimeout: 110_000, maxConcurrency: 24 });

const tables = new MatrixTables(FAULT_NAMES);

const calm = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
  office: { ...crowdedOffice(MOST_CALLS), rooms: plainRooms(6) },
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
});

describe.concurrent.each(PLATFORMS)("every call on %s, broken once", (vendor) => {
  const cases = OPERATIONS.flatMap((operation) =>
    FAULT_NAMES.map((fault) => [operation.name, fault, operation] as const),
  );

  it.each(cases)("leaves it done all the same, and told as it is: %s, %s", (name, fault, operation) =>
    inOffice(calm(vendor), async (office) => {
      const play = playIn(office, vendor, operation);
      for (const call of await callsOf(play)) {
        const { calls, outcome } = await play({ call, kind: FAULTS[fault], isLasting: false });
        tables.note(`${vendor}: ${name}`, call, fault, outcome);
        expect(calls, "the calls of this turn").toContain(call);
        expect(outcome, `with ${call} broken`).toMatch(/^done/);
      }
    }),
  );
});

/** Where nothing can be said at all, nothing can be told. */
const SAYS = /^(?:im\.message\.reply|robot\.)/;
const LASTING_FAULTS = ["throttled", "error 500", "answer lost"] as const satisfies FaultName[];

describe.concurrent.each(PLATFORMS)("every call on %s, broken from then on until the answer", (vendor) => {
  const cases = OPERATIONS.flatMap((operation) =>
    LASTING_FAULTS.map((fault) => [operation.name, fault, operation] as const),
  );

  it.each(cases)("is told as it is, and cleared up later: %s, %s", async (name, fault, operation) => {
    const calls: string[] = [];
    await inOffice(calm(vendor), async (office) => {
      calls.push(...(await callsOf(playIn(office, vendor, operation))));
    });
    const breakable = calls.filter((call) => !SAYS.test(call));
    tables.plan(`${vendor}: ${name}, for good`, breakable);
    // Each in its own office: a call that keeps failing is tried for seconds.
    const breakOne = (call: string) =>
      inOffice(calm(vendor), async (office) => {
        const play = playIn(office, vendor, operation);
        await play();
        const { outcome } = await play({ call, kind: FAULTS[fault], isLasting: true });
        tables.note(`${vendor}: ${name}, for good`, call, fault, outcome);
      });
    await Promise.all(breakable.map(breakOne));
  });
});

afterAll(() => void process.stdout.write(tables.toString()));

/** One call of an operation (`calendar.events.get`, `calendar.events.get (2)`), and what befalls it. */
interface BrokenCall {
  readonly call: string;
  readonly kind: FaultKind;
  /** All further calls of its API break too, until the person has an answer. */
  readonly isLasting: boolean;
}

type Play = (broken?: BrokenCall) => Promise<{ readonly calls: readonly string[]; readonly outcome: string }>;

/** Which calls an operation makes once rooms, rules and tokens are remembered. */
async function callsOf(play: Play): Promise<readonly string[]> {
  await play();
  const { calls, outcome } = await play();
  expect(outcome).toBe("done");
  return calls;
}

/** Plays an operation by one colleague after another, with a call broken, and checks what was said against the world. */
function playIn(office: OpenOffice, vendor: VendorName, operation: Operation): Play {
  let people = 0;
  return async (broken) => {
    people += 1;
    const who = `colleague-${people}`;
    const seat = office.at(vendor, who);
    const before = idsOf(office);
    for (const text of operation.given) await sayInPeace(office, seat, text);

    const calls: string[] = [];
    let breaks = false;
    const strike = vi.spyOn(office.faults, "strike").mockImplementation((_, api) => {
      const nth = calls.filter((call) => apiOf(call) === api).length + 1;
      const call = nth > 1 ? `${api} (${nth})` : api;
      calls.push(call);
      const isNow = call === broken?.call;
      breaks ||= isNow && broken.isLasting;
      const isHit = isNow || (breaks && api === apiOf(broken?.call ?? ""));
      return broken && isHit ? { vendor, api, kind: broken.kind } : undefined;
    });
    try {
      const answer = await seat.say(operation.say, PATIENTLY);
      expectTruth(office, before, who);
      if (broken?.isLasting) strike.mockRestore();
      await office.pass(LATER_MS);
      await vi.waitFor(() => expectTruth(office, before, who, { settled: true }), 5_000);
      const copies = told(office, who).filter((line) => line === answer.text).length;
      const outcome = operation.done.test(answer.text) ? "done" : "told";
      return { calls, outcome: copies > 1 ? `${outcome} ×${copies}` : outcome };
    } catch (error) {
      const where = broken ? `${broken.call} was broken` : "no call was broken";
      throw new Error(`${where}\n${transcript(office, vendor, who)}`, { cause: error });
    } finally {
      strike.mockRestore();
      for (const meeting of office.world.meetings())
        if (!before.has(meeting.id)) office.world.cancel(meeting);
    }
  };
}

const apiOf = (call: string): string => call.replace(/ \(\d+\)$/, "");

/** Says something and lets the bot finish with it. */
async function sayInPeace(office: OpenOffice, seat: Seat, text: string): Promise<void> {
  await seat.say(text);
  await office.pass(0);
}

const transcript = (office: OpenOffice, vendor: VendorName, who: string): string =>
  office.sandbox[vendor].lines
    .filter(({ chatKey }) => chatKey === directChatKey(who))
    .map(({ from, text }) => `${from}: ${text}`)
    .join("\n");
