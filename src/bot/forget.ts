import type { Json } from "../core/json.ts";
import type { PersonId } from "../core/model.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";

/** What forgetting a person did. */
export interface Forgotten {
  /** Entries removed. */
  readonly removed: number;
  /** Bookings under way, which are brought to their end first: forget again afterwards. */
  readonly underWay: number;
  /** Platforms on which an account was linked; the authorisation was given back. */
  readonly unlinked: readonly string[];
}

/**
 * Removes everything that is stored about a person: what was booked and asked, what is open in chats, what is watched,
 * and the linked account. What is on the vendors' calendars stays. Safe to be repeated.
 */
export async function forgetPerson(
  { storage, platforms }: { readonly storage: Storage; readonly platforms: readonly Platform[] },
  personId: PersonId,
): Promise<Forgotten> {
  const unlinked: string[] = [];
  for (const { name, accounts } of platforms) if (await accounts?.unlink(personId)) unlinked.push(name);
  const theirs = (await storage.list("")).filter(
    ({ key, value }) => key.split(":").includes(personId) || belongsTo(value, personId),
  );
  const underWay = theirs.filter(({ key, value }) => key.startsWith("journal:") && !hasEnded(value));
  const gone = theirs.filter((entry) => !underWay.includes(entry));
  await storage.write(gone.map(({ key }) => ({ key, value: undefined })));
  return { removed: gone.length, underWay: underWay.length, unlinked };
}

/** The names under which an entry says whose it is. */
const OWNERS = new Set(["ownerId", "personId"]);
const PERSONS = new Set(["person", "organiser", "sender"]);

function belongsTo(value: Json, personId: PersonId): boolean {
  if (Array.isArray(value)) return value.some((one) => belongsTo(one, personId));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => {
    if (inner === undefined) return false;
    if (OWNERS.has(name) && inner === personId) return true;
    if (PERSONS.has(name) && isPerson(inner, personId)) return true;
    return belongsTo(inner, personId);
  });
}

const isPerson = (value: Json, personId: PersonId): boolean =>
  typeof value === "object" && value !== null && "id" in value && value.id === personId;

const hasEnded = (value: Json): boolean =>
  typeof value === "object" &&
  value !== null &&
  "phase" in value &&
  (value.phase === "done" || value.phase === "undone");
