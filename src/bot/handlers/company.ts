import { type Companion, suitPeople } from "../../availability/people-times.ts";
import { outlineOf, type Wish } from "../../availability/wish.ts";
import { describeError } from "../../core/errors.ts";
import type { Person, PersonId } from "../../core/model.ts";
import type { Turn } from "../turn.ts";
import { mentionedPeople, type Named, peopleNamed } from "./typed-names.ts";

/** Who is to come along. */
export type Company =
  | (Extract<Named, { kind: "known" }> & {
      /** Mentioned, and so to be invited; who is only named is asked about once the room is booked. */
      readonly mentioned: readonly Person[];
    })
  | Extract<Named, { kind: "ask" }>;

/** Finds out who is meant by the mentions and names of a message. `picked` are namesakes that were chosen already. */
export async function companyOf(turn: Turn, picked: readonly Person[] = []): Promise<Company> {
  const mentioned = await mentionedPeople(turn);
  const named = await peopleNamed(turn, mentioned, picked);
  return named.kind === "ask" ? named : { ...named, mentioned };
}

/** A wish that suits the company, and what the answer has to say about it. */
export interface SuitedToCompany {
  readonly wish: Wish;
  /** Whether nobody is known to be busy then. */
  readonly suits: boolean;
  readonly notes: readonly string[];
}

/** Of these a room has seats enough for any. */
const SMALL_COMPANY = 2;

/** As many seats as there are people, where the wish names no size. */
function seatsFor(
  wish: Wish,
  { mentioned, named }: Extract<Company, { kind: "known" }>,
  { person, words }: Turn,
): { readonly wish: Wish; readonly note: string } {
  const people = new Set([...mentioned, ...named, person].map(({ id }) => id)).size;
  const isSaid = wish.minSeats !== undefined || wish.maxSeats !== undefined || wish.roomName !== undefined;
  if (isSaid || people <= SMALL_COMPANY) return { wish, note: "" };
  return { wish: { ...wish, minSeats: people }, note: words.seatsForAll(people) };
}

/**
 * Cuts the wish down to times at which the company and the asker are free. Where there are none, the wish stays and
 * the answer says who is busy when; a calendar that cannot be read is said to be unknown. In a group only the
 * mentioned count: when people who are not in the talk are busy is nobody's business there.
 */
export async function suitCompany(
  turn: Turn,
  asked: Wish,
  company: Extract<Company, { kind: "known" }>,
): Promise<SuitedToCompany> {
  const { words } = turn;
  const { mentioned, named, unfound } = company;
  const { wish, note } = seatsFor(asked, company, turn);
  const isDirect = turn.chat.kind === "direct";
  const namesOf = (people: readonly Person[]) =>
    listed(
      people.map((person) => person.name || words.somebody),
      turn,
    );
  const told = [
    note,
    ...(named.length > 0 && !isDirect ? [words.notLookedUp(namesOf(named))] : []),
    ...(named.length > 0 ? [words.notInvited(namesOf(named))] : []),
    ...(unfound.length > 0 ? [words.typedNames(listed(unfound, turn))] : []),
  ];
  const people = [...mentioned, ...(isDirect ? named : [])].filter(({ id }) => id !== turn.person.id);
  if (people.length === 0) return { wish, suits: true, notes: told };
  if (wish.when.kind === "series") return { wish, suits: true, notes: [words.seriesRoomsOnly, ...told] };
  const suited = await suitEverybody(turn, wish, [...people, turn.person]);
  return { ...suited, notes: [...suited.notes, ...told] };
}

async function suitEverybody(turn: Turn, wish: Wish, everybody: readonly Person[]): Promise<SuitedToCompany> {
  const { words } = turn;
  const nameOf = new Map(everybody.map(({ id, name }) => [id, id === turn.person.id ? words.you : name]));
  const names = (ids: readonly PersonId[]) =>
    listed(
      ids.map((id) => nameOf.get(id) || words.somebody),
      turn,
    );
  const companions = await companionsOf(turn, everybody, wish);
  const { suits, unknown, busy, wish: suited } = suitPeople(wish, companions);
  const seen = everybody.map(({ id }) => id).filter((id) => !unknown.includes(id));
  const when = busy.map(({ id, intervals }) =>
    words.personBusy(names([id]), listed(intervals.map(turn.range), turn)),
  );
  return {
    wish: suited,
    suits,
    notes: [
      ...(suits ? (seen.length > 0 ? [words.suits(names(seen))] : []) : [words.noCommonTime, ...when]),
      ...(unknown.length > 0 ? [words.cannotSee(names(unknown))] : []),
    ],
  };
}

/** Everybody's busy times around the wish; unknown where they could not be read. */
async function companionsOf(turn: Turn, people: readonly Person[], wish: Wish): Promise<Companion[]> {
  const window = outlineOf(wish.when);
  const ids = people.map(({ id }) => id);
  try {
    const busy = await turn.desk.platform.schedules.busyOf(ids, window, turn.person);
    return ids.map((id) => ({ id, busy: busy.get(id) ?? { known: false, why: "left out" } }));
  } catch (error) {
    turn.logger.warn("people's calendars could not be read", { error: describeError(error) });
    return ids.map((id) => ({ id, busy: { known: false, why: "not read" } }));
  }
}

const listed = (items: readonly string[], { language }: Turn): string =>
  items.join(language === "zh" ? "、" : ", ");
