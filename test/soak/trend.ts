/** What a measure did over time, from the straight line that fits its values best. */
export interface Trend {
  /** Growth an hour, in the measure's unit. */
  readonly perHour: number;
  /** Half of the 95 % interval of that. */
  readonly plusMinus: number;
  /** The value in the middle of the time. */
  readonly level: number;
  /**
   * `flat`: at the upper end of the interval the whole time added less than a tenth, or less than `least`. `grows`: at
   * the lower end it added more than that. `unclear`: it was too short, or too restless, to tell.
   */
  readonly verdict: "flat" | "grows" | "unclear";
}

/** Neighbouring values hang together: the line is fitted to so many blocks of them. */
const BLOCKS = 12;
/** Two-sided 95 % of Student's t with `BLOCKS - 2` degrees of freedom. */
const T = 2.228;
const TENTH = 0.1;

/**
 * The trend of `values` (each with its second), which should not hold the warm-up. `of` says what stands for a block:
 * the least of a sawtooth such as a heap, the mean of anything else. `least` is a growth that is nothing, in units.
 */
export function trendOf(
  values: readonly { readonly second: number; readonly value: number }[],
  { of, least }: { readonly of: "least" | "mean"; readonly least: number },
): Trend {
  const perBlock = Math.floor(values.length / BLOCKS);
  if (perBlock < 1)
    return { perHour: Number.NaN, plusMinus: Number.NaN, level: Number.NaN, verdict: "unclear" };
  const points = Array.from({ length: BLOCKS }, (_, at) => {
    const block = values.slice(at * perBlock, (at + 1) * perBlock);
    const all = block.map(({ value }) => value);
    return {
      x: mean(block.map(({ second }) => second)),
      y: of === "least" ? Math.min(...all) : mean(all),
    };
  });
  const [x, y] = [mean(points.map((one) => one.x)), mean(points.map((one) => one.y))];
  const spread = sum(points.map((one) => (one.x - x) ** 2));
  const slope = sum(points.map((one) => (one.x - x) * (one.y - y))) / spread;
  const rest = sum(points.map((one) => (one.y - y - slope * (one.x - x)) ** 2));
  const error = T * Math.sqrt(rest / (BLOCKS - 2) / spread);
  const seconds = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  const nothing = Math.max(least, TENTH * y);
  return {
    perHour: slope * 3_600,
    plusMinus: error * 3_600,
    level: y,
    verdict:
      (slope - error) * seconds > nothing
        ? "grows"
        : (slope + error) * seconds <= nothing
          ? "flat"
          : "unclear",
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
