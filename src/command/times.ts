import { DAY_MINUTES } from "./calendar.ts";
import { ABSURD_MINUTES, Clockwork } from "./clockwork.ts";
import type { CommandError, TimeWish } from "./command.ts";
import { dayByDay } from "./day-by-day.ts";
import { alternatives } from "./moment.ts";
import type { Meaning, Piece, Reading, Recurrence } from "./piece.ts";
import { firstDayOf, ruleEnd } from "./series-end.ts";

/** What the text says about time, worked out. */
export interface Times {
  readonly wish: TimeWish;
  readonly either: readonly TimeWish[];
  readonly durationMinutes?: number;
  readonly recurrence?: string;
  readonly assumed: readonly string[];
  readonly error?: CommandError;
}

const MAX_MINUTES = 1440;
export function workOutTimes(pieces: readonly Piece[], reading: Reading): Times {
  const meanings = pieces.map(({ meaning }) => meaning);
  const lengths = meanings.filter((meaning) => meaning.kind === "length");
  const minutes = lengths.length === 0 ? undefined : lengths[0]?.minutes;
  const rule = meanings.find((meaning) => meaning.kind === "recurrence");
  const zone = meanings.find((meaning) => meaning.kind === "zone")?.zone;
  const clockwork = new Clockwork(
    reading,
    zone,
    minutes,
    meanings.some(({ kind }) => kind === "anytime"),
    rule,
  );
  const today = Math.floor(reading.now / DAY_MINUTES);
  const results = alternatives(pieces, reading).flatMap((moment) => {
    const days = rule === undefined ? dayByDay(moment, today) : [moment];
    const found = days.map((day) => clockwork.resolve(day));
    const ahead = found.filter(({ error: wrong }) => wrong === undefined);
    return days.length > 1 && ahead.length > 0 ? ahead : found;
  });
  const [first, ...others] = results;
  const said = meanings.find((meaning) => meaning.kind === "error");
  const duration = minutes ?? first?.minutes;
  const end = rule && endOf(rule.recurrence, meanings, first?.wish ?? {}, reading);
  const error = said?.error ?? lengthError(duration) ?? first?.error ?? (isWrong(end) ? end : undefined);
  return {
    wish: first?.wish ?? {},
    either: others
      .filter(({ error: wrong }) => wrong === undefined)
      .map(({ wish }) => wish)
      .filter((wish) => Object.keys(wish).length > 0 && JSON.stringify(wish) !== JSON.stringify(first?.wish)),
    ...(duration === undefined ? {} : { durationMinutes: duration }),
    ...(rule === undefined
      ? {}
      : {
          recurrence: [formatRule(rule.recurrence), isWrong(end) ? undefined : end].filter(Boolean).join(";"),
        }),
    assumed: first?.assumed ?? [],
    ...(error === undefined ? {} : { error }),
  };
}

/** How the rule ends, where the text says so. */
function endOf(
  rule: Recurrence,
  meanings: readonly Meaning[],
  wish: TimeWish,
  { now }: Reading,
): ReturnType<typeof ruleEnd> | undefined {
  const said = meanings.find((meaning) => meaning.kind === "seriesEnd");
  return said && ruleEnd(said.end, rule, { first: firstDayOf(wish), today: Math.floor(now / DAY_MINUTES) });
}

const isWrong = (end: string | undefined): end is "range" | "date" => end === "range" || end === "date";

function lengthError(minutes: number | undefined): CommandError | undefined {
  if (minutes === undefined) return undefined;
  if (minutes <= 0 || minutes > ABSURD_MINUTES) return "duration";
  return minutes > MAX_MINUTES ? "too_long" : undefined;
}

const BYDAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

function formatRule(rule: Recurrence): string {
  const days = rule.weekdays?.map((day) => `${rule.nth ?? ""}${BYDAY[day - 1]}`);
  return [
    `FREQ=${rule.freq}`,
    ...(rule.interval > 1 ? [`INTERVAL=${rule.interval}`] : []),
    ...(days === undefined ? [] : [`BYDAY=${days.join(",")}`]),
    ...(rule.monthDay === undefined
      ? []
      : [`BYMONTHDAY=${[rule.monthDay, ...(rule.moreMonthDays ?? [])].join(",")}`]),
  ].join(";");
}
