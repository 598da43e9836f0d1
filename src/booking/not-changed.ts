import type { JournalEntry } from "./journal.ts";
import type { NotChanged, Stands } from "./outcomes.ts";
import type { Restored } from "./restore.ts";

/** Why a change did not come about, and how things stand, as far as the steps that restore found out. */
export function notChanged({ why, openEnd, undone }: JournalEntry): NotChanged {
  const hasLost = Object.values(undone).some(
    (found) => ((found as unknown as Restored | null)?.lost ?? []).length > 0,
  );
  const stands: Stands = openEnd ? "unknown" : hasLost ? "without-room" : "as-before";
  if (!why || why.kind === "failed")
    return { kind: "failed", because: why?.because ?? "interrupted", stands };
  return { kind: "refused", ...(why.reason ? { reason: why.reason } : {}), stands };
}
