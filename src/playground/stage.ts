import type { Clock } from "../core/clock.ts";
import type { Vendor } from "../sandbox/sandbox.ts";
import type { World } from "../sandbox/world.ts";

export const VENDOR_NAMES = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** What the page plays on: one office, its clock, and the two vendors that show it. */
export type Stage = {
  readonly world: World;
  readonly clock: Clock;
} & Readonly<Record<VendorName, Vendor>>;
