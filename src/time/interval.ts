import type { Interval } from "../core/interval.ts";

/** The algebra of half-open stretches `[start, end)` in epoch ms. What has no length (or less) is nowhere. */

const hasLength = ({ start, end }: Interval): boolean => start < end;

/** Whether the two share a moment; touching is not sharing. */
export function overlaps(a: Interval, b: Interval): boolean {
  return clip(a, b) !== undefined;
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The part of `interval` that lies in `window`; undefined where none does. */
export function clip(interval: Interval, window: Interval): Interval | undefined {
  const part = { start: Math.max(interval.start, window.start), end: Math.min(interval.end, window.end) };
  return hasLength(part) ? part : undefined;
}

/** The same moments as fewest stretches, in order: overlapping and touching ones are joined. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of intervals.filter(hasLength).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What `busy` leaves of `window`, in order; `busy` may be unordered and overlap. */
export function gaps(window: Interval, busy: readonly Interval[]): Interval[] {
  const taken = merge(busy);
  const starts = [window.start, ...taken.map(({ end }) => end)];
  const ends = [...taken.map(({ start }) => start), window.end];
  return starts.flatMap((start, index) => clip({ start, end: ends[index] ?? window.end }, window) ?? []);
}

/** The moments that are in both, as fewest stretches, in order. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const [left, right] = [merge(a), merge(b)];
  const shared: Interval[] = [];
  for (let i = 0, j = 0; ; ) {
    const [one, other] = [left[i], right[j]];
    if (!one || !other) return shared;
    const part = clip(one, other);
    if (part) shared.push(part);
    if (one.end < other.end) i += 1;
    else j += 1;
  }
}
