import type { Piece, Recurrence, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";

const isDetailed = (rule: Recurrence): boolean => rule.weekdays !== undefined || rule.monthDay !== undefined;

/**
 * One rule from all that was said about it: "weekly sync every Tuesday", 每周例会 周二, "monthly review on the 5th".
 * A day that completes the rule stops being a day of its own; how long it goes on ("for 4 weeks", "until May 1") is no length.
 */
export const rule: Refiner = {
  name: "recurrence",
  refine(pieces, { tokens }) {
    const rules = pieces.filter(({ meaning }) => meaning.kind === "recurrence");
    const main =
      rules.find(({ meaning }) => meaning.kind === "recurrence" && isDetailed(meaning.recurrence)) ??
      rules[0];
    if (main?.meaning.kind !== "recurrence") return pieces.map((piece) => everyWeek(piece, tokens));
    const isLimit = (piece: Piece): boolean =>
      (piece.meaning.kind === "day" && tokens.is(piece.from - 1, "link", "until", "to")) ||
      (piece.meaning.kind === "length" && piece.meaning.minutes >= 1440);
    const others = pieces
      .filter((piece) => !rules.includes(piece))
      .map((piece): Piece => (isLimit(piece) ? { ...piece, meaning: { kind: "aside" } } : piece));
    const { recurrence } = main.meaning;
    const listed = isDetailed(recurrence) ? [] : others.filter((piece) => isListed(piece, recurrence));
    const day = isDetailed(recurrence)
      ? undefined
      : others.find((piece) => completion(recurrence, piece) !== undefined);
    const completed = day === undefined ? recurrence : { ...recurrence, ...completion(recurrence, day) };
    const whole: Recurrence =
      listed.length === 0 ? completed : { ...recurrence, freq: "WEEKLY", weekdays: weekdaysOf(listed) };
    const done = (piece: Piece): boolean => piece === day || listed.includes(piece);
    const kept = others.map(
      (piece): Piece => (done(piece) ? { ...piece, meaning: { kind: "aside" } } : piece),
    );
    const end = pieces.some(isEnd) ? undefined : kept.find((piece) => bounds(piece, whole, tokens));
    return [
      ...kept,
      { ...main, meaning: { ...main.meaning, recurrence: whole } },
      ...(end === undefined ? [] : [endedBy(end)]),
    ].sort((a, b) => a.from - b.from);
  },
};

const isEnd = ({ meaning }: Piece): boolean => meaning.kind === "seriesEnd";

/** "Every day this week", "Mondays in April": a stretch that the series does not leave, unless it begins there. */
function bounds({ meaning, from, to }: Piece, rule: Recurrence, tokens: Tokens): boolean {
  if (tokens.is(from - 1, "link", "from") || tokens.is(to, "suffix", "from", "after")) return false;
  if (meaning.kind === "days") return true;
  if (meaning.kind !== "day") return false;
  const { day } = meaning;
  if (day.type === "monthSpan") return true;
  if (day.type !== "span") return false;
  // "Weekly 1:1 next week": that is when it begins.
  return day.unit === "month" || (day.unit === "week" && isOften(rule));
}

const isOften = ({ freq, weekdays = [] }: Recurrence): boolean => freq === "DAILY" || weekdays.length > 1;

const endedBy = (piece: Piece): Piece => {
  const { meaning } = piece;
  const day = meaning.kind === "days" ? meaning.to : meaning.kind === "day" ? meaning.day : undefined;
  return day === undefined
    ? piece
    : { ...piece, meaning: { kind: "seriesEnd", end: { type: "until", day, isBefore: false } } };
};

/** 周一到周五早上十点都要: weekdays that are all wanted. */
function everyWeek(piece: Piece, tokens: Tokens): Piece {
  const { meaning } = piece;
  if (meaning.kind !== "days" || meaning.from.type !== "weekday" || meaning.to.type !== "weekday")
    return piece;
  const isBounded = meaning.from.week !== undefined || meaning.to.week !== undefined;
  const hasClock = tokens.list.some(({ text }) => /^(点|点钟|:)$/.test(text));
  const areAll = tokens.list.some(
    ({ text }, index) => index >= piece.to && (text === "都" || text === "都要"),
  );
  if (isBounded || !areAll || !hasClock) return piece;
  const { weekday: first } = meaning.from;
  const count = ((meaning.to.weekday - first + 7) % 7) + 1;
  const weekdays = Array.from({ length: count }, (_, index) => ((first - 1 + index) % 7) + 1);
  return { ...piece, meaning: { kind: "recurrence", recurrence: { freq: "WEEKLY", interval: 1, weekdays } } };
}

/** The days of a week are listed; "daily from Monday to Friday" is weekly on five days. */
const isListed = (piece: Piece, { freq, interval }: Recurrence): boolean =>
  isWeekday(piece) &&
  (freq === "WEEKLY" || (freq === "DAILY" && interval === 1 && piece.meaning.kind === "days"));

/** A bare weekday, or a stretch of them: "Mon-Fri at 9 every week", "Tue/Thu weekly". */
function isWeekday({ meaning }: Piece): boolean {
  if (meaning.kind === "day") return meaning.day.type === "weekday" && meaning.day.week === undefined;
  return (
    meaning.kind === "days" &&
    meaning.from.type === "weekday" &&
    meaning.to.type === "weekday" &&
    meaning.from.week === undefined &&
    meaning.to.week === undefined
  );
}

function weekdaysOf(pieces: readonly Piece[]): number[] {
  const days = pieces.flatMap(({ meaning }) => {
    if (meaning.kind === "day" && meaning.day.type === "weekday") return [meaning.day.weekday];
    if (meaning.kind !== "days" || meaning.from.type !== "weekday" || meaning.to.type !== "weekday")
      return [];
    const first = meaning.from.weekday;
    const count = ((meaning.to.weekday - first + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => ((first - 1 + index) % 7) + 1);
  });
  return [...new Set(days)].sort((a, b) => a - b);
}

function completion(recurrence: Recurrence, { meaning }: Piece): Partial<Recurrence> | undefined {
  if (meaning.kind !== "day") return undefined;
  const { day } = meaning;
  if (recurrence.freq === "WEEKLY" && day.type === "weekday" && day.week === undefined)
    return { weekdays: [day.weekday] };
  if (recurrence.freq !== "MONTHLY") return undefined;
  if (day.type === "monthDay" && day.monthOffset === undefined) return { monthDay: day.day };
  if (day.type === "nthWeekday") return { nth: day.nth, weekdays: [day.weekday] };
  if (day.type === "weekday" && day.week === -1) return { nth: -1, weekdays: [day.weekday] };
  return day.type === "monthEdge" ? { monthDay: day.edge === "end" ? -1 : 1 } : undefined;
}
