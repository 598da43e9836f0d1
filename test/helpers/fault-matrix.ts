import { expect, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import type { OfficeOptions, Seat, VendorName } from "./office.ts";
import { crowdedOffice, plainRooms } from "./offices.ts";
import { expectTruth, idsOf, type OpenOffice, told } from "./truth.ts";

/** What may become of one call, as people speak of it. */
export const FAULTS = {
  throttled: "throttle",
  "error 500": "server-error",
  "timeout before": "held-request",
  "answer lost": "lost-answer",
  unreadable: "garbage",
  "token expired": "expired-token",
} as const satisfies Record<string, FaultKind>;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Something that people do: what was said before, what is said, and the heading of the answer when it was done. */
export interface Operation {
  readonly name: string;
  readonly given: readonly string[];
  readonly say: string;
  readonly done: RegExp;
}

const WISH = "free room tomorrow 3pm 1h";
export const OPERATIONS: readonly Operation[] = [
  { name: "book", given: [WISH], say: "1", done: /^Booked: / },
  { name: "cancel", given: [WISH, "1"], say: "cancel", done: /^Cancelled: / },
  { name: "extend", given: [WISH, "1"], say: "extend 30m", done: /^Extended: / },
  { name: "move", given: [WISH, "1"], say: "move to tomorrow 5pm", done: /^Moved: / },
  { name: "swap", given: [WISH, "1"], say: "swap to Room 006", done: /^Booked: Room 006/ },
];

/** Longer than any call of the sandbox's takes, so that only a held one runs into it. */
const REQUEST_TIMEOUT_MS = 1_000;
/** Whatever was left open is tried again by then. */
const LATER_MS = 10 * 60_000;
/** A vendor that keeps failing is asked again and again before anybody is told. */
const PATIENTLY = { withinMs: 60_000 };
const MOST_CALLS = 30;
/** Nearly all of the time is spent waiting, so many of these may be played at once. */
export const MATRIX_CONFIG = { testTimeout: 110_000, maxConcurrency: 20 } as const;

/** Nobody else meets in this office, and nobody waits for long. */
export const calm = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
  office: { ...crowdedOffice(MOST_CALLS), rooms: plainRooms(6) },
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
});

/** One call of an operation (`calendar.events.get`, `calendar.events.get (2)`), and what befalls it. */
export interface BrokenCall {
  readonly call: string;
  readonly kind: FaultKind;
  /** All further calls of its API break too, until the person has an answer. */
  readonly isLasting: boolean;
}

export type Play = (
  broken?: BrokenCall,
) => Promise<{ readonly calls: readonly string[]; readonly outcome: string }>;

/** Which calls an operation makes once rooms, rules and tokens are remembered. */
export async function callsOf(play: Play): Promise<readonly string[]> {
  await play();
  const { calls, outcome } = await play();
  expect(outcome).toBe("done");
  return calls;
}

/** Plays an operation by one colleague after another, with a call broken, and checks what was said against the world. */
export function playIn(office: OpenOffice, vendor: VendorName, operation: Operation): Play {
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
      // Nobody is to look, in the next play, what became of rooms that were taken away here.
      const held = await office.storage.list("held:");
      await office.storage.write(held.map(({ key }) => ({ key, value: undefined })));
    }
  };
}

const apiOf = (call: string): string => call.replace(/ \(\d+\)$/, "");

/** Says something and lets the bot finish with it. */
async function sayInPeace(office: OpenOffice, seat: Seat, text: string): Promise<void> {
  await seat.say(text, PATIENTLY);
  await office.pass(0);
}

const transcript = (office: OpenOffice, vendor: VendorName, who: string): string =>
  office.sandbox[vendor].lines
    .filter(({ chatKey }) => chatKey === directChatKey(who))
    .map(({ from, text }) => `${from}: ${text}`)
    .join("\n");
