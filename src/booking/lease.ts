import { randomUUID } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Storage } from "../ports/storage.ts";

/** Renewed so often that a storage which hangs for 10 s loses nobody's lease. */
const LEASE_MS = 15_000;
const RENEW_MS = 3_000;
const LOOK_AGAIN_MS = 500;

/**
 * Works on what only one process may work on at a time. Where somebody else does, waits for at most `waitMs`;
 * `undefined` when the lease was not had. The lease of a process that died runs out after 15 s.
 *
 * A lease alone does not stop a holder that slept past its end: what is written under it must be guarded too.
 */
export async function underLease<T>(
  { storage, clock }: { storage: Storage; clock: Clock },
  key: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | undefined> {
  const lease = { key, value: randomUUID(), ttlMs: LEASE_MS };
  const givesUpAt = clock.now() + waitMs;
  while (!(await storage.write([lease], { key, is: undefined }))) {
    if (clock.now() >= givesUpAt) return undefined;
    await clock.sleep(LOOK_AGAIN_MS);
  }
  const done = new AbortController();
  void renew({ storage, clock }, lease, done.signal);
  try {
    return { result: await work() };
  } finally {
    done.abort();
    // Where this fails the lease runs out by itself.
    await storage.write([{ key, value: undefined }], { key, is: lease.value }).catch(() => false);
  }
}

async function renew(
  { storage, clock }: { storage: Storage; clock: Clock },
  lease: { key: string; value: string; ttlMs: number },
  done: AbortSignal,
): Promise<void> {
  while (!done.aborted) {
    try {
      await clock.sleep(RENEW_MS, done);
      const isRenewed = await storage.write([lease], { key: lease.key, is: lease.value });
      // A machine that slept may find its lease run out, and nobody else at work.
      if (!isRenewed && !done.aborted) await storage.write([lease], { key: lease.key, is: undefined });
    } catch {
      // The work is done, or the storage is away for now.
    }
  }
}
