import type { WhyNot } from "../../availability/why-not.ts";
import type { Telling } from "./telling.ts";

const MINUTE_MS = 60_000;

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
      | "approval-custom";
  }
>;

type Sentences = {
  readonly [Code in Forbidding["code"]]: (
    reason: Extract<Forbidding, { code: Code }>,
    telling: Telling,
  ) => string;
};

const SENTENCES: Sentences = {
  "not-allowed": (_, { words }) => words.notForYou,
  closed: ({ until, reason }, { words, day }) =>
    words.roomClosed(until === undefined ? undefined : day(until), reason),
  "too-short": ({ minMinutes }, { words, length }) => words.atLeast(length(minMinutes * MINUTE_MS)),
  "too-long": ({ maxMinutes }, { words, length }) => words.atMost(length(maxMinutes * MINUTE_MS)),
  "too-far-ahead": ({ opensAtMs }, { words, day, clock }) =>
    words.opensOn(`${day(opensAtMs)} ${clock(opensAtMs)}`),
  "approval-custom": (_, { words }) => words.onlyByHand,
  "outside-hours": ({ from, to }, { words }) => words.onlyBetween(clockOf(from), clockOf(to)),
};

export const isForbidding = (reason: WhyNot): reason is Forbidding => Object.hasOwn(SENTENCES, reason.code);

/** Why a room cannot be had, as a sentence; empty for what the answer says in another way. */
export function wordWhyNot(reason: WhyNot, telling: Telling): string {
  if (!isForbidding(reason)) return "";
  // The table's key and its sentence's argument are of one kind, which the compiler cannot follow through the look-up.
  const sentence = SENTENCES[reason.code] as (reason: Forbidding, telling: Telling) => string;
  return sentence(reason, telling);
}

/** `09:00` of minutes of the day. */
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
