import type { Json } from "../core/json.ts";
import type { PersonId } from "../core/model.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";

/** What forgetting a person did. */
export interface Forgotten {
  /** Entries removed. */
  readonly removed: number;
  /** Entries of others that the person was taken out of, such as somebody's booking with this guest. */
  readonly takenOutOf: number;
  /** Bookings under way, which are brought to their end first: forget again afterwards. */
  readonly underWay: number;
  /** Platforms on which an account was linked; the authorisation was given back. */
  readonly unlinked: readonly string[];
}

/**
 * Removes everything that is stored about a person: what was booked and asked, what is open in chats, what is watched,
 * and the linked account; and takes the person out of what is stored for others, as their guest. What is on the
 * vendors' calendars stays. Safe to be repeated.
 */
export async function forgetPerson(
  { storage, platforms }: { readonly storage: Storage; readonly platforms: readonly Platform[] },
  personId: PersonId,
): Promise<Forgotten> {
  const unlinked: string[] = [];
  for (const { name, accounts } of platforms) if (await accounts?.unlink(personId)) unlinked.push(name);
  const theirs = (await storage.list("")).filter(
    ({ key, value }) => isKeyOf(key, personId) || belongsTo(value, personId),
  );
  const gone = theirs.filter((entry) => !isUnderWay(entry));
  await storage.write(gone.map(({ key }) => ({ key, value: undefined })));
  const takenOutOf = await takeOut(storage, personId);
  const underWay = (await storage.list("journal:")).filter(
    (entry) => isUnderWay(entry) && JSON.stringify(entry).includes(JSON.stringify(personId)),
  );
  return { removed: gone.length, takenOutOf, underWay: underWay.length, unlinked };
}

/** An id may itself have colons, as those of people from outside have on DingTalk. */
const isKeyOf = (key: string, personId: PersonId): boolean => `:${key}:`.includes(`:${personId}:`);

type Entry = Readonly<Awaited<ReturnType<Storage["list"]>>[number]>;

const isUnderWay = ({ key, value }: Entry): boolean => key.startsWith("journal:") && !hasEnded(value);

/** How often an entry that changes meanwhile is read again. */
const TRIES = 5;

/** Takes the person out of every list in what is left, each entry with the life that it has; how many those were. */
async function takeOut(storage: Storage, personId: PersonId): Promise<number> {
  let count = 0;
  for (const { key, value } of await storage.list("")) {
    let seen: Json | undefined = value;
    for (let tries = 0; seen !== undefined && tries < TRIES; tries += 1) {
      const rest = without(seen, personId);
      if (rest === seen || isUnderWay({ key, value: seen })) break;
      if (await storage.write([{ key, value: rest, keepsLife: true }], { key, is: seen })) {
        count += 1;
        break;
      }
      seen = await storage.get(key);
    }
  }
  return count;
}

/** `value` with the person in none of its lists; `value` itself where there was nothing to take out. */
function without(value: Json, personId: PersonId): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const rest = value.filter((one) => one !== personId && !isPerson(one, personId));
    const cleaned = rest.map((one) => without(one, personId));
    const isSame = rest.length === value.length && cleaned.every((one, at) => one === rest[at]);
    return isSame ? value : cleaned;
  }
  let isSame = true;
  const cleaned = Object.entries(value).map(([name, inner]) => {
    const rest = inner === undefined ? undefined : without(inner, personId);
    isSame &&= rest === inner;
    return [name, rest] as const;
  });
  return isSame ? value : Object.fromEntries(cleaned);
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
