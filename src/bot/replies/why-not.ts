import type { WhyNot } from "../../availability/why-not.ts";
import { equipmentList } from "./offer-lines.ts";
import type { Telling } from "./telling.ts";

const MINUTE_MS = 60_000;
/** Days named of a series that misses more. */
const MOST_DAYS = 5;

/** A rule that keeps a room from somebody at that time, whoever holds it. */
type Forbidding = Extract<
  WhyNot,
  {
    code:
      | "not-allowed"
      | "closed"
      | "too-short"
      | "too-long"
      | "too-far-ahead"
      | "outside-hours"
      | "approval-custom"
      | "no-recurring";
  }
>;

type Sentences<Reason extends WhyNot> = {
  readonly [Code in Reason["code"]]: (reason: Extract<Reason, { code: Code }>, telling: Telling) => string;
};

const RULES: Sentences<Forbidding> = {
  "not-allowed": (_, { words }) => words.notForYou,
  closed: ({ until, reason }, { words, day }) =>
    words.roomClosed(until === undefined ? undefined : day(until), reason),
  "too-short": ({ minMinutes }, { words, length }) => words.atLeast(length(minMinutes * MINUTE_MS)),
  "too-long": ({ maxMinutes }, { words, length }) => words.atMost(length(maxMinutes * MINUTE_MS)),
  "too-far-ahead": ({ opensAtMs }, { words, day, clock }) =>
    words.opensOn(`${day(opensAtMs)} ${clock(opensAtMs)}`),
  "approval-custom": (_, { words }) => words.onlyByHand,
  "no-recurring": (_, { words }) => words.notRecurring,
  "outside-hours": ({ from, to }, { words }) => words.onlyBetween(clockOf(from), clockOf(to)),
};

/** What speaks against a room besides its rules. */
const SENTENCES: Sentences<WhyNot> = {
  ...RULES,
  busy: ({ busy }, { words, range, language }) =>
    words.takenThen(busy.map(range).join(language === "zh" ? "、" : ", ")),
  "too-small": ({ seats, wanted }, { words }) => words.tooSmall(seats, wanted),
  "too-big": ({ seats, wanted }, { words }) => words.tooBig(seats, wanted),
  equipment: ({ missing }, telling) => telling.words.lacks(equipmentList(missing, telling)),
  floor: ({ floor }, { words }) => (floor === undefined ? words.placeUnknown : words.onFloor(floor)),
  building: ({ building }, { words }) => words.otherBuilding(building),
  name: (_, { words }) => words.otherRoom,
  "some-meetings": ({ meetings, of }, { words, day, language }) => {
    const days = meetings.slice(0, MOST_DAYS).map(({ start }) => day(start));
    const rest = meetings.length > days.length ? " …" : "";
    return words.seriesMissing(meetings.length, of, days.join(language === "zh" ? "、" : ", ") + rest);
  },
  past: (_, { words }) => words.errors.past,
  unknown: (_, { words }) => words.busyUnknown,
};

export const isForbidding = (reason: WhyNot): reason is Forbidding => Object.hasOwn(RULES, reason.code);

/** Why a room cannot be had, as a sentence. */
export function wordWhyNot(reason: WhyNot, telling: Telling): string {
  // The table's key and its sentence's argument are of one kind, which the compiler cannot follow through the look-up.
  const sentence = SENTENCES[reason.code] as (reason: WhyNot, telling: Telling) => string;
  return sentence(reason, telling);
}

/** `09:00` of minutes of the day. */
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
