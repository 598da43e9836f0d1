import { type Companion, suitPeople } from "../../availability/people-times.ts";
import type { Wish } from "../../availability/wish.ts";
import { describeError } from "../../core/errors.ts";
import type { Interval } from "../../core/interval.ts";
import type { Person, PersonId } from "../../core/model.ts";
import type { Turn } from "../turn.ts";

/** Who is to come along. */
export type Company =
  | {
      readonly kind: "known";
      /** Mentioned, and so to be invited. */
      readonly mentioned: readonly Person[];
      /** Only named: their time counts, but a name is no invitation. */
      readonly named: readonly Person[];
      /** Names that stand for nobody that could be found, or that may not be looked up here. */
      readonly unfound: readonly string[];
    }
  /** A name that several colleagues have. */
  | { readonly kind: "ask"; readonly name: string; readonly candidates: readonly Person[] };

/**
 * Finds out who is meant by the mentions and names of a message. `picked` are namesakes that were chosen already.
 * In a group a typed name is not looked up: the busy times of people who are not in the talk are nobody's business there.
 */
export async function companyOf(turn: Turn, picked: readonly Person[] = []): Promise<Company> {
  const { directory } = turn.desk.platform;
  const mentioned = await Promise.all(
    turn.mentions.map(async (person) => ({
      ...person,
      name: person.name || ((await directory.nameOf(person.id).catch(() => undefined)) ?? ""),
    })),
  );
  const named: Person[] = [...picked];
  const unfound: string[] = [];
  const known = (name: string) => [...mentioned, ...named].some((person) => person.name === name);
  for (const name of turn.command.people ?? []) {
    if (known(name)) continue;
    const found = turn.chat.kind === "direct" ? await search(turn, name) : undefined;
    const exact = found?.filter((person) => person.name === name) ?? [];
    const candidates = exact.length > 0 ? exact : (found ?? []);
    const [only, ...others] = candidates;
    const isPicked = candidates.some(({ id }) => named.some((person) => person.id === id));
    if (isPicked) continue;
    if (only && others.length === 0) named.push(only);
    else if (new Set(candidates.map((person) => person.name)).size > 1)
      return { kind: "ask", name, candidates };
    // Namesakes to the letter cannot be told apart in a list either: a mention can.
    else unfound.push(name);
  }
  return { kind: "known", mentioned, named: named.filter(({ id }) => id !== turn.person.id), unfound };
}

async function search(turn: Turn, name: string): Promise<readonly Person[] | undefined> {
  try {
    return await turn.desk.platform.directory.findByName(name, turn.chat);
  } catch (error) {
    turn.logger.warn("a name could not be looked up", { error: describeError(error) });
    return undefined;
  }
}

/** A wish that suits the company, and what the answer has to say about it. */
export interface SuitedToCompany {
  readonly wish: Wish;
  readonly notes: readonly string[];
}

/**
 * Cuts the wish down to times at which the company and the asker are free. Where there are none, the wish stays and
 * the answer says who is busy when; a calendar that cannot be read is said to be unknown.
 */
export async function suitCompany(
  turn: Turn,
  wish: Wish,
  company: Extract<Company, { kind: "known" }>,
): Promise<SuitedToCompany> {
  const { words } = turn;
  const people = [...company.mentioned, ...company.named];
  const unfound = company.unfound.length > 0 ? [words.typedNames(listed(company.unfound, turn))] : [];
  if (people.length === 0) return { wish, notes: unfound };
  const everybody = [...people.filter(({ id }) => id !== turn.person.id), turn.person];
  const nameOf = new Map(everybody.map(({ id, name }) => [id, id === turn.person.id ? words.you : name]));
  const names = (ids: readonly PersonId[]) =>
    listed(
      ids.map((id) => nameOf.get(id) ?? words.somebody),
      turn,
    );

  const companions = await companionsOf(turn, everybody, wish);
  const suited = suitPeople(wish, companions);
  const busy = suited.busy.map(({ id, intervals }) =>
    words.personBusy(names([id]), listed(intervals.map(turn.range), turn)),
  );
  const uninvited = company.named.map(({ id }) => id);
  return {
    wish: suited.wish,
    notes: [
      ...(suited.suits
        ? suited.unknown.length < companions.length
          ? [words.suits(names(everybody.map(({ id }) => id).filter((id) => !suited.unknown.includes(id))))]
          : []
        : [words.noCommonTime, ...busy]),
      ...(suited.unknown.length > 0 ? [words.cannotSee(names(suited.unknown))] : []),
      ...(uninvited.length > 0 ? [words.notInvited(names(uninvited))] : []),
      ...unfound,
    ],
  };
}

/** Everybody's busy times around the wish; unknown where they could not be read. */
async function companionsOf(turn: Turn, people: readonly Person[], wish: Wish): Promise<Companion[]> {
  const window = around(wish);
  const ids = people.map(({ id }) => id);
  try {
    const busy = await turn.desk.platform.schedules.busyOf(ids, window, turn.person);
    return ids.map((id) => ({ id, busy: busy.get(id) ?? { known: false, why: "left out" } }));
  } catch (error) {
    turn.logger.warn("people's calendars could not be read", { error: describeError(error) });
    return ids.map((id) => ({ id, busy: { known: false, why: "not read" } }));
  }
}

function around({ when }: Wish): Interval {
  const times = when.kind === "at" ? [when.interval, ...(when.alternatives ?? [])] : when.windows;
  return {
    start: Math.min(...times.map(({ start }) => start)),
    end: Math.max(...times.map(({ end }) => end)),
  };
}

const listed = (items: readonly string[], { language }: Turn): string =>
  items.join(language === "zh" ? "、" : ", ");
