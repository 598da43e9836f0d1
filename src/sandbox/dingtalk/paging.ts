import { invalidParameter } from "./errors.ts";

/** The calendar's page tokens: opaque to whoever gets them. */
export const tokenOf = (from: number): string => Buffer.from(`offset:${from}`).toString("base64");

/** Where the page of a token begins; without one, at the first. */
export function readToken(token: string | undefined): number {
  if (!token) return 0;
  const found = /^offset:(\d+)$/.exec(Buffer.from(token, "base64").toString("latin1"));
  if (!found) throw invalidParameter("nextToken invalid");
  return Number(found[1]);
}
