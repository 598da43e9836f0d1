import { afterAll, describe, expect, it, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { MatrixTables } from "../helpers/matrix-tables.ts";
import { inOffice, PLATFORMS, type Seat, type VendorName } from "../helpers/office.ts";
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

describe.concurrent.each(PLATFORMS)("every call on %s, broken once", (vendor) => {
  const cases = OPERATIONS.flatMap((operation) =>
    FAULT_NAMES.map((fault) => [operation.name, fault, operation] as const),
  );

  it.each(cases)("leaves the person knowing what is so: %s, %s", async (_name, fault, operation) => {
    await inOffice(
      {
        platforms: [vendor],
        meetings: "none",
        clockSpeed: 5,
        office: { ...crowdedOffice(MOST_CALLS), rooms: plainRooms(6) },
        requestTimeoutMs: REQUEST_TIMEOUT_MS,
      },
      async (office) => {
        let people = 0;
        const play = (broken?: BrokenCall) => {
          people += 1;
          return playOnce(office, { vendor, operation, who: `colleague-${people}`, broken });
        };
        // The first time fills what is remembered (rooms, rules, tokens); the second shows which calls are left.
        await play();
        const unbroken = await play();
        expect(unbroken.outcome).toBe("done");
        for (const call of unbroken.calls) {
          const cell = await play({ call, kind: FAULTS[fault] });
          expect(cell.calls, "the calls of this turn").toContain(call);
          expect(cell.outcome, `with ${call} broken`).toMatch(/^done/);
          tables.note(`${vendor}: ${operation.name}`, call, fault, cell.outcome);
        }
      },
    );
  });
});

afterAll(() => void process.stdout.write(tables.toString()));

/** One call of an operation, broken in this way: `calendar.events.get`, `calendar.events.get (2)`. */
interface BrokenCall {
  readonly call: string;
  readonly kind: FaultKind;
}

/** Plays an operation once, with one of its calls broken, and checks what was said against the world. */
async function playOnce(
  office: OpenOffice,
  {
    vendor,
    operation,
    who,
    broken,
  }: { vendor: VendorName; operation: Operation; who: string; broken: BrokenCall | undefined },
) {
  const seat = office.at(vendor, who);
  const before = idsOf(office);
  for (const text of operation.given) await sayInPeace(office, seat, text);

  const calls: string[] = [];
  const times = new Map<string, number>();
  const strike = vi.spyOn(office.faults, "strike").mockImplementation((_, api) => {
    const nth = (times.get(api) ?? 0) + 1;
    times.set(api, nth);
    const call = nth > 1 ? `${api} (${nth})` : api;
    calls.push(call);
    return broken?.call === call ? { vendor, api, kind: broken.kind } : undefined;
  });
  try {
    const answer = await seat.say(operation.say, PATIENTLY);
    expectTruth(office, before, who);
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
    for (const meeting of office.world.meetings()) if (!before.has(meeting.id)) office.world.cancel(meeting);
  }
}

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
