/** What a figure is counted in. Shares and counts of people are no costs: they are told without a ratio. */
export type Unit = "calls" | "rooms" | "looks" | "trips" | "ms" | "MB" | "×" | "%" | "messages" | "people";

/** One line of the table. */
export interface Row {
  readonly measure: string;
  /** Ours, in `unit`. */
  readonly ours: number;
  readonly unit: Unit;
  /** Half of the 95 % interval, where `ours` is a mean over seeds. */
  readonly plusMinus?: number;
  /** The same in the naive ways, measured in the same run on the same sandbox. */
  readonly naive?: readonly { readonly way: string; readonly value: number }[];
  /** Absent: told, not aimed at. */
  readonly goal?: { readonly most: number } | { readonly least: number };
  /** The arithmetic behind it, made from what was measured: a footnote. */
  readonly note?: string;
}

export interface RunOptions {
  /** Fewer questions, seeds and messages: the whole in under a minute. */
  readonly isQuick: boolean;
}

/** One part of the benchmarks: measures, and tells rows. */
export interface Section {
  readonly name: string;
  run(options: RunOptions): Promise<readonly Row[]>;
}

/** Whether the goal is met; `undefined` where there is none. A row is judged by what it shows, rounding included. */
export function holds({ ours, unit, goal }: Pick<Row, "ours" | "unit" | "goal">): boolean | undefined {
  if (!goal) return undefined;
  const shown = rounded(ours, unit);
  return "most" in goal ? shown <= goal.most : shown >= goal.least;
}

const DIGITS: Readonly<Record<Unit, number>> = {
  calls: 2,
  rooms: 2,
  looks: 2,
  trips: 1,
  ms: 2,
  MB: 1,
  "×": 2,
  "%": 2,
  messages: 0,
  people: 0,
};

/** To as many digits as are shown. */
export function rounded(value: number, unit: Unit): number {
  const scale = 10 ** DIGITS[unit];
  return Math.round(value * scale) / scale;
}
