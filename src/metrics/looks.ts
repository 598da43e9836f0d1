import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";
import type { Prometheus, Reading } from "./prometheus.ts";

/** What is looked up in the parts themselves whenever the page is: connections, budgets, and what is open in the storage. */
export function lookAt(prometheus: Prometheus, platforms: readonly Platform[], storage: Storage): void {
  const each = (read: (platform: Platform) => number): Reading[] =>
    platforms.map((platform) => ({ labels: { platform: platform.name }, value: read(platform) }));

  prometheus.look("connected", async () =>
    each(({ listener }) => (listener.state() === "connected" ? 1 : 0)),
  );
  const budgets = () =>
    platforms.flatMap(({ name, budget }) =>
      (["calls", "messages"] as const).flatMap((of) =>
        budget ? [{ labels: { platform: name, of }, ...budget[of]() }] : [],
      ),
    );
  prometheus.look("budgetUsed", async () => budgets().map(({ labels, used }) => ({ labels, value: used })));
  prometheus.look("budgetLeft", async () =>
    budgets().flatMap(({ labels, used, of }) =>
      typeof of === "number" ? [{ labels, value: Math.max(0, of - used) }] : [],
    ),
  );
  prometheus.look("journalOpen", async () => {
    const entries = await storage.list("journal:");
    return each(
      ({ name }) =>
        entries.filter(({ key, value }) => key.startsWith(`journal:${name}:`) && isOpen(value)).length,
    );
  });
  prometheus.look("inboxOpen", async () => {
    const entries = await storage.list("inbox:open:");
    return each(({ name }) => entries.filter(({ key }) => key.startsWith(`inbox:open:${name}:`)).length);
  });
}

const isOpen = (entry: unknown): boolean =>
  typeof entry === "object" &&
  entry !== null &&
  "phase" in entry &&
  entry.phase !== "done" &&
  entry.phase !== "undone";
