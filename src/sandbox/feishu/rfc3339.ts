import { DateTime } from "luxon";

const FORM = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Epoch ms of an RFC 3339 date-time, which always says its offset; undefined where it is none. */
export function readRfc3339(text: unknown): number | undefined {
  if (typeof text !== "string" || !FORM.test(text)) return undefined;
  const read = DateTime.fromISO(text.toUpperCase(), { setZone: true });
  return read.isValid ? read.toMillis() : undefined;
}

/** As Feishu writes it: `2020-10-28T22:30:00+08:00`. */
export const writeRfc3339 = (epochMs: number, zone: string): string =>
  DateTime.fromMillis(epochMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
