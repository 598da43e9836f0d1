const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Approvers answer soon or after a while; each look costs a call of the month's. */
const LOOKS_AFTER_MS = [10 * 60_000, HOUR_MS, 4 * HOUR_MS] as const;
/** While something can still be done about it. */
export const LAST_LOOK_MS = HOUR_MS;

/**
 * When to look next whether somebody has approved: 10 minutes, 1 hour and 4 hours after it was asked for, then once a
 * day, and an hour before the meeting. `undefined`: not any more. All in epoch ms.
 */
export function nextLook({
  sinceMs,
  startMs,
  nowMs,
}: {
  sinceMs: number;
  startMs: number;
  nowMs: number;
}): number | undefined {
  const daily = sinceMs + Math.max(1, Math.floor((nowMs - sinceMs) / DAY_MS) + 1) * DAY_MS;
  const times = [...LOOKS_AFTER_MS.map((after) => sinceMs + after), daily, startMs - LAST_LOOK_MS];
  const ahead = times.filter((time) => time > nowMs && time < startMs);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}
