import { vi } from "vitest";

/** The most starts that fall into any stretch of `perMs` (half-open), wherever it begins. */
export function mostInAnyWindow(starts: readonly number[], perMs: number): number {
  const sorted = starts.toSorted((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map((start) => sorted.filter((other) => other >= start && other < start + perMs).length),
  );
}

/** Lets the faked time pass until `work` is settled, `stepMs` at a time. */
export async function passTimeUntil<T>(work: Promise<T>, stepMs = 50): Promise<T> {
  let isSettled = false;
  const settled = () => {
    isSettled = true;
  };
  work.then(settled, settled);
  for (let step = 0; !isSettled; step += 1) {
    if (step > 20_000) throw new Error("The work never ends, however much time passes.");
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  return await work;
}
