/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Random = () => number;

/** One of these, each as likely as the others. */
export const pick = <T>(options: readonly T[], random: Random): T =>
  options[Math.floor(random() * options.length)] as T;

/** One of these by weight. */
export function weighted<T>(options: readonly (readonly [T, number])[], random: Random): T {
  let at = random() * options.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [option, weight] of options) {
    at -= weight;
    if (at < 0) return option;
  }
  return (options.at(-1) as readonly [T, number])[0];
}

/** An index below `count`, the n-th as likely as 1/n (Zipf with exponent 1). */
export function zipf(count: number, random: Random): number {
  const total = Array.from({ length: count }, (_, at) => 1 / (at + 1)).reduce((a, b) => a + b, 0);
  let at = random() * total;
  for (let index = 0; index < count; index += 1) {
    at -= 1 / (index + 1);
    if (at < 0) return index;
  }
  return count - 1;
}
