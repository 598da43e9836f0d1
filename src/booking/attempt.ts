import { describeError, isPlatformError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { type Failure, failureOf, isCertain } from "./failure.ts";
import { insist } from "./insist.ts";
import { NOT_DONE, type Step, type Work } from "./recipe.ts";
import { SETTLES_AFTER_MS } from "./room-answer.ts";

/** A write that had no usable answer and certainly did not happen is tried once more. */
const MOST_RUNS = 2;

type Ran =
  | { readonly kind: "done"; readonly result: Json }
  | { readonly kind: "failed"; readonly failure: Failure; readonly mayBeDone: boolean };

/**
 * Runs a step until it is known what became of it. A run without a usable answer is read back, and repeated only where
 * it certainly did not happen; a step that cannot be read back may be repeated as it is.
 */
export async function attempt(step: Step, work: Work, wasBegun: boolean): Promise<Ran> {
  const { settle } = step;
  const { clock } = work.tools;
  let mayBeDone = wasBegun;
  let failure: Failure | undefined;
  /** How it ended, as far as can be read; `undefined` where it was not done. */
  const readBack = async (settled: NonNullable<Step["settle"]>): Promise<Ran | undefined> => {
    try {
      const known = await insist(clock, () => settled(work));
      return known === NOT_DONE ? undefined : { kind: "done", result: known ?? null };
    } catch (error) {
      return { kind: "failed", failure: failure ?? failureOf(error), mayBeDone: true };
    }
  };
  for (let runs = 0; ; runs += 1) {
    if (mayBeDone && settle) {
      const end = await readBack(settle);
      if (end) return end;
      mayBeDone = false;
    }
    if (runs === MOST_RUNS) return { kind: "failed", failure: failure ?? INTERRUPTED, mayBeDone };
    try {
      return { kind: "done", result: (await step.run(work)) ?? null };
    } catch (error) {
      failure = failureOf(error);
      if (isCertain(error)) {
        const isRepetition = wasBegun || runs > 0;
        if (settle && isRepetition && failure.kind === "refused") {
          // What was read back may have been older than the first run, which then is what it is refused for.
          await clock.sleep(SETTLES_AFTER_MS);
          const end = await readBack(settle);
          if (end) return end;
        }
        const isHalfway = failure.kind === "refused" && step.refusesHalfway === true;
        return { kind: "failed", failure, mayBeDone: mayBeDone || isHalfway };
      }
      if (!isPlatformError(error))
        work.tools.logger.error("a step broke", { step: step.name, error: describeError(error) });
      mayBeDone = true;
    }
  }
}

const INTERRUPTED: Failure = { kind: "failed", because: "interrupted" };
