import type { EventEmitter } from "node:events";
import type { MovableClock } from "../sandbox/clock.ts";
import type { Faults } from "../sandbox/faults.ts";
import type { Vendor } from "../sandbox/sandbox.ts";
import type { Trace } from "../sandbox/trace.ts";
import type { World } from "../sandbox/world.ts";

export const VENDOR_NAMES = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** What the page plays on: one office, its clock, and the two vendors that show it. */
export type Stage = {
  readonly world: World;
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly dingtalk: Vendor & {
    readonly switches: { isEveryRoomTaken: boolean };
    /** `heard` for each message, press and event that the bot acknowledged. */
    readonly pushes: EventEmitter<{ heard: [] }>;
  };
  /** With the pictures that the bot uploaded, PNG by their keys. */
  readonly feishu: Vendor & { readonly images?: ReadonlyMap<string, Uint8Array> };
};
