import { IANAZone } from "luxon";
import { instantOf } from "./calendar.ts";

/**
 * The zone that a text names, as luxon knows it; undefined where it is none. `CST` is China's own for an office that
 * keeps China's time, else Chicago's.
 */
export function zoneNamed(name: string, officeZone: string, now: number): string | undefined {
  if (name === "CST")
    return instantOf(now, officeZone) === instantOf(now, "Asia/Shanghai") ? undefined : "America/Chicago";
  return IANAZone.isValidZone(name) || /^UTC[+-]\d{1,2}(:\d\d)?$/.test(name) ? name : undefined;
}
