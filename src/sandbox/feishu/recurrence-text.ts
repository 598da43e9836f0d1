import { DateTime } from "luxon";
import rrule from "rrule";
import type { Recurrence } from "../series.ts";
import type { Refusal } from "./errors.ts";

const LONGEST = 2_000;
const UTC_FORM = "yyyyMMdd'T'HHmmss'Z'";
const WALL_FORM = "yyyyMMdd'T'HHmmss";

/**
 * A recurrence rule as a request gives it, with its UNTIL by the zone's clock on the wall. Undefined for none. The rule has a FREQ, and COUNT or UNTIL but not both. Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create
 */
export function readRecurrence(
  value: unknown,
  zone: string,
  bad: (why: string) => Refusal,
): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw bad("recurrence is a string");
  if (value.length > LONGEST) throw bad(`the max len is ${LONGEST}`);
  const parts = value.replace(/^RRULE:/i, "").split(";");
  const names = parts.map((part) => part.split("=")[0]?.toUpperCase());
  if (names.includes("COUNT") && names.includes("UNTIL")) {
    throw bad("COUNT and UNTIL can not appear at the same time");
  }
  const rule = parts.map((part) => inZone(part, zone)).join(";");
  if (!isRule(rule)) throw bad("recurrence is not a rule of RFC 5545");
  return rule;
}

/** The rule as it is answered, its end in UTC. */
export function showRecurrence({ rule, untilLocalDate }: Recurrence, zone: string): string {
  const parts = rule.split(";");
  if (untilLocalDate !== undefined) parts.push(`UNTIL=${untilLocalDate.replaceAll("-", "")}T235959`);
  return parts.map((part) => inUtc(part, zone)).join(";");
}

/** `UNTIL=20260531T155959Z` is a second before midnight in Shanghai. */
function inZone(part: string, zone: string): string {
  const utc = /^UNTIL=(\d{8}T\d{6}Z)$/i.exec(part)?.[1];
  if (utc === undefined) return part;
  const until = DateTime.fromFormat(utc, UTC_FORM, { zone: "utc" });
  return until.isValid ? `UNTIL=${until.setZone(zone).toFormat(WALL_FORM)}` : part;
}

function inUtc(part: string, zone: string): string {
  const wall = /^UNTIL=(\d{8}T\d{6})$/i.exec(part)?.[1];
  if (wall === undefined) return part;
  return `UNTIL=${DateTime.fromFormat(wall, WALL_FORM, { zone }).toUTC().toFormat(UTC_FORM)}`;
}

function isRule(rule: string): boolean {
  try {
    return rrule.RRule.parseString(rule).freq !== undefined;
  } catch {
    return false;
  }
}
