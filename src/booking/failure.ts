import { isPlatformError, NOT_LINKED, type RefusalRule } from "../core/errors.ts";

/** Why a step was not done: the platform's no, in its words where it gave any, or that it could not be asked. */
export type Failure =
  | { readonly kind: "refused"; readonly reason?: string; readonly rule?: RefusalRule }
  | { readonly kind: "failed"; readonly because: string };

/** A step's own finding that it did not come about, after an answer that said so. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";

  constructor(readonly failure: Failure) {
    super(failure.kind === "refused" ? (failure.reason ?? "refused") : failure.because);
  }
}

/** Whether nothing can have happened. Anything else is unknown: a lost answer, and a fault of ours too. */
export function isCertain(error: unknown): boolean {
  return error instanceof StepFailure || (isPlatformError(error) && error.kind !== "unknown");
}

export function failureOf(error: unknown): Failure {
  if (error instanceof StepFailure) return error.failure;
  if (!isPlatformError(error)) return { kind: "failed", because: "error" };
  if (error.code === NOT_LINKED) return { kind: "failed", because: NOT_LINKED };
  if (error.kind !== "refused") return { kind: "failed", because: error.kind };
  const { reason, rule } = error;
  return { kind: "refused", ...(reason ? { reason } : {}), ...(rule ? { rule } : {}) };
}
