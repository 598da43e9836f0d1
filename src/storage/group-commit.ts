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
 * multiple of the work itself: with many messages at a time one wait serves them all. `transaction` commits what its
 * work did, or throws and has undone it.
 */
export function groupCommit(transaction: (work: () => void) => void): GroupCommit {
  let waiting: Job[] = [];

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
    try {
      transaction(() => {
        for (const job of jobs) job.run();
      });
    } catch {
      // All of it is undone: each is done again by itself, so that only the one that cannot be done fails.
      for (const job of jobs) alone(job);
      return;
    }
    for (const job of jobs) job.settle();
  };

  return {
    flush,
    atomically: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        let settle = (): void => {};
        if (waiting.length === 0) setImmediate(flush);
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
