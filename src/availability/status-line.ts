import type { Interval } from "../core/interval.ts";
import type { RoomBusy } from "../core/model.ts";
import { clip, gaps, merge } from "../time/interval.ts";
import { localDateOf, localMinuteOf } from "../time/zone.ts";

/** A stretch of a room's day. */
export interface StatusPart {
  readonly kind: "busy" | "free" | "unknown";
  readonly interval: Interval;
}

/** A room's time in a window, without holes and in order; meetings that touch are one busy part. */
export function statusParts(busy: RoomBusy, window: Interval): StatusPart[] {
  if (!busy.known) return [{ kind: "unknown", interval: window }];
  const taken = merge(busy.busy).flatMap((interval) => clip(interval, window) ?? []);
  const free = gaps(window, taken);
  return [
    ...taken.map((interval): StatusPart => ({ kind: "busy", interval })),
    ...free.map((interval): StatusPart => ({ kind: "free", interval })),
  ].sort((a, b) => a.interval.start - b.interval.start);
}

/** When the room gets busy next, or the window ends, counted from `at`; `undefined` where it is not free then. */
export function freeUntil(parts: readonly StatusPart[], at: number): number | undefined {
  const part = parts.find(({ interval }) => interval.start <= at && at < interval.end);
  return part?.kind === "free" ? part.interval.end : undefined;
}

/**
 * The parts as a line such as `09–10:30 busy · free · 14–15 busy`. `words` are the language's.
 * Only busy stretches have their times written: what lies between them is free.
 */
export function statusText(
  parts: readonly StatusPart[],
  zone: string,
  words: { readonly [Kind in StatusPart["kind"]]: string },
): string {
  return parts
    .map(({ kind, interval }) => (kind === "busy" ? `${stretch(interval, zone)} ${words.busy}` : words[kind]))
    .join(" · ");
}

/** `09–10:30`; a stretch that ends at midnight ends at 24. */
function stretch({ start, end }: Interval, zone: string): string {
  const endsAtMidnight = clock(end, zone) === "00" && localDateOf(end, zone) > localDateOf(start, zone);
  return `${clock(start, zone)}–${endsAtMidnight ? "24" : clock(end, zone)}`;
}

/** `09` or `10:30`. */
const clock = (ms: number, zone: string): string => localMinuteOf(ms, zone).slice(11, 16).replace(":00", "");
