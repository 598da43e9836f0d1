import type { Clock } from "../../core/clock.ts";

/**
 * Remembers what `fetch` said about a key for `lifeMs`. Asked for many times at once, it is fetched once; a failure
 * is not remembered.
 */
export function memo<T>(
  clock: Clock,
  lifeMs: number,
  fetch: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  const held = new Map<string, { readonly value: Promise<T>; readonly untilMs: number }>();
  return (key) => {
    const nowMs = clock.now();
    const known = held.get(key);
    if (known && nowMs < known.untilMs) return known.value;
    for (const [old, { untilMs }] of held) if (untilMs <= nowMs) held.delete(old);
    const value = fetch(key);
    const entry = { value, untilMs: nowMs + lifeMs };
    held.set(key, entry);
    value.catch(() => {
      if (held.get(key) === entry) held.delete(key);
    });
    return value;
  };
}
