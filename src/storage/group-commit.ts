interface Job {
  /** Does the work inside of a transaction; its result is kept until that has been committed. */
  run(): void;
  settle(): void;
  fail(error: unknown): void;
}

/** Work on a database, each part of it done as a whole or not at all. */
export interface GroupCommit {
  /** Resolves with what `work` returned once that is committed; rejects with what it threw, and then nothing of it was done. */
  atomically<T>(work: () => T): Promise<T>;
  /** Does at once what is waiting. */
  flush(): void;
}

/** Of the time, the part that commits may take where they are many; what is asked for meanwhile is committed together. */
const COMMITTING_SHARE = 0.25;
/** A message's own commits, one after the other, wait for nothing. */
const CREDIT_MS = 20;

/**
 * Commits together what was asked for in one turn of the event loop. A commit waits for the disk, which takes a
 * multiple of the work itself: with many messages at a time one wait serves them all. `transaction` commits what its work did, or throws and has undone it.
 */
export function groupCommit(transaction: (work: () => void) => void): GroupCommit {
  let waiting: Job[] = [];
  /** Milliseconds that commits may take without a pause, as of `atMs`. */
  let credit = { ms: CREDIT_MS, atMs: performance.now() };
  const creditAt = (nowMs: number): number =>
    Math.min(CREDIT_MS, credit.ms + (nowMs - credit.atMs) * COMMITTING_SHARE);

  const alone = (job: Job): void => {
    try {
      transaction(() => job.run());
      job.settle();
    } catch (error) {
      job.fail(error);
    }
  };
  const flush = (): void => {
    const jobs = waiting;
    waiting = [];
    if (jobs.length === 0) return;
    const beganMs = performance.now();
    try {
      transaction(() => {
        for (const job of jobs) job.run();
      });
    } catch {
      // All of it is undone: each is done again by itself, so that only the one that cannot be done fails.
      for (const job of jobs) alone(job);
      return;
    }
    const endedMs = performance.now();
    credit = { ms: creditAt(beganMs) - (endedMs - beganMs), atMs: endedMs };
    for (const job of jobs) job.settle();
  };
  const flushSoon = (): void => {
    const missingMs = -creditAt(performance.now());
    if (missingMs > 0) setTimeout(flush, missingMs / COMMITTING_SHARE);
    else setImmediate(flush);
  };

  return {
    flush,
    atomically: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        let settle = (): void => {};
        if (waiting.length === 0) flushSoon();
        waiting.push({
          run() {
            const result = work();
            settle = () => resolve(result);
          },
          settle: () => settle(),
          fail: reject,
        });
      }),
  };
}
