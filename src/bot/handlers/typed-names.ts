import { describeError } from "../../core/errors.ts";
import type { Person } from "../../core/model.ts";
import type { FoundPerson } from "../../ports/directory.ts";
import type { Turn } from "../turn.ts";

/** Whom the typed names of a message stand for. */
export type Named =
  | {
      readonly kind: "known";
      readonly named: readonly Person[];
      /** Names that stand for nobody that could be found, or that may not be looked up here. */
      readonly unfound: readonly string[];
    }
  /** A name that several colleagues have, who can be told apart; `isCut`: some others of that name cannot. */
  | {
      readonly kind: "ask";
      readonly name: string;
      readonly candidates: readonly FoundPerson[];
      readonly isCut: boolean;
    };

/**
 * Finds out whom the typed names stand for. `mentioned` are in the message anyway, `picked` were chosen among
 * namesakes already. In a group only somebody whose whole name was typed, and who is the only one of that name, can
 * be meant: who else works here is nothing to be listed there.
 */
export async function peopleNamed(
  turn: Turn,
  mentioned: readonly Person[],
  picked: readonly Person[] = [],
): Promise<Named> {
  const named: Person[] = [...picked];
  const unfound: string[] = [];
  // A mention may leave the first of several words of a name behind in the text.
  const isKnown = (name: string) =>
    [...mentioned, ...named].some((person) => person.name === name || person.name.startsWith(`${name} `));
  for (const name of turn.command.people ?? []) {
    if (isKnown(name)) continue;
    const candidates = await whoIsCalled(turn, name);
    if (candidates.some(({ id }) => named.some((person) => person.id === id))) continue;
    const [only, ...others] = candidates;
    const apart = candidates.filter((one) => candidates.filter((other) => isAlike(one, other)).length === 1);
    if (only && others.length === 0) named.push(only);
    // Namesakes to the letter of whom nothing else is known cannot be told apart in a list either: a mention can.
    else if (apart.length === 0 || turn.chat.kind === "group") unfound.push(name);
    else return { kind: "ask", name, candidates: apart, isCut: apart.length < candidates.length };
  }
  return { kind: "known", named: named.filter(({ id }) => id !== turn.person.id), unfound };
}

/** People whom the message mentions, with their names: some platforms tell them by id alone. */
export function mentionedPeople({ mentions, desk }: Turn): Promise<readonly Person[]> {
  const { directory } = desk.platform;
  return Promise.all(
    mentions.map(async (person) => ({
      ...person,
      name: person.name || ((await directory.nameOf(person.id).catch(() => undefined)) ?? ""),
    })),
  );
}

/** How somebody reads in a list: `王伟 (产品部)`. */
export const labelOf = ({ name, detail }: FoundPerson): string => (detail ? `${name} (${detail})` : name);

const isAlike = (one: FoundPerson, other: FoundPerson): boolean => labelOf(one) === labelOf(other);

/** Those whose whole name was typed, else those of whom it is a part. */
async function whoIsCalled(turn: Turn, name: string): Promise<readonly FoundPerson[]> {
  const { chat, desk, logger } = turn;
  try {
    const found = (await desk.platform.directory.findByName(name, chat)) ?? [];
    const exact = found.filter((person) => person.name === name);
    return exact.length > 0 || chat.kind === "group" ? exact : found;
  } catch (error) {
    logger.warn("a name could not be looked up", { error: describeError(error) });
    return [];
  }
}
