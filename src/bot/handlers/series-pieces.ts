import type { WishedSeries } from "../../availability/wish.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import type { Interval } from "../../core/interval.ts";
import { localDateOf } from "../../time/zone.ts";

/**
 * The bookings of a series: one for each run of meetings between those that are left out. A run of one meeting is a
 * single one. An offer leaves out three meetings at most, so there are four pieces at most. The request is for the
 * first that is not left out; where it begins at another time than was wished, all do.
 */
export function seriesPieces(
  request: BookingRequest,
  { occurrences, rule }: Pick<WishedSeries, "occurrences" | "rule">,
  skips: readonly Interval[],
): readonly BookingRequest[] {
  const isSkipped = new Set(skips.map(({ start }) => start));
  const firstWished = occurrences.find(({ start }) => !isSkipped.has(start));
  const shiftMs = request.start - (firstWished?.start ?? request.start);
  const runs: Interval[][] = [[]];
  for (const { start, end } of occurrences) {
    if (isSkipped.has(start)) runs.push([]);
    else runs.at(-1)?.push({ start: start + shiftMs, end: end + shiftMs });
  }
  return runs.flatMap(([first, ...others]) => {
    if (!first) return [];
    const last = others.at(-1);
    const piece = { ...request, start: first.start, end: first.end };
    if (!last) return [piece];
    return [{ ...piece, recurrence: { rule, untilLocalDate: localDateOf(last.start, request.zone) } }];
  });
}
