import { z } from "zod";
import type { Stage } from "./stage.ts";
import { VENDOR_NAMES } from "./stage.ts";
import { SWITCH_KINDS, type Switches } from "./switches.ts";

/** What the page's user does to the office itself: its time, and what goes wrong in it. */

const MOST_MS = 31 * 86_400_000;

/** Only forward: people are waiting on the clock. */
export const clockRequest = z.object({ byMs: z.number().int().min(1).max(MOST_MS) });

const vendor = z.enum(VENDOR_NAMES);

export const faultRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(SWITCH_KINDS), vendor, isOn: z.boolean() }),
  z.object({ kind: z.literal("drop"), vendor }),
  z.object({ kind: z.literal("none") }),
]);

/** Turns a switch, cuts a vendor's connections (`drop`), or turns every switch off (`none`). */
export function pull(stage: Stage, switches: Switches, request: z.output<typeof faultRequest>): void {
  if (request.kind === "none") switches.allOff();
  else if (request.kind === "drop") stage[request.vendor].dropConnections();
  else switches.turn(request.vendor, request.kind, request.isOn);
}
