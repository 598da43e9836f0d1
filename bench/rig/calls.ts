import type { Seen, VendorName } from "./wire.ts";

/** The call that tells rooms' busy times, by vendor, as the sandbox names it. */
const FREE_BUSY: Readonly<Record<VendorName, string>> = {
  dingtalk: "calendar.rooms.schedules",
  feishu: "calendar.freebusy.list",
};

/** A room's own rules; Feishu keeps those of floors besides. */
export const RULES: Readonly<Record<VendorName, string>> = {
  dingtalk: "rooms.get",
  feishu: "vc.reserve_config.reserve_scope",
};

export const LIST: Readonly<Record<VendorName, string>> = { dingtalk: "rooms.list", feishu: "vc.room.list" };

export const countOf = (calls: readonly Pick<Seen, "api">[], api: string): number =>
  calls.filter((call) => call.api === api).length;

/** How many busy questions are among the calls. */
export const busyCallsIn = (calls: readonly Pick<Seen, "api">[], vendor: VendorName): number =>
  countOf(calls, FREE_BUSY[vendor]);

/** `3 × calendar.events.get, rooms.list`: what was called, most often first. */
export function breakdown(calls: readonly Pick<Seen, "api">[]): string {
  const counts = new Map<string, number>();
  for (const { api } of calls) counts.set(api, (counts.get(api) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([api, count]) => (count === 1 ? api : `${count} × ${api}`))
    .join(", ");
}

export const VENDOR_TITLES: Readonly<Record<VendorName, string>> = { dingtalk: "DingTalk", feishu: "Feishu" };
