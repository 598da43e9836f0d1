import type { PersonId, PlatformName } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";

const DAY_MS = 24 * 60 * 60_000;

/** How many answers a person may still have on this local day: `last` is the one that says that it was the last. */
export async function countAnswer(
  storage: Storage,
  who: { platform: PlatformName; personId: PersonId; localDate: string },
  limit: number,
): Promise<"within" | "last" | "over"> {
  if (!Number.isFinite(limit)) return "within";
  const count = await storage.increment(`answers:${who.platform}:${who.personId}:${who.localDate}`, DAY_MS);
  if (count <= limit) return "within";
  return count === limit + 1 ? "last" : "over";
}
