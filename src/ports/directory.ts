import type { Chat, MembershipKey, Person, PersonId } from "../core/model.ts";

/** Somebody whom a typed name may mean. */
export interface FoundPerson extends Person {
  /** What tells people of one name apart, e.g. `产品部 · 经理`; only where the platform says any such thing. */
  readonly detail?: string;
}

/** Who people are. */
export interface Directory {
  /** The name to call this person, where the platform tells. */
  nameOf(personId: PersonId): Promise<string | undefined>;
  /**
   * Colleagues whom somebody may mean by a typed name, best match first, at most ten. Where the platform has no
   * search, only the members of the chat can be meant; `undefined` where neither can be read.
   */
  findByName(name: string, chat: Chat): Promise<readonly FoundPerson[] | undefined>;
  /** What this person is to a room's rules: the person and every department above, in the keys that `Rooms.rules` uses. */
  membershipsOf(personId: PersonId): Promise<readonly MembershipKey[]>;
}
