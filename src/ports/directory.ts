import type { MembershipKey, PersonId } from "../core/model.ts";

/** Who people are. */
export interface Directory {
  /** The name to call this person, where the platform tells. */
  nameOf(personId: PersonId): Promise<string | undefined>;
  /** What this person is to a room's rules: the person and every department above, in the keys that `Rooms.rules` uses. */
  membershipsOf(personId: PersonId): Promise<readonly MembershipKey[]>;
}
