import type { Interval } from "../../core/interval.ts";
import { formatClock, formatDay, formatLength, formatRange, type Language } from "../../time/format.ts";
import { WORDS, type Words } from "./words.ts";

/** Everything that an answer is worded with: sentences, and times as the person reads them. Instants in epoch ms. */
export interface Telling {
  readonly language: Language;
  readonly words: Words;
  /** `Thu 12 Mar, 15:00–16:00` */
  readonly range: (interval: Interval) => string;
  /** `Thu 12 Mar` */
  readonly day: (ms: number) => string;
  /** `15:00` */
  readonly clock: (ms: number) => string;
  /** `1 h 30 min` */
  readonly length: (ms: number) => string;
}

/** The year is named where it is not that of `nowMs`. */
export function tellingIn(language: Language, zone: string, nowMs: number): Telling {
  return {
    language,
    words: WORDS[language],
    range: (interval) => formatRange(interval, zone, language, nowMs),
    day: (ms) => formatDay(ms, zone, language, nowMs),
    clock: (ms) => formatClock(ms, zone),
    length: (ms) => formatLength(ms, language),
  };
}
