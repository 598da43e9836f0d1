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

/**
 * Commits together what was asked for in one turn of the event loop. A commit waits for the disk, which takes a
 * multiple of the work itself: with many messages at a time one wait serves them all, and no more than half of the time
 * is spent waiting. `transaction` commits what its work did, or throws and has undone it.
 */
export function groupCommit(transaction: (work: () => void) => void): GroupCommit {
  let waiting: Job[] = [];
  /** Until then more is gathered, where the last commit served several. */
  let gatherUntilMs = 0;

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
    if (jobs.length > 1) gatherUntilMs = endedMs + (endedMs - beganMs);
    for (const job of jobs) job.settle();
  };
  const flushSoon = (): void => {
    const waitMs = gatherUntilMs - performance.now();
    if (waitMs > 0) setTimeout(flush, waitMs);
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
