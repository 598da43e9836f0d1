import type { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Json } from "../../core/json.ts";
import type { Storage } from "../../ports/storage.ts";
import { memo } from "./memo.ts";

/** How long this process does not even ask the storage. */
const MEMO_MS = 60_000;

export interface KeptKind<T> {
  /** What it is, for the storage's key. */
  readonly kind: string;
  readonly lifeMs: number;
  /** What of another shape is kept, by another version, is fetched anew. */
  readonly shape: z.ZodType<T>;
}

/**
 * As `memo`, and kept in storage too, so that a restart or another instance costs no call. What cannot be kept is only
 * fetched once more.
 */
export function kept<T>(
  { storage, clock }: { readonly storage: Storage; readonly clock: Clock },
  { kind, lifeMs, shape }: KeptKind<T>,
  fetch: (id: string) => Promise<T>,
): (id: string) => Promise<T> {
  return memo(clock, Math.min(lifeMs, MEMO_MS), async (id) => {
    const key = `feishu:${kind}:${id}`;
    const known = shape.safeParse(await storage.get(key));
    if (known.success) return known.data;
    const value = await fetch(id);
    await storage.write([{ key, value: JSON.parse(JSON.stringify(value)) as Json, ttlMs: lifeMs }]);
    return value;
  });
}
