import type { Meeting } from "../world.ts";
import { ROOM_CHANGED, roomChanged } from "./events.ts";
import type { Tenant } from "./tenant.ts";

/**
 * Tells the app, where it has subscribed to that, of each room that has become somebody's: booked by whom ever and by
 * whatever means, or kept at another time. "会议室被创建、更新、删除或者被预定时，将会触发此事件": that a room was given back, refused
 * or only asked for is not among it.
 */
export class RoomNews {
  /** The bookings that were told of already, or made before anybody listened. */
  readonly #known = new WeakMap<Meeting, ReadonlySet<string>>();

  constructor(
    readonly tenant: Tenant,
    readonly send: (event: object) => void,
  ) {
    const { world } = tenant.ground;
    for (const meeting of world.meetings()) this.#known.set(meeting, new Set(bookingsOf(meeting).keys()));
    world.on("change", this.#onChange);
  }

  close(): void {
    this.tenant.ground.world.off("change", this.#onChange);
  }

  /** A meeting that moves keeps its rooms for as long as it takes to ask them anew: only what comes of it counts. */
  readonly #onChange = (meeting: Meeting): void => queueMicrotask(() => this.#look(meeting));

  #look(meeting: Meeting): void {
    const { tenant } = this;
    const before = this.#known.get(meeting);
    const now = bookingsOf(meeting);
    this.#known.set(meeting, new Set(now.keys()));
    if (!tenant.switches.subscribedEvents.has(ROOM_CHANGED)) return;
    for (const [booking, roomKey] of now)
      if (!before?.has(booking)) this.send(roomChanged(tenant, tenant.ground.world.room(roomKey)));
  }
}

/** The rooms (by key) that a meeting has for certain, by which room it is and for when. */
const bookingsOf = ({ rooms, start, end, recurrence, isCancelled }: Meeting): ReadonlyMap<string, string> =>
  new Map(
    rooms
      .filter(({ answer }) => answer === "accepted" && !isCancelled)
      .map(({ roomKey }) => [`${roomKey} ${start} ${end} ${recurrence?.rule ?? ""}`, roomKey]),
  );
