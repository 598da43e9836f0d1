import { MovableClock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { type Distance, Latency } from "./latency.ts";
import type { Office } from "./office.ts";
import type { SandboxGround } from "./sandbox.ts";
import { seedMeetings } from "./seed/meetings.ts";
import { believableOffice } from "./seed/office.ts";
import { seededRandom } from "./seed/random.ts";
import { Trace } from "./trace.ts";
import { World } from "./world.ts";

export interface GroundOptions {
  /** What the office's clock shows at the start; absent: the machine's time. */
  readonly nowMs?: number;
  /** The same seed makes the same meetings and the same choices. */
  readonly seed?: number;
  readonly roomAnswerMs?: readonly [least: number, most: number];
  readonly office?: Office;
  /** Whether rooms are in use already; absent: believably so. */
  readonly meetings?: "believable" | "none";
  /** How long the way back to a caller is. Absent: as short as loopback is. */
  readonly latency?: Distance;
}

/** An office, its clock and its people's meetings: what both vendors stand on. */
export function sandboxGround(options: GroundOptions = {}): SandboxGround {
  const { nowMs = Date.now(), seed = 1, roomAnswerMs = [300, 1_500], meetings = "believable" } = options;
  const clock = new MovableClock(nowMs);
  const world = new World(options.office ?? believableOffice(nowMs), clock);
  const random = seededRandom(seed);
  if (meetings === "believable") seedMeetings(world, random);
  const latency = new Latency(seed, options.latency);
  return { world, clock, faults: new Faults(), trace: new Trace(), latency, roomAnswerMs, random };
}
