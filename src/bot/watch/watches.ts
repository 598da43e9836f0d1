import type { Wish } from "../../availability/wish.ts";
import type { Clock } from "../../core/clock.ts";
import type { Json } from "../../core/json.ts";
import type { EventId, Person, PersonId, PlatformName, RoomId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { Address } from "../follow-up/address.ts";

/** More than these nobody remembers having asked for. */
export const MOST_WATCHES = 3;
/** After the last look, so that a bot that was down then can still say that nothing came of it. */
const KEEP_AFTER_MS = 60 * 60_000;

/** A wish that could not be met, and when to look again whether it can. */
export interface Watch {
  readonly id: string;
  readonly wish: Wish;
  /** Only these rooms are looked at: as many as one question tells of. */
  readonly rooms: readonly { readonly id: RoomId; readonly name: string }[];
  readonly attendees: readonly Person[];
  readonly named: readonly Person[];
  readonly title?: string;
  /** Whom to tell, and where. */
  readonly address: Address;
  /** What the person had booked when it began: a later booking for that time ends it. */
  readonly had: readonly EventId[];
  /** The looks that are still to come, in epoch ms. */
  readonly looksAtMs: readonly number[];
}

/** What people want to be told of, on one platform. */
export class Watches {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  async keep(watch: Watch): Promise<void> {
    const last = watch.looksAtMs.at(-1) ?? this.clock.now();
    const ttlMs = Math.max(0, last - this.clock.now()) + KEEP_AFTER_MS;
    await this.storage.write([{ key: this.key(watch.id), value: watch as unknown as Json, ttlMs }]);
  }

  async find(id: string): Promise<Watch | undefined> {
    return (await this.storage.get(this.key(id))) as unknown as Watch | undefined;
  }

  async drop(id: string): Promise<void> {
    await this.storage.write([{ key: this.key(id), value: undefined }]);
  }

  async of(personId: PersonId): Promise<Watch[]> {
    return (await this.#all()).filter(({ address }) => address.person.id === personId);
  }

  /** Those that are to be looked at by now. */
  async due(): Promise<Watch[]> {
    const now = this.clock.now();
    return (await this.#all()).filter(({ looksAtMs: [next = 0] }) => next <= now);
  }

  async #all(): Promise<Watch[]> {
    const entries = await this.storage.list(this.key(""));
    return entries.map(({ value }) => value as unknown as Watch);
  }

  private key(id: string): string {
    return `watch:${this.platform}:${id}`;
  }
}
