export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @throws {RangeError} for no values at all: a mean of nothing would be read as a result */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("There is no mean of nothing.");
  return sum(values) / values.length;
}

/**
 * The value that `share` (0 to 1) of the values do not exceed, by the nearest rank: a value that was really measured.
 * @throws {RangeError} for no values at all
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("There is no percentile of nothing.");
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Half of the 95 % interval of the mean, by the normal approximation; 0 for a single value. */
export function half95(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const variance = sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
  return 1.96 * Math.sqrt(variance / values.length);
}

/** The most of these moments (ms) that lie within any half-open stretch of `perMs`. */
export function mostWithin(moments: readonly number[], perMs: number): number {
  const sorted = moments.toSorted((a, b) => a - b);
  let from = 0;
  let most = 0;
  sorted.forEach((moment, at) => {
    while ((sorted[from] ?? moment) <= moment - perMs) from += 1;
    most = Math.max(most, at - from + 1);
  });
  return most;
}

/**
 * How many calls had to wait for one another: a call that arrives later than the quickest answer to the first of a
 * group belongs to the next group. `shortestMs` is that quickest answer.
 */
export function roundTrips(arrivals: readonly number[], shortestMs: number): number {
  let trips = 0;
  let began = Number.NEGATIVE_INFINITY;
  for (const arrival of arrivals.toSorted((a, b) => a - b)) {
    if (arrival < began + shortestMs) continue;
    trips += 1;
    began = arrival;
  }
  return trips;
}
