import type { WishedSeries } from "../availability/wish.ts";
import type { Interval } from "../core/interval.ts";
import { occurrencesOf } from "../time/recurrence.ts";
import { localDateOf } from "../time/zone.ts";
import { lastDateAhead } from "./horizon.ts";

const FOREVER = "9999-12-31";

/** A series as it was said, cut to the days that can be looked at. */
export interface ReadSeries {
  /** Fewer than two meetings are no series. */
  readonly when: WishedSeries;
  /** Whether it ends where the text says; else `cut` short of that, or ended because the text says no end. */
  readonly end: "said" | "cut" | "unsaid";
}

/** The series of `rule`, which may carry a COUNT or UNTIL, from its first meeting on. `now` is epoch ms. */
export function readSeries(rule: string, first: Interval, now: number, zone: string): ReadSeries {
  const parts = rule.split(";");
  const endless = parts.filter((part) => !/^(?:COUNT|UNTIL)=/.test(part));
  const occurrences = occurrencesOf({ first, rule, untilLocalDate: lastDateAhead(now, zone) }, zone);
  const isSaid = endless.length < parts.length;
  const isCut =
    isSaid && occurrencesOf({ first, rule, untilLocalDate: FOREVER }, zone).length > occurrences.length;
  return {
    when: {
      kind: "series",
      occurrences,
      rule: endless.join(";"),
      untilLocalDate: localDateOf(occurrences.at(-1)?.start ?? first.start, zone),
      isEndAssumed: !isSaid || isCut,
    },
    end: isCut ? "cut" : isSaid ? "said" : "unsaid",
  };
}
