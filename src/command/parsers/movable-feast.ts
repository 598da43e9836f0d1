import { CHINESE_FEASTS } from "../chinese-feast.ts";
import type { DaySpec } from "../piece.ts";
import type { Tokens } from "../token.ts";
import type { DayRead } from "./day-words.ts";

const thanksgiving: DaySpec = { type: "nthWeekday", nth: 4, weekday: 4, month: 11 };

const FEASTS: Readonly<Record<string, DaySpec>> = {
  thanksgiving,
  blackFriday: { type: "shifted", base: thanksgiving, days: 1 },
  cyberMonday: { type: "shifted", base: thanksgiving, days: 4 },
  goodFriday: { type: "easter", days: -2 },
  easter: { type: "easter", days: 0 },
  easterMonday: { type: "easter", days: 1 },
  ...Object.fromEntries(
    CHINESE_FEASTS.map((feast): [string, DaySpec] => [feast, { type: "chineseFeast", feast }]),
  ),
};

/** Thanksgiving, Good Friday, 中秋节: feasts without a fixed date. */
export function movableFeast(tokens: Tokens, at: number): DayRead | undefined {
  const day = FEASTS[tokens.key(at, "holiday") ?? ""];
  return day === undefined ? undefined : { day, to: at + 1 };
}
