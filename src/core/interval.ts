/** A half-open stretch of time `[start, end)` in epoch milliseconds: a meeting that ends at 15:00 does not touch one that starts then. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}
