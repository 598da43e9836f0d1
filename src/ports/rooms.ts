import type { Interval } from "../core/interval.ts";
import type { Person, Room, RoomBusy, RoomId, RoomRules } from "../core/model.ts";

/** The most rooms that one busy question may name, where the platform does not say otherwise. */
export const BUSY_BATCH = 5;

/** The rooms of the office and what they are doing. `asker` is whoever the vendor wants to know it is asked for. */
export interface Rooms {
  /** Every room, all pages. */
  list(asker: Person): Promise<Room[]>;
  /** Who may book this room, when and for how long. */
  rules(roomId: RoomId, asker: Person): Promise<RoomRules>;
  /** The most rooms that one busy question may name here; absent is `BUSY_BATCH`. */
  readonly busyBatch?: number;
  /** Busy times of at most `busyBatch` rooms. A room that the vendor left out or could not read is in the answer as unknown. */
  busy(roomIds: readonly RoomId[], window: Interval, asker: Person): Promise<ReadonlyMap<RoomId, RoomBusy>>;
  /**
   * The rooms that this person may book, whenever: for those of which the rules do not tell. `undefined` (or no such
   * method) where the vendor does not tell that of this person.
   */
  readonly bookableBy?: (asker: Person) => Promise<ReadonlySet<RoomId> | undefined>;
  /** Absent where whoever may book a room may ask for it from here, and need not say why. */
  readonly approvals?: Approvals;
}

/** Rooms that somebody has to approve, where that takes more than to book them. */
export interface Approvals {
  /** Whether the approver can be asked in this person's name; else only the vendor's client can. */
  canAsk(asker: Person): Promise<boolean>;
  /** Characters of the reason, without which no approver is asked. */
  readonly longestReason: number;
}
