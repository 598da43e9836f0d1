import { civil } from "./calendar.ts";
import type { Moment } from "./moment.ts";
import { resolveDay } from "./resolve-day.ts";

/** Of a longer stretch nobody means every day. */
const MOST_DAYS = 7;

/** "Next week at 3pm", 周一到周三下午: a time of day in a stretch of days may be on any of them. */
export function dayByDay(moment: Moment, today: number): readonly Moment[] {
  const hasTime = moment.part !== undefined || moment.clock !== undefined || moment.range !== undefined;
  const span = hasTime ? daysOf(moment, today) : undefined;
  if (span === undefined) return [moment];
  const { stretch: _, ...time } = moment;
  const first = Math.max(span.first, today);
  const count = Math.min(MOST_DAYS, span.last - first + 1);
  if (count < 2) return [moment];
  return Array.from({ length: count }, (_day, index) => ({
    ...time,
    days: [{ type: "date" as const, ...civil(first + index) }],
  }));
}

function daysOf({ stretch, days }: Moment, today: number): { first: number; last: number } | undefined {
  const [only, ...others] = days;
  if (stretch !== undefined && only === undefined) {
    const first = resolveDay(stretch.from, today)?.day;
    const last = first === undefined ? undefined : resolveDay(stretch.to, first)?.day;
    return first === undefined || last === undefined ? undefined : { first, last };
  }
  if (only?.type !== "span" || only.unit === "month" || others.length > 0) return undefined;
  const { day, last = day } = resolveDay(only, today) ?? { day: today };
  return { first: day, last };
}
