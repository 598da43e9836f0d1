import type { Clock } from "../../core/clock.ts";
import type { Json } from "../../core/json.ts";
import type { PersonId, PlatformName } from "../../core/model.ts";
import type { LinkInvitation } from "../../ports/accounts.ts";
import type { Storage } from "../../ports/storage.ts";
import type { Address } from "../follow-up/address.ts";

/** After its end, so that a bot that was down then can still say that nothing came of it. */
const KEEP_AFTER_MS = 60 * 60_000;

const HINT_EVERY_MS = 7 * 24 * 60 * 60_000;

/** Somebody who was shown a page to agree on, and has not answered yet. */
export interface Linking extends LinkInvitation {
  readonly address: Address;
}

/** Who is linking an account on one platform: one page a person, the last one shown. */
export class Linkings {
  /** Called when one begins, so that it is followed at once. */
  onBegun: (linking: Linking) => void = () => {};

  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly platform: PlatformName,
  ) {}

  async begin(linking: Linking): Promise<void> {
    const ttlMs = Math.max(0, linking.expiresAtMs - this.clock.now()) + KEEP_AFTER_MS;
    const key = this.#key(linking.address.person.id);
    await this.storage.write([{ key, value: linking as unknown as Json, ttlMs }]);
    this.onBegun(linking);
  }

  async find(personId: PersonId): Promise<Linking | undefined> {
    return (await this.storage.get(this.#key(personId))) as unknown as Linking | undefined;
  }

  /** Ends it; `false` where it was ended, or replaced by a newer page, already. */
  end(linking: Linking): Promise<boolean> {
    const key = this.#key(linking.address.person.id);
    return this.storage.write([{ key, value: undefined }], { key, is: linking as unknown as Json });
  }

  /** Whether the person may be told now what a link would add; `true` at most once a week. */
  mayHint(personId: PersonId): Promise<boolean> {
    const key = `link-hint:${this.platform}:${personId}`;
    return this.storage.write([{ key, value: true, ttlMs: HINT_EVERY_MS }], { key, is: undefined });
  }

  async all(): Promise<Linking[]> {
    const entries = await this.storage.list(this.#key(""));
    return entries.map(({ value }) => value as unknown as Linking);
  }

  #key(personId: PersonId): string {
    return `linking:${this.platform}:${personId}`;
  }
}
