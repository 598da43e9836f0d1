import type { Interval } from "../core/interval.ts";
import type { RoomId } from "../core/model.ts";
import type { Change, Storage } from "../ports/storage.ts";

/** Whoever asks says so for this long at most: an instance may die while it asks. */
const ASKING_MS = 5_000;

/** Which rooms an instance is asking the vendor about, for all instances. Everything rejects as the storage does. */
export class AskLeases {
  constructor(
    private readonly storage: Storage,
    private readonly platform: string,
  ) {}

  /** Those of the rooms that nobody else is asking about: now this instance is. */
  async claim(roomIds: readonly RoomId[], window: Interval): Promise<readonly RoomId[]> {
    const claims = roomIds.map(async (id) => {
      const key = this.#keyOf(id, window);
      const claim = { key, value: true, ttlMs: ASKING_MS };
      return (await this.storage.write([claim], { key, is: undefined })) ? [id] : [];
    });
    return (await Promise.all(claims)).flat();
  }

  /** Those of the rooms that somebody is asking about. */
  async held(roomIds: readonly RoomId[], window: Interval): Promise<readonly RoomId[]> {
    const leases = await this.storage.getMany(roomIds.map((id) => this.#keyOf(id, window)));
    return roomIds.filter((_, at) => leases[at] !== undefined);
  }

  /** Nothing came of the question: whoever waits for it asks. Never rejects. */
  async giveUp(roomIds: readonly RoomId[], window: Interval): Promise<void> {
    await this.storage.write(this.ends(roomIds, window)).catch(() => false);
  }

  /** The changes that end the questions. */
  ends(roomIds: readonly RoomId[], window: Interval): readonly Change[] {
    return roomIds.map((id) => ({ key: this.#keyOf(id, window), value: undefined }));
  }

  #keyOf(roomId: RoomId, { start, end }: Interval): string {
    return `busy-ask:${this.platform}:${start}-${end}:${roomId}`;
  }
}
