import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const MB = 1024 ** 2;

/** What this process holds on to once the garbage is collected, in MB: of its heap, and of the machine. */
export function heldMemory(): { heapMb: number; residentMb: number } {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / MB, residentMb: rss / MB };
}
