import { z } from "zod";
import type { Clock } from "../../../core/clock.ts";
import type { Json } from "../../../core/json.ts";
import type { PersonId } from "../../../core/model.ts";
import type { Change, Storage } from "../../../ports/storage.ts";
import type { UserGrant } from "./oauth.ts";

/** Whoever keeps secrets: what is closed for one place can be opened there only. */
export interface Sealing {
  close(text: string, place: string): string;
  open(sealed: string, place: string): string | undefined;
}

/** A whole authorisation ends after 365 days, however often it is renewed ("Refresh user_access_token"). */
const LONGEST_LIFE_MS = 365 * 24 * 60 * 60_000;

/** Who has not come back by then knows of it no more. */
const OVER_TOLD_WITHIN_MS = 30 * 24 * 60 * 60_000;

const link = z.object({
  accessToken: z.string(),
  /** Epoch ms. */
  accessEndsMs: z.number(),
  refreshToken: z.string(),
  refreshEndsMs: z.number(),
  linkedAtMs: z.number(),
});
/** A colleague's linked account. */
export type Link = z.infer<typeof link>;

/** A link as it was found: `sealed` is what is stored, and is what a change of it must still find. */
export interface FoundLink {
  readonly link: Link;
  readonly sealed: Json;
}

/** The linked accounts, sealed in the storage; each ends with its authorisation, and somebody is told once. */
export class Links {
  constructor(
    private readonly storage: Storage,
    private readonly seal: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Undefined: not linked, or sealed with a key that is gone. */
  async find(personId: PersonId): Promise<FoundLink | undefined> {
    const key = keyOf(personId);
    const sealed = await this.storage.get(key);
    const text = typeof sealed === "string" ? this.seal.open(sealed, key) : undefined;
    if (sealed === undefined || text === undefined) return undefined;
    const found = { link: link.parse(JSON.parse(text)), sealed };
    if (found.link.refreshEndsMs > this.clock.now()) return found;
    await this.storage.write([{ key, value: undefined }, over(personId)], { key, is: sealed });
    return undefined;
  }

  /** Whose link ends by then unless it is renewed. */
  async endingBy(instantMs: number): Promise<PersonId[]> {
    const prefix = keyOf("");
    const ids = (await this.storage.list(prefix)).map(({ key }) => key.slice(prefix.length));
    const found = await Promise.all(ids.map((id) => this.find(id)));
    return ids.filter((_, at) => (found[at]?.link.refreshEndsMs ?? Number.POSITIVE_INFINITY) <= instantMs);
  }

  /** Keeps a fresh authorisation, whatever was there. */
  async add(personId: PersonId, grant: UserGrant): Promise<void> {
    await this.#write(personId, linkOf(grant, this.clock.now(), this.clock.now()));
  }

  /** Puts the renewed tokens in the place of the old; `false` where the link was changed or removed meanwhile. */
  async renew(personId: PersonId, found: FoundLink, grant: UserGrant): Promise<boolean> {
    return this.#write(personId, linkOf(grant, this.clock.now(), found.link.linkedAtMs), found.sealed);
  }

  async remove(personId: PersonId): Promise<void> {
    await this.storage.write([{ key: keyOf(personId), value: undefined }]);
  }

  /** An authorisation ended that the colleague did not end here: said once, by `takeOver`. */
  async noteOver(personId: PersonId): Promise<void> {
    await this.storage.write([over(personId)]);
  }

  /** Whether it is to be said that the authorisation ended; `true` once. */
  async takeOver(personId: PersonId): Promise<boolean> {
    const key = overKey(personId);
    return this.storage.write([{ key, value: undefined }], { key, is: true });
  }

  #write(personId: PersonId, value: Link, was?: Json): Promise<boolean> {
    const key = keyOf(personId);
    // Found after its end, it is to be told that it is over.
    const ttlMs = Math.max(0, value.refreshEndsMs - this.clock.now()) + OVER_TOLD_WITHIN_MS;
    const sealed = this.seal.close(JSON.stringify(value), key);
    return this.storage.write(
      [{ key, value: sealed, ttlMs }],
      was === undefined ? undefined : { key, is: was },
    );
  }
}

const over = (personId: PersonId): Change => ({
  key: overKey(personId),
  value: true,
  ttlMs: OVER_TOLD_WITHIN_MS,
});
const overKey = (personId: PersonId): string => `link-over:feishu:${personId}`;
const keyOf = (personId: PersonId): string => `link:feishu:${personId}`;

const linkOf = (grant: UserGrant, now: number, linkedAtMs: number): Link => ({
  accessToken: grant.accessToken,
  accessEndsMs: now + grant.accessLifeMs,
  refreshToken: grant.refreshToken,
  refreshEndsMs: Math.min(now + grant.refreshLifeMs, linkedAtMs + LONGEST_LIFE_MS),
  linkedAtMs,
});
