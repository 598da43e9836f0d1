import type { Part, Recurrence } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { weekdayList } from "./weekdays.ts";

type Found = { to: number; meaning: { kind: "recurrence"; recurrence: Recurrence; part?: Part } } | undefined;

/** Weekdays by their initials, as in timetables. */
const INITIALS: Readonly<Record<string, readonly number[]>> = {
  mwf: [1, 3, 5],
  tth: [2, 4],
  tuth: [2, 4],
  mtwtf: [1, 2, 3, 4, 5],
  mtwthf: [1, 2, 3, 4, 5],
};

const weekly = (to: number, weekdays: readonly number[], interval = 1): Found => ({
  to,
  meaning: { kind: "recurrence", recurrence: { freq: "WEEKLY", interval, weekdays } },
});

/** What is done again and again, in English, without "every": "on mornings", "MWF", "alternate Mondays", "recurring Monday". */
export function habit(tokens: Tokens, at: number): Found {
  return inMornings(tokens, at) ?? initials(tokens, at) ?? alternate(tokens, at) ?? recurring(tokens, at);
}

function inMornings(tokens: Tokens, at: number): Found {
  const isLed = tokens.is(at, "link", "on", "in");
  const start = isLed ? at + 1 : at;
  const index = isLed && tokens.is(start, "link", "the") ? start + 1 : start;
  const key = tokens.key(index, "dayPart");
  const isMany = /^(mornings|afternoons|evenings|nights)$/.test(tokens.text(index));
  const isTimed = tokens.is(index + 1, "link", "at", "from") || tokens.at(index + 1).number !== undefined;
  if (key === undefined || !isMany || (!isLed && !isTimed)) return undefined;
  return {
    to: index + 1,
    meaning: { kind: "recurrence", recurrence: { freq: "DAILY", interval: 1 }, part: key as Part },
  };
}

/** "MWF at 10", "every TTh". */
function initials(tokens: Tokens, at: number): Found {
  const start = tokens.is(at, "which", "every") || tokens.is(at, "link", "on") ? at + 1 : at;
  const days = INITIALS[tokens.text(start)];
  return days === undefined ? undefined : weekly(start + 1, days);
}

function alternate(tokens: Tokens, at: number): Found {
  const start = tokens.is(at, "link", "on") ? at + 1 : at;
  if (!/^(alternate|alternating)$/.test(tokens.text(start))) return undefined;
  const { values, to } = weekdayList(tokens, start + 1);
  return values.length === 0 ? undefined : weekly(to, values, 2);
}

function recurring(tokens: Tokens, at: number): Found {
  if (!/^(recurring|repeating|repeat|repeats)$/.test(tokens.text(at))) return undefined;
  const { values, to } = weekdayList(tokens, tokens.is(at + 1, "link", "on") ? at + 2 : at + 1);
  return values.length === 0 ? undefined : weekly(to, values);
}
