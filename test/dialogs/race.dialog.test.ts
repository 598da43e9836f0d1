import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/sandbox/seed/random.ts";
import { openOffice, PLATFORMS, type Seat, type VendorName } from "../helpers/office.ts";
import { crowdedOffice, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince, told } from "../helpers/truth.ts";

const ROOMS = 10;
const PEOPLE = Array.from({ length: 50 }, (_, at) => `colleague-${at + 1}`);
/** The vendors' limits are another test's business. */
const PLENTY = 100_000;
const WITHIN_MS = 60_000;

const BOOKED = /Booked: Room \d+/;
const LOST = /is not booked[\s\S]*(The next best|Nothing is free)|Nothing is free|Nothing fits/;

/** Nothing went wrong in this office, so nobody may be told that anything did. */
const EXCUSE = /could not be read|went wrong|in a minute|may be left/;

/** The numbers of what is offered exactly as wished: another time would be marked as a difference. */
const offered = (text: string): string[] =>
  text
    .split(/^ *(?=\d+\. )/m)
    .filter((option) => !option.includes("≠"))
    .flatMap((option) => /^(\d+)\. /.exec(option)?.[1] ?? []);

/** Takes one of what is offered until a room is had, or none is offered for that time; resolves with the last word. */
async function insist(seat: Seat, random: () => number): Promise<string> {
  let { text } = await seat.say("free room 3pm 1h", { withinMs: WITHIN_MS });
  for (let tries = 0; tries <= ROOMS && !BOOKED.test(text); tries += 1) {
    const numbers = offered(text);
    const number = numbers[Math.floor(random() * numbers.length)];
    if (number === undefined) break;
    ({ text } = await seat.say(number, { withinMs: WITHIN_MS }));
  }
  return text;
}

async function race(vendor: VendorName, seed: number) {
  const office = await openOffice({
    platforms: [vendor],
    seed,
    meetings: "none",
    office: { ...crowdedOffice(PEOPLE.length), rooms: plainRooms(ROOMS) },
    limits: {
      dingtalkPerSecond: PLENTY,
      dingtalkRepliesPerMinute: PLENTY,
      feishuPerSecond: PLENTY,
      feishuPerMinute: PLENTY,
    },
    tiers: { dingtalkQps: PLENTY, feishuQps: PLENTY, feishuQpm: PLENTY },
  });
  const random = seededRandom(seed);
  const before = idsOf(office);
  const answers = await Promise.all(PEOPLE.map((who) => insist(office.at(vendor, who), random)));
  return { office, before, answers };
}

describe.concurrent.each(PLATFORMS)(
  "fifty people who want one of ten rooms at the same time on %s",
  (vendor) => {
    it.each([1, 2, 3])(
      "ten get one, forty are told clearly, and nothing is left (seed %i)",
      async (seed) => {
        const { office, before, answers } = await race(vendor, seed);
        try {
          const won = answers.filter((text) => BOOKED.test(text));
          const lost = answers.filter((text) => !BOOKED.test(text));
          expect(won).toHaveLength(ROOMS);
          expect(lost).toHaveLength(PEOPLE.length - ROOMS);
          for (const text of lost) expect(text).toMatch(LOST);
          for (const who of PEOPLE) for (const text of told(office, who)) expect(text).not.toMatch(EXCUSE);
          const meetings = madeSince(office, before);
          expect(meetings).toHaveLength(ROOMS);
          const rooms = meetings.flatMap((meeting) =>
            meeting.rooms.filter(({ answer }) => answer === "accepted"),
          );
          expect(new Set(rooms.map(({ roomKey }) => roomKey)).size).toBe(ROOMS);
          for (const who of PEOPLE) expectTruth(office, before, who);
        } finally {
          await office.close();
        }
      },
      120_000,
    );
  },
);
